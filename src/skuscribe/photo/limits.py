"""What a photo may cost: bytes, pixels, shape and time."""

from __future__ import annotations

from dataclasses import dataclass

from skuscribe.core.errors import ErrorCode, SkuscribeError


@dataclass(frozen=True)
class Limits:
    """Limits of one photo.

    Attributes:
        max_bytes: size of the file.
        max_pixels: width x height, told by the header before anything is decoded.
        min_side, max_side: sides in pixels.
        max_aspect: long side over short side.
        decode_seconds: wall-clock time of the decoding.
        working_side: long side that pixels are scaled down to.
    """

    max_bytes: int = 30_000_000
    max_pixels: int = 50_000_000
    min_side: int = 16
    max_side: int = 20_000
    max_aspect: float = 50.0
    decode_seconds: float = 20.0
    working_side: int = 1600


def refuse_size(width: int, height: int, limits: Limits) -> None:
    """Refuse a photo by the size its header tells, in a fixed order.

    Raises:
        SkuscribeError: `photo.zero_size`, `photo.too_small`, `photo.too_many_pixels`,
            `photo.extreme_shape`.
    """
    short, long = sorted((width, height))
    size = f"{width} x {height} pixels"
    if short <= 0:
        raise SkuscribeError(ErrorCode.PHOTO_ZERO_SIZE, "the photo has no pixels")
    if short < limits.min_side:
        raise SkuscribeError(
            ErrorCode.PHOTO_TOO_SMALL, f"{size}; each side needs {limits.min_side} at least"
        )
    if width * height > limits.max_pixels:
        raise SkuscribeError(
            ErrorCode.PHOTO_TOO_MANY_PIXELS,
            f"{size}, more than {limits.max_pixels:,}",
            hint="make the photo smaller, or raise max_pixels",
        )
    if long > limits.max_side or long > limits.max_aspect * short:
        raise SkuscribeError(
            ErrorCode.PHOTO_EXTREME_SHAPE,
            f"{size}; {limits.max_side} and {limits.max_aspect:g} to 1 are the most",
        )
