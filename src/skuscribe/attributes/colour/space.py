"""sRGB pixels to CIELAB (D65) and back to hex, and the perceptual distance of two colours."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from coloraide import Color
from numpy.typing import NDArray

Lab = tuple[float, float, float]
"""CIELAB D65: L 0..100, a and b about -128..127."""


_UNIT = np.arange(256) / 255
LINEAR = np.where(_UNIT <= 0.04045, _UNIT / 12.92, ((_UNIT + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
"""Linear light of each sRGB level (IEC 61966-2-1); OpenCV's own curve is a spline that errs by
0.3 of L."""


def lab_of(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return sRGB pixels, uint8 (n, 3), as CIELAB, float32 (n, 3)."""
    if not len(pixels):
        return np.empty((0, 3), np.float32)
    linear = cv2.LUT(np.ascontiguousarray(pixels[None]), LINEAR)
    return np.asarray(cv2.cvtColor(linear, cv2.COLOR_LRGB2LAB)[0], np.float32)


def lab_of_hex(code: str) -> Lab:
    """Return `#rrggbb` as CIELAB."""
    lightness, a, b = Color(code).convert("lab-d65").coords()
    return float(lightness), float(a), float(b)


def hex_of(lab: Lab) -> str:
    """Return the nearest sRGB colour as `#rrggbb`."""
    return str(_color(lab).convert("srgb").fit("srgb").to_string(hex=True))


def delta_e(one: Lab, other: Lab) -> float:
    """Return CIEDE2000 (Sharma, Wu and Dalal 2005); 1 is just noticeable, 10 clearly another."""
    return float(_color(one).delta_e(_color(other), method="2000", space="lab-d65"))


@lru_cache(maxsize=1024)  # the entries of a table of names come again and again
def _color(lab: Lab) -> Color:
    return Color("lab-d65", list(lab))
