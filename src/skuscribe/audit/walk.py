"""The listings of a run or of a catalogue, one after the other, each with what is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from skuscribe.audit.finding import Finding
from skuscribe.audit.findings import findings_of
from skuscribe.audit.listing import Listing, listing_in, listing_of
from skuscribe.audit.unseen import UNSEEN
from skuscribe.catalogue.product import Product
from skuscribe.catalogue.source import Source
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine
from skuscribe.record.text import safe_name
from skuscribe.run.folder import OBSERVED, RunFolder, head_of
from skuscribe.shop.profile import Shop

FAILED = b'"error": {'
"""Stands in the line of a product that could not be looked at."""


@dataclass(frozen=True, eq=False)
class Audited:
    """One listing: its id, its words, what its photos show, and what is found."""

    id: str
    listing: Listing
    record: Record
    findings: tuple[Finding, ...]


def audit_run(
    path: Path, shop: Shop, channel: str, source: Source | None = None
) -> Iterator[Audited]:
    """Yield the listings of a run's finished shards, in order; no photo is opened.

    What the photos show is settled anew without the merchant's words: they are the other side.

    Args:
        path: folder of the run.
        shop: its categories, brands and lessons.
        channel: whose rules the listings keep.
        source: what the run was made of; its titles, descriptions and columns go over what the
            run kept, which has no descriptions.

    Raises:
        SkuscribeError: `run.invalid`; `catalogue.*`, the source cannot be read.
    """
    head_of(path)
    listings = _Listings(source) if source is not None else None
    for folder in RunFolder(path).finished():
        with (folder / OBSERVED).open("rb") as stream:
            for line in stream:
                if FAILED not in line[:400] and line.strip():
                    yield _audited(_observed(line, folder), shop, channel, listings)


def audit_texts(source: Source, channel: str) -> Iterator[Audited]:
    """Yield the listings of a catalogue by their texts and columns alone.

    Raises:
        SkuscribeError: `catalogue.*`, it cannot be read.
    """
    for product in source.products():
        if isinstance(product, Product):
            listing, id = listing_in(product), safe_name(product.id)
            record = UNSEEN.model_copy(update={"id": id})
            yield Audited(id, listing, record, findings_of(record, listing, channel))


def _observed(line: bytes, folder: Path) -> ObservedLine:
    try:
        return ObservedLine.model_validate_json(line)
    except ValidationError as error:
        raise SkuscribeError(ErrorCode.RUN_INVALID, where=str(folder)) from error


def _audited(line: ObservedLine, shop: Shop, channel: str, listings: _Listings | None) -> Audited:
    record = settle(line.observed, {}, shop, Voice())
    listing = listing_of(line.facts)
    if listings is not None and (told := listings.of(record.id)) is not None:
        columns = {**listing.columns, **told.columns}
        listing = replace(told, title=told.title or listing.title, columns=columns)
    return Audited(record.id, listing, record, findings_of(record, listing, channel))


class _Listings:
    """Finds listings by id. A run has its source's order: hardly any are kept at a time."""

    def __init__(self, source: Source) -> None:
        self._products = source.products()
        self._passed: dict[str, Listing] = {}

    def of(self, id: str) -> Listing | None:
        """Return the listing of a product; None where the source has none."""
        if id in self._passed:
            return self._passed.pop(id)
        for product in self._products:
            if isinstance(product, Product):
                listing, own = listing_in(product), safe_name(product.id)
                if own == id:
                    return listing
                self._passed.setdefault(own, listing)
        return None
