"""What two photos of one product say that cannot both be true of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from skuscribe.attributes.table import ATTRIBUTES, Row
from skuscribe.attributes.text.quantity import contradicting, quantities_of
from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.channels import is_gtin
from skuscribe.record.model import Attribute, TextSpan
from skuscribe.record.observed import SeenPhoto

SURE_SUBJECT = 0.3
"""Confidence from which it is known whose values were measured."""

SURE_VALUE = 0.35
"""Confidence from which a value speaks against another photo's. Of 60 products of the validation
split whose last photo was repainted 47 are found, and 4 are blamed as they are; from 0.7 on, and
surer of the subject (0.5), 18 and 2."""

LEVELS, LEAST_COMMON = 2, 0.1
"""Levels of the tree on which categories are compared, and the belief that two photos of one thing
have in common there: of 107 pairs of views of the validation split none has less, of 300 pairs of
different things 0.89 have."""

Doubt = tuple[str, str]
"""A warning code, and a JSON pointer (RFC 6901) to what it doubts."""


@dataclass(frozen=True)
class Sight:
    """What one photo says by itself.

    Attributes:
        place: among the product's photos.
        photo: what was seen on it.
        nodes: how far each node near the top of the tree is believed; together 1.
        called: the likeliest word for what it shows.
        values: its attributes, by name.
        texts: its credible lines.
    """

    place: int
    photo: SeenPhoto
    nodes: Mapping[tuple[str, ...], float]
    called: str
    values: Mapping[str, Sequence[Attribute]]
    texts: Sequence[TextSpan]

    @property
    def is_sure(self) -> bool:
        """Whether it is known where the product is."""
        return self.photo.subject.confidence >= SURE_SUBJECT

    def says(self, value: str) -> str:
        """Return what it says, with the photo as people find it."""
        return f"photo {self.place + 1} ({self.photo.info.name}) {value}"


def of_one_product(one: Sight, other: Sight) -> tuple[WarningCode, str] | None:
    """Return why two photos cannot show one product, with both values; None where they can.

    A photo on which it is not known where the product is says nothing against another.
    """
    if not (one.is_sure and other.is_sure):
        return None
    if _are_far(one.nodes, other.nodes):
        values = (f"shows: {each.called}" for each in (one, other))
        return WarningCode.TAXONOMY_CONTRADICTED, _told(one, other, *values)
    for row in ATTRIBUTES:
        pair = _apart(row, one, other)
        if pair is not None and row.contradicted is not None:
            values = (f"shows: {each.value}" for each in pair)
            return row.contradicted, _told(one, other, *values)
    return None


def _told(one: Sight, other: Sight, first: str, second: str) -> str:
    return f"{one.says(first)}; {other.says(second)}; if one is of another product, take it away"


def _are_far(one: Mapping[tuple[str, ...], float], other: Mapping[tuple[str, ...], float]) -> bool:
    """Tell whether hardly a node of the tree is believed of both."""
    common = sum(min(mass, other.get(node, 0.0)) for node, mass in one.items())
    return bool(one and other) and common < LEAST_COMMON


def _apart(row: Row, one: Sight, other: Sight) -> tuple[Attribute, Attribute] | None:
    """Return the first values of two photos where neither is among the other's values."""
    mine, others = _sure(row, one), _sure(row, other)
    if row.apart is None or not mine or not others:
        return None
    differ = all(row.apart(mine[0], each) for each in others)
    return (mine[0], others[0]) if differ and all(row.apart(a, others[0]) for a in mine) else None


def _sure(row: Row, sight: Sight) -> Sequence[Attribute]:
    values = [each for each in sight.values.get(row.name, ()) if each.state == "shown"]
    return values if values and values[0].confidence >= SURE_VALUE else ()


def in_print(sights: Sequence[Sight]) -> Iterator[tuple[Doubt, str]]:
    """Yield where the labels of two photos state different quantities or barcodes."""
    read = [quantities_of(span.text for span in sight.texts) for sight in sights]
    for (one, first), (other, second) in combinations(zip(sights, read, strict=True), 2):
        if (pair := contradicting(first, second)) is not None:
            values = (f"reads: {each.text}" for each in pair)
            doubt = (WarningCode.TEXT_CONTRADICTED, f"/photos/{other.place}")
            yield doubt, _told(one, other, *values)
    yield from _barcodes(sights)


def _barcodes(sights: Sequence[Sight]) -> Iterator[tuple[Doubt, str]]:
    codes = [(sight, _gtins(sight)) for sight in sights]
    for (one, first), (other, second) in combinations(codes, 2):
        if first and second and not first.keys() & second.keys():
            values = (f"has the barcode {next(iter(each.values()))}" for each in (first, second))
            yield (WarningCode.GTIN_SEVERAL, "/facts"), _told(one, other, *values)


def _gtins(sight: Sight) -> dict[str, str]:
    found = (code.value for code in sight.photo.barcodes)
    return {value.zfill(14): value for value in found if is_gtin(value)}
