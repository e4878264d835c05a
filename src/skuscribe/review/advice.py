"""The one table of what can be wrong with a photo: each told with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.observed import SeenPhoto, SeenQuality
from skuscribe.review.rules import Doubt

LEAST_LINE = 0.5
"""Confidence from which something outside the product was read as words."""

LEAST_LETTERS = 4


@dataclass(frozen=True)
class Advice:
    """Finds one fault of a photo.

    Attributes:
        code: what is told.
        asks: whether a person should look: the record itself may be wrong by it.
        found: tells the fault by a photo and its measures.
    """

    code: WarningCode
    asks: bool
    found: Callable[[SeenPhoto, SeenQuality], bool]


SMALLEST_SIDE = 500
"""Long side in pixels under which shops' channels refuse a photo or will soon."""

SHARP, DARK, BURNT, BUSY, TOUCHING, OUTSIDE = 0.3, 0.6, 0.17, 0.2, 0.12, 0.15
"""Where a measure becomes a fault; chosen on packshots of the training split
(docs/decisions/0012-photo-advice.md)."""


def _lettered(photo: SeenPhoto, quality: SeenQuality) -> bool:
    pairs = zip(photo.lines, quality.text_outside, strict=False)
    return any(
        outside >= OUTSIDE
        and line.confidence >= LEAST_LINE
        and sum(char.isalnum() for char in line.text) >= LEAST_LETTERS
        for line, outside in pairs
    )


def _blurred(photo: SeenPhoto, quality: SeenQuality) -> bool:
    return quality.sharpness is not None and quality.sharpness < SHARP


def _small(photo: SeenPhoto, quality: SeenQuality) -> bool:
    return max(photo.info.width, photo.info.height) < SMALLEST_SIDE


ADVICE = (
    Advice(WarningCode.PHOTO_SMALL, False, _small),
    Advice(WarningCode.PHOTO_BLURRED, True, _blurred),
    Advice(WarningCode.PHOTO_DARK, False, lambda _, quality: quality.brightest < DARK),
    Advice(WarningCode.PHOTO_OVEREXPOSED, False, lambda _, quality: quality.burnt > BURNT),
    Advice(WarningCode.PHOTO_CUT_OFF, True, lambda _, quality: quality.touching > TOUCHING),
    Advice(WarningCode.PHOTO_BUSY_GROUND, False, lambda _, quality: quality.busyness > BUSY),
    Advice(WarningCode.PHOTO_FRAMED, False, lambda _, quality: quality.frame > 0),
    Advice(WarningCode.PHOTO_LETTERED, False, _lettered),
)
"""In the order in which a record tells them."""

TOLD_ONLY = frozenset(
    {str(WarningCode.PHOTO_BETTER_FIRST), *(str(each.code) for each in ADVICE if not each.asks)}
)
"""Codes that are no reason for a person to look at the record."""


def advice_on(photos: Sequence[SeenPhoto]) -> Iterator[Doubt]:
    """Yield the faults of a product's photos, each with a pointer to its photo."""
    for place, photo in enumerate(photos):
        if photo.quality is not None:
            for each in ADVICE:
                if each.found(photo, photo.quality):
                    yield each.code, f"/photos/{place}"
