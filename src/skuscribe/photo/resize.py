"""The one rule by which photos are scaled: into a square, proportions kept, area averaging."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Size = tuple[int, int]
"""Width and height in pixels."""


SMALL_SIDE = 512
"""Long side at which product, colours and shape are sought."""


def fitted(
    width: float, height: float, side: int, *, enlarge: bool = False, least: int = 1
) -> Size:
    """Return the size at which `width` x `height` fills a square of `side` pixels.

    Args:
        width: of what is to be scaled, > 0.
        height: the same.
        side: long side afterwards.
        enlarge: whether something smaller is scaled up.
        least: smallest side afterwards: a line a pixel wide is no picture.
    """
    scale = side / max(width, height)
    scale = scale if enlarge else min(1.0, scale)
    return max(least, round(width * scale)), max(least, round(height * scale))


def reduced(pixels: NDArray[np.uint8], side: int, *, least: int = 1) -> NDArray[np.uint8]:
    """Return `pixels`, uint8 (h, w, 3), with a long side of at most `side`.

    Each new pixel is the mean of those it covers, so that fine patterns do not alias.
    """
    height, width = pixels.shape[:2]
    size = fitted(width, height, side, least=least)
    if size == (width, height):
        return pixels
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def enlarged(mask: NDArray[np.bool_], size: Size) -> NDArray[np.bool_]:
    """Return `mask`, bool (h, w), at a larger size (width, height).

    Scaled as a soft edge, then cut: a smooth outline instead of stairs.
    """
    soft = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(soft >= 0.5, np.bool_)
