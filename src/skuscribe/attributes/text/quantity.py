"""The net quantity that a label states: how much or how many, not what is in a serving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GRAMS, LITRES, PIECES = "mass", "volume", "number"

UNITS = {
    "mg": (GRAMS, 0.001),
    "g": (GRAMS, 1.0),
    "gr": (GRAMS, 1.0),
    "kg": (GRAMS, 1000.0),
    "oz": (GRAMS, 28.35),
    "lb": (GRAMS, 453.6),
    "lbs": (GRAMS, 453.6),
    "ml": (LITRES, 0.001),
    "cl": (LITRES, 0.01),
    "dl": (LITRES, 0.1),
    "l": (LITRES, 1.0),
    "ltr": (LITRES, 1.0),
    "litre": (LITRES, 1.0),
    "liter": (LITRES, 1.0),
    "floz": (LITRES, 0.02957),
    "pcs": (PIECES, 1.0),
    "pieces": (PIECES, 1.0),
    "tablets": (PIECES, 1.0),
    "capsules": (PIECES, 1.0),
    "sheets": (PIECES, 1.0),
    "bags": (PIECES, 1.0),
}
"""What a unit measures, and its size in grams, litres or pieces."""

NET = r"(?:net\.?|netto|net\s*w(?:t|eight)\.?|contents?|e|℮)"
LINE = re.compile(
    rf"(?:(?P<net>{NET})\s*[:.]?\s*)?"
    r"(?:(?P<times>\d{1,3})\s*[x×]\s*)?"
    r"(?P<number>\d{1,4}(?:[.,]\d{1,3})?)\s*"
    rf"(?P<unit>fl\.?\s*oz|{'|'.join(sorted(UNITS, key=len, reverse=True))})\.?\s*(?:e|℮)?",
    re.IGNORECASE,
)
"""A line that is nothing but a quantity: numbers among other words are of servings."""

TABLE = 3
"""So many different quantities of one kind on a photo are the table of what is in it."""

TOLERANCE = 0.03
"""Of the larger: 16.9 fl oz and 500 ml are one quantity."""


@dataclass(frozen=True)
class Quantity:
    """A quantity that was read.

    Attributes:
        text: the line.
        kind: mass, volume or number.
        amount: in grams, litres or pieces.
        net: whether the line says that it is the net quantity.
    """

    text: str
    kind: str
    amount: float
    net: bool


def quantity_of(text: str) -> Quantity | None:
    """Return the quantity that a line is; None where it is none or says other things too."""
    found = LINE.fullmatch(text.strip())
    if found is None:
        return None
    kind, size = UNITS[re.sub(r"[\s.]", "", found["unit"].casefold())]
    number = float(found["number"].replace(",", "."))
    amount = int(found["times"] or 1) * number * size
    return Quantity(text.strip(), kind, amount, bool(found["net"])) if amount else None


def quantities_of(lines: Iterable[str]) -> list[Quantity]:
    """Return the net quantities that the lines of one photo state."""
    found = [each for line in lines if (each := quantity_of(line)) is not None]
    return [each for each in found if each.net or not _is_of_table(each, found)]


def contradicting(
    one: Sequence[Quantity], other: Sequence[Quantity]
) -> tuple[Quantity, Quantity] | None:
    """Return a quantity of each photo where they state one kind and agree on none; else None."""
    for kind in (GRAMS, LITRES, PIECES):
        left = [each for each in one if each.kind == kind]
        right = [each for each in other if each.kind == kind]
        if left and right and not any(_is_same(a, b) for a in left for b in right):
            return left[0], right[0]
    return None


def _is_of_table(quantity: Quantity, found: Iterable[Quantity]) -> bool:
    return len({each.amount for each in found if each.kind == quantity.kind}) >= TABLE


def _is_same(one: Quantity, other: Quantity) -> bool:
    return abs(one.amount - other.amount) <= TOLERANCE * max(one.amount, other.amount)
