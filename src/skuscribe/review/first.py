"""What is told of a product's photos: their faults, and which of them should be the first."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.core.warning_codes import WarningCode, message_of
from skuscribe.record.observed import SeenPhoto
from skuscribe.review.advice import advice_on
from skuscribe.review.rules import Doubt

BETTER = {
    WarningCode.PHOTO_BLURRED: "sharp",
    WarningCode.PHOTO_CUT_OFF: "shows the whole product",
    WarningCode.PHOTO_LETTERED: "without words beside the product",
    WarningCode.PHOTO_BUSY_GROUND: "on a plainer ground",
    WarningCode.PHOTO_FRAMED: "without a frame",
    WarningCode.PHOTO_OVEREXPOSED: "not overexposed",
    WarningCode.PHOTO_DARK: "not dark",
    WarningCode.PHOTO_SMALL: "large",
}
"""What a photo has that lacks a fault of the first one, the gravest fault first."""


def advised(photos: Sequence[SeenPhoto], showing: Sequence[int]) -> dict[Doubt, str]:
    """Return what is told of photos, with its words; `showing` are places where the product is."""
    return {
        **{(code, where): message_of(code) for code, where in advice_on(photos)},
        **better_first(photos, showing),
    }


def main_photo(photos: Sequence[SeenPhoto], showing: Sequence[int]) -> int:
    """Return the place of the best first photo among those that show the product.

    The fewer grave faults the better; the earliest among equals.
    """
    return min(showing, key=lambda place: (*_faults(photos[place]), place))


def better_first(photos: Sequence[SeenPhoto], showing: Sequence[int]) -> dict[Doubt, str]:
    """Return what is told where another photo than the first is the best first one."""
    best = main_photo(photos, showing)
    if best == 0:
        return {}
    pairs = zip(BETTER.values(), _faults(photos[0]), _faults(photos[best]), strict=True)
    gains = [gain for gain, first, other in pairs if first > other]
    why = gains if 0 in showing else ["shows the product", *gains]
    told = f"put photo {best + 1} ({photos[best].info.name}) first: {', '.join(why)}"
    return {(WarningCode.PHOTO_BETTER_FIRST, f"/photos/{best}"): told}


def _faults(photo: SeenPhoto) -> tuple[bool, ...]:
    found = {code for code, _ in advice_on([photo])}
    return tuple(code in found for code in BETTER)
