"""The one table of rules: each finds the places of a record that are in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from skuscribe.attributes.table import BY_NAME
from skuscribe.core.warning_codes import WarningCode
from skuscribe.describe.languages.en.words import noun_of
from skuscribe.record.channels import lacks
from skuscribe.record.model import Record
from skuscribe.shop.profile import Shop
from skuscribe.taxonomy.words import NOT_A_PRODUCT

SURE_SUBJECT = 0.5
"""Confidence from which the subject is not worth a second look."""

SOMEWHERE = "https://shop.example/photo.jpg"
"""Where photos will be is said when they are exported: here every product has one."""

LARGE_PIECE = 0.3
"""Share of the largest piece's area from which another piece is a thing of its own: of 821 masks of
one product 5 have such a second piece."""

PIECES = {"count": 1, "pair": 2, "plural": 99, "mass": 99, "bare": 1}
"""How many large pieces what a noun names may have, by the noun's number."""

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


def _several(record: Record, shop: Shop) -> Iterator[Doubt]:
    pieces = [record.subject.outline, *record.subject.parts]
    areas = [_area(piece) for piece in pieces if len(piece) > 2]
    large = sum(area >= LARGE_PIECE * max(areas) for area in areas) if areas else 0
    label = record.category.label
    expected = 1 if label is None else PIECES[noun_of(label).number]
    if large > expected:
        yield WarningCode.SUBJECT_SEVERAL, "/subject/parts"


def _area(polygon: Sequence[tuple[float, float]]) -> float:
    """Return the area of a polygon (the shoelace formula)."""
    turned = zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in turned)) / 2


def _blocked(record: Record, shop: Shop) -> Iterator[Doubt]:
    """Find what would keep the product out of a channel that the shop sells on."""
    if not shop.profile.channels:
        return
    fields = record.model_dump(mode="json", by_alias=True)
    for channel in shop.profile.channels:
        for lack in lacks(fields, channel, [SOMEWHERE]):
            yield WarningCode.CHANNEL_INCOMPLETE, lack.place


def _attributes(record: Record, shop: Shop) -> Iterator[Doubt]:
    for number, attribute in enumerate(record.attributes):
        row = BY_NAME.get(attribute.name)
        if attribute.state == "unsure" and row is not None and row.unsure is not None:
            yield row.unsure, f"/attributes/{number}"


RULES = (
    Rule("no label is sure enough, or the photo shows no product", _abstained),
    Rule("a stated label is filed nowhere in a shop system", _unmapped),
    Rule("the product was not found for sure", _subject),
    Rule("there are more things than the label names", _several),
    Rule("a channel that the shop sells on would refuse it", _blocked),
    Rule("an attribute that shoppers filter by is not clear", _attributes),
)
"""In the order in which a record lists its problems."""
