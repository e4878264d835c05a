"""What a photo may cost: bytes, pixels, shape and time."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

SHORTEST_SIDE, LONGEST_SIDE = 16, 20_000
"""Sides in pixels."""

MOST_PIXELS = 178_956_970
"""Twice Pillow's own mark: it refuses larger photos whatever is set here."""

LARGEST_ASPECT = 50.0
"""Long side over short side."""


class PhotoOptions(BaseModel):
    """What a user may change about the limits of one photo."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_bytes: int = Field(
        default=30_000_000, ge=1, le=1_000_000_000, description="largest photo file, bytes"
    )
    max_pixels: int = Field(
        default=50_000_000, ge=1, le=MOST_PIXELS, description="largest photo, width x height"
    )
    decode_seconds: float = Field(
        default=20.0, gt=0, le=3600, description="longest time to decode one photo"
    )


def refuse_size(width: int, height: int, limits: PhotoOptions) -> None:
    """Refuse a photo by the size its header tells, in a fixed order.

    Raises:
        SkuscribeError: `photo.zero_size`, `photo.too_small`, `photo.too_many_pixels`,
            `photo.extreme_shape`.
    """
    short, long = sorted((width, height))
    size = f"{width} x {height} pixels"
    if short <= 0:
        raise SkuscribeError(ErrorCode.PHOTO_ZERO_SIZE)
    if short < SHORTEST_SIDE:
        raise SkuscribeError(
            ErrorCode.PHOTO_TOO_SMALL, f"{size}; each side needs {SHORTEST_SIDE} at least"
        )
    if width * height > limits.max_pixels:
        raise SkuscribeError(
            ErrorCode.PHOTO_TOO_MANY_PIXELS,
            f"{size}, more than {limits.max_pixels:,}",
        )
    if long > LONGEST_SIDE or long > LARGEST_ASPECT * short:
        raise SkuscribeError(
            ErrorCode.PHOTO_EXTREME_SHAPE,
            f"{size}; {LONGEST_SIDE} and {LARGEST_ASPECT:g} to 1 are the most",
        )
