"""How much a description tells at each length; tones and spellings. No heavy import here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """How much is told.

    Attributes:
        quotes: lines of text from the photo that are quoted.
        told: further facts of the merchant's that the text tells.
    """

    quotes: int
    told: int


LENGTHS = {
    "short": Extent(quotes=0, told=0),
    "medium": Extent(quotes=2, told=3),
    "long": Extent(quotes=5, told=12),
}

TONES = ("plain", "friendly")
SPELLINGS = ("us", "uk")
