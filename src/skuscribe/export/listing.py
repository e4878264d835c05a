"""A product as it goes to a shop: its record with the words that people changed in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skuscribe.decisions.fields import DESCRIPTION
from skuscribe.export.cells import plain
from skuscribe.record.channels import Fields, said

LISTS = frozenset({"bullets", "tags"})
OURS = frozenset({"subject", "claims", "evidence", "polygon", "made_by"})
"""Parts of a record without a word of others: long, and nothing to clean."""

LONGEST_HANDLE = 255
AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Listing:
    """One product.

    Attributes:
        record: as JSON has it, its words as people want them.
        handle: small letters, digits and hyphens that no other product of the run has.
        by_hand: the fields of its description that a person wrote.
        images: addresses of its photos; empty where nobody says where they are.
    """

    record: Fields
    handle: str
    by_hand: frozenset[str] = frozenset()
    images: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The product's id."""
        return str(self.record["id"])

    def say(self, *places: str) -> tuple[str, ...]:
        """Return what it says in the first of `places` that says something."""
        return said(self.record, places, self.images)

    def one(self, *places: str) -> str:
        """Return the first value of `say`; empty for none."""
        return next(iter(self.say(*places)), "")


def listing_of(
    record: Fields, handle: str, images: Sequence[str] = (), currency: str = ""
) -> Listing:
    """Return a record as a listing, with the words that people decided.

    Args:
        record: as JSON has it, with the decisions that stand now.
        handle: of the product.
        images: addresses of its photos.
        currency: of a price that says none, such as `EUR`.
    """
    words = dict(record["description"])
    changed = {
        each["field"].removeprefix(DESCRIPTION): str(each["after"])
        for each in record["decided"]["fields"]
        if each["field"].startswith(DESCRIPTION)
    }
    for field, text in changed.items():
        lines = tuple(line for line in text.splitlines() if line.strip())
        words[field] = lines if field in LISTS else text
    if changed:
        words["claims"] = [each for each in words["claims"] if each["field"] not in changed]
    facts = [_with_currency(fact, currency) for fact in record["facts"]]
    clean: dict[str, Any] = _clean({**record, "facts": facts, "description": words})
    return Listing(clean, handle, frozenset(changed), tuple(images))


def _with_currency(fact: Fields, currency: str) -> Fields:
    bare = fact["key"] == "price" and AMOUNT.fullmatch(fact["value"])
    return {**fact, "value": f"{fact['value']} {currency}"} if currency and bare else fact


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: each if key in OURS else _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value


class Handles:
    """Makes handles of ids: small letters, digits and hyphens, each used once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, id: str) -> str:
        """Return a handle that no other product has."""
        letters = unicodedata.normalize("NFKD", id).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_HANDLE] or "product"
        handle = stem
        if handle in self._used:
            digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()
            handle = f"{stem[:200]}-{digest[:8]}"
        self._used.add(handle)
        return handle
