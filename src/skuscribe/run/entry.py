"""What a source holds, as rows of a run: each a product to look at, or why it is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from skuscribe.catalogue.locate import located
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.source import Source
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.text import clean_text, safe_name

LONGEST_FACT = 1_000
"""Characters; a catalogue's cells may hold whole pages."""


@dataclass(frozen=True)
class PlacedPhoto:
    """A photo's name for the record, and its file or address."""

    name: str
    place: Path | str


@dataclass(frozen=True)
class Entry:
    """One row of a run.

    Attributes:
        id: of the product; of a row that is none, its line.
        photos: where they lie; those that are not there are left out.
        facts: the merchant's words, by key.
        left_out: why, of each photo that is not there.
        failure: why there is nothing to look at.
    """

    id: str
    photos: tuple[PlacedPhoto, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[str, ...] = ()
    failure: SkuscribeError | None = None


def entries_of(source: Source) -> Iterator[Entry]:
    """Yield a row for each product and for each trouble of a source, in its order."""
    for each in source.products():
        yield _trouble(each) if isinstance(each, Trouble) else _entry(each, source.folder)


def _trouble(trouble: Trouble) -> Entry:
    id = f"line {trouble.row}" if trouble.row else "the source"
    return Entry(id, failure=SkuscribeError(trouble.code, trouble.message, where=id))


def _entry(product: Product, folder: Path) -> Entry:
    id, found, lost = safe_name(product.id), list[PlacedPhoto](), list[SkuscribeError]()
    for photo in product.photos:
        try:
            place = located(photo, folder)
            found.append(PlacedPhoto(_name(photo, place), place))
        except SkuscribeError as error:
            lost.append(error)
    if found:
        return Entry(id, tuple(found), _facts(product), tuple(map(str, lost)))
    missing = SkuscribeError(ErrorCode.CATALOGUE_PHOTO_MISSING, where=id)
    return Entry(id, failure=lost[0] if lost else missing)


def _name(photo: str, place: Path | str) -> str:
    if isinstance(place, Path):
        return safe_name(photo.lstrip("/"))
    return safe_name(unquote(urlsplit(place).path).rsplit("/", 1)[-1]) or "photo"


def _facts(product: Product) -> Mapping[str, str]:
    """Return what the merchant says, without what is empty once it is cleaned."""
    said = {"name": product.title, **product.facts}  # keys without an alias: decisions find them
    cleaned = {key: clean_text(value)[:LONGEST_FACT].strip() for key, value in said.items()}
    return MappingProxyType({key: value for key, value in cleaned.items() if value})
