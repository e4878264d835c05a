"""Turn a photo upright by its EXIF orientation; a mark that makes no sense is ignored and told."""

from __future__ import annotations

import struct

from PIL import Image

ORIENTATION = 0x0112
UPRIGHT = 1

# EXIF 2.32, section 4.6.4: what has to be done to show the picture upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# TIFF 6.0 field types that can hold the number: SHORT, LONG.
NUMBERS = {3: "H", 4: "I"}


def orientation_of(image: Image.Image) -> int | None:
    """Return 1..8 as the file says, 1 when it says nothing, None when it makes no sense."""
    if image.format == "TIFF":
        value = getattr(image, "tag_v2", {}).get(ORIENTATION, UPRIGHT)
        return value if isinstance(value, int) and 1 <= value <= 8 else None
    exif = image.info.get("exif")
    if not isinstance(exif, bytes) or not exif:
        return UPRIGHT
    try:
        return _from_exif(exif.removeprefix(b"Exif\0\0"))
    except struct.error:
        return None


def _from_exif(block: bytes) -> int | None:
    """Read the one field that matters; Pillow's reader warns process-wide of damaged blocks."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return None
    (directory,) = struct.unpack_from(f"{order}4xI", block)
    (count,) = struct.unpack_from(f"{order}H", block, directory)
    for entry in range(count):
        at = directory + 2 + 12 * entry
        tag, kind, _ = struct.unpack_from(f"{order}HHI", block, at)
        if tag == ORIENTATION:
            if kind not in NUMBERS:
                return None
            (value,) = struct.unpack_from(order + NUMBERS[kind], block, at + 8)
            return value if 1 <= value <= 8 else None
    return UPRIGHT


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """Return the image shown upright."""
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def is_sideways(orientation: int) -> bool:
    """Tell whether width and height change places."""
    return orientation >= 5
