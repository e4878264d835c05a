"""Any of Pillow's modes to 8-bit sRGB, with transparency laid on white."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Box = tuple[int, int, int, int]
BAND = 512
"""Rows that are worked on at once."""

WHITE = (255, 255, 255)
SIXTEEN_BITS = 257.0  # 65535 / 255
DEEP = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
PROBE = np.array(
    [[(r, g, b) for r in (0, 90, 255) for g in (0, 90, 255) for b in (0, 90, 255)]], np.uint8
)
TRANSPARENT = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})


class ProfileError(Exception):
    """The colour profile cannot be used."""


def eight_bit(image: Image.Image) -> Image.Image:
    """Return the image in an 8-bit mode; deep greys are scaled, not clipped.

    Integers are taken as 16 bit when they exceed 8; floats as 0..1, 0..255 or, beyond that, as
    0..their maximum.
    """
    if image.mode not in DEEP:
        return image
    top = max(float(_deep(image, box).max(initial=0.0)) for box in _bands(image))
    scale = _scale_of(image.mode, top)
    grey = Image.new("L", image.size)
    for box in _bands(image):
        values = np.clip(_deep(image, box) * scale + 0.5, 0, 255).astype(np.uint8)
        grey.paste(Image.fromarray(values), box)
    return grey


def _scale_of(mode: str, top: float) -> float:
    """Return the factor that brings values of 0 to `top` into 0..255."""
    if mode == "F":
        return 255.0 if top <= 1.0 else 1.0 if top <= 255.0 else 255.0 / top
    if mode == "I" and top <= 255:
        return 1.0
    return 1 / SIXTEEN_BITS if top <= 65535 else 255.0 / top


def _deep(image: Image.Image, box: Box) -> NDArray[np.float32]:
    return np.nan_to_num(np.asarray(image.crop(box), np.float32))


def _bands(image: Image.Image) -> Iterator[Box]:
    """Yield bands of rows: a large image is never held several times over."""
    for top in range(0, image.height, BAND):
        yield 0, top, image.width, min(image.height, top + BAND)


def on_white(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return the colours laid on white and, where the file has transparency, alpha (mode L)."""
    if image.mode in ("P", "1") and "transparency" not in image.info:
        return image.convert("RGB" if image.mode == "P" else "L"), None
    if image.mode not in TRANSPARENT and "transparency" not in image.info:
        return image, None
    if image.mode == "La":  # the one mode that Pillow brings to RGBA by a detour only
        image = image.convert("LA")
    colours, alpha = Image.new("RGB", image.size, WHITE), Image.new("L", image.size)
    for box in _bands(image):
        band = image.crop(box).convert("RGBA")  # straight from a palette: by RGB Pillow warns
        opacity = band.getchannel("A")
        colours.paste(band.convert("RGB"), box, opacity)
        alpha.paste(opacity, box)
    return colours, alpha


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the image in mode RGB, converted by its profile where there is one.

    Args:
        image: 8-bit, without alpha.
        profile: the file's ICC profile.

    Raises:
        ProfileError: the profile is damaged or does not fit the image.
    """
    if image.mode == "LAB":
        return _converted(image, ImageCms.createProfile("LAB"))
    if not profile:
        return image.convert("RGB")
    if image.mode == "YCbCr":
        image = image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise ProfileError from error
    if image.mode == "RGB" and _changes_nothing(source):
        return image
    return _converted(image, source)


def _changes_nothing(source: ImageCms.ImageCmsProfile) -> bool:
    """Tell by a few colours, not by its name, whether a profile is sRGB: most are."""
    probe = Image.fromarray(PROBE)
    return int(np.abs(np.asarray(_converted(probe, source), np.int16) - PROBE).max()) <= 1


def _converted(image: Image.Image, source: Any) -> Image.Image:  # noqa: ANN401 - two profile types
    try:
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise ProfileError from error
    if converted is None:
        raise ProfileError
    return converted
