"""The one table of rules: each finds the places of a record that are in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from skuscribe.attributes.table import BY_NAME
from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.model import Record
from skuscribe.shop.profile import Shop
from skuscribe.taxonomy.words import NOT_A_PRODUCT

SURE_SUBJECT = 0.5
"""Confidence from which the subject is not worth a second look."""

Doubt = tuple[str, str]
"""A warning code, and a JSON pointer (RFC 6901) to what it doubts."""


@dataclass(frozen=True)
class Rule:
    """Finds one kind of doubt.

    Attributes:
        why: what it looks for, in words.
        find: a record and its shop to the doubts.
    """

    why: str
    find: Callable[[Record, Shop], Iterator[Doubt]]


def _abstained(record: Record, shop: Shop) -> Iterator[Doubt]:
    if record.category.label is None:
        first = [each.label for each in record.category.alternatives[:1]]
        nothing = first == [NOT_A_PRODUCT]
        code = WarningCode.TAXONOMY_NOT_A_PRODUCT if nothing else WarningCode.TAXONOMY_ABSTAINED
        yield code, "/category/label"


def _unmapped(record: Record, shop: Shop) -> Iterator[Doubt]:
    targets = ("shopify", "google", *(["merchant"] if shop.categories else []))
    if record.category.label is not None:
        for target in targets:
            if getattr(record.category, target) is None:
                yield WarningCode.TAXONOMY_UNMAPPED, f"/category/{target}"


def _subject(record: Record, shop: Shop) -> Iterator[Doubt]:
    if record.subject.confidence < SURE_SUBJECT:
        yield WarningCode.SUBJECT_UNCERTAIN, "/subject"


def _attributes(record: Record, shop: Shop) -> Iterator[Doubt]:
    for number, attribute in enumerate(record.attributes):
        row = BY_NAME.get(attribute.name)
        if attribute.state == "unsure" and row is not None and row.unsure is not None:
            yield row.unsure, f"/attributes/{number}"


RULES = (
    Rule("no label is sure enough, or the photo shows no product", _abstained),
    Rule("a stated label is filed nowhere in a shop system", _unmapped),
    Rule("the product was not found for sure", _subject),
    Rule("an attribute that shoppers filter by is not clear", _attributes),
)
"""In the order in which a record lists its problems."""
