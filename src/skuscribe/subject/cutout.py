"""The product on nothing: a picture with transparency, its edge softened by a pixel."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

EDGE = 0.8
"""Standard deviation of the blur of the edge, in pixels."""

COMMENT = "made by skuscribe"


def cutout_of(pixels: NDArray[np.uint8], mask: NDArray[np.bool_]) -> bytes:
    """Return a PNG in RGBA, the size of the photo.

    Args:
        pixels: uint8 (h, w, 3), sRGB.
        mask: bool (h, w), the product.
    """
    drawn = np.asarray(mask, np.uint8) * np.uint8(255)
    soft = np.asarray(cv2.GaussianBlur(drawn, (0, 0), EDGE), np.uint8)
    stream = io.BytesIO()
    told = PngInfo()
    told.add_text("Comment", COMMENT)
    image = Image.fromarray(np.dstack([pixels, soft]), "RGBA")
    image.save(stream, "PNG", compress_level=6, pnginfo=told)
    return stream.getvalue()
