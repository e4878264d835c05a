"""Values drawn to the edges of a photo: the guided filter (He, Sun and Tang 2013)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def lightness_of(pixels: NDArray[np.uint8]) -> Floats:
    """Return the lightness of sRGB pixels, uint8 (h, w, 3), as float32 (h, w), 0..1."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)


def lines_of(guide: Floats, values: Floats, radius: int, epsilon: float) -> tuple[Floats, Floats]:
    """Return slope and offset of the line that gives `values` from `guide` around each pixel.

    Args:
        guide: float32 (h, w), 0..1.
        values: float32 (h, w).
        radius: of the windows, in pixels.
        epsilon: variance of the guide under which a window has no edge.
    """

    def mean(of: Floats) -> Floats:
        return np.asarray(cv2.boxFilter(of, -1, (2 * radius + 1, 2 * radius + 1)), np.float32)

    mean_guide, mean_value = mean(guide), mean(values)
    variance = mean(guide * guide) - mean_guide * mean_guide
    together = mean(guide * values) - mean_guide * mean_value
    slope = np.asarray(together / (variance + np.float32(epsilon)), np.float32)
    return mean(slope), mean(mean_value - slope * mean_guide)


def drawn_to(guide: Floats, values: Floats, radius: int, epsilon: float) -> Floats:
    """Return `values`, float32 (h, w), with the edges of `guide`; see `lines_of`."""
    slope, offset = lines_of(guide, values, radius, epsilon)
    return slope * guide + offset
