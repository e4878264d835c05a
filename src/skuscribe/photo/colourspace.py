"""Any of Pillow's modes to 8-bit sRGB, with transparency laid on white."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image, ImageCms

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
    values = np.nan_to_num(np.asarray(image, np.float32))
    top = float(values.max(initial=0.0))
    if image.mode == "F":
        scale = 255.0 if top <= 1.0 else 1.0 if top <= 255.0 else 255.0 / top
    else:
        scale = 1 / SIXTEEN_BITS if top <= 65535 else 255.0 / top
        scale = 1.0 if image.mode == "I" and top <= 255 else scale
    return Image.fromarray(np.clip(values * scale + 0.5, 0, 255).astype(np.uint8))


def split_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return the colours and, where the file has transparency, the alpha channel (mode L)."""
    if image.mode in TRANSPARENT or "transparency" in image.info:
        full = image.convert("RGBA")  # straight from a palette: by way of RGB Pillow warns
        return full.convert("RGB"), full.getchannel("A")
    if image.mode in ("P", "1"):
        return image.convert("RGB" if image.mode == "P" else "L"), None
    return image, None


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


def on_white(image: Image.Image, alpha: Image.Image) -> Image.Image:
    """Return `image` (RGB) laid on white through `alpha` (L)."""
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=alpha)
    return ground
