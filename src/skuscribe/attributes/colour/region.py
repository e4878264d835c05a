"""Which pixels may tell the product's colours: all of it, or its outermost part."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.photo.resize import reduced

WORKING_SIDE = 512
EDGE = 0.008
"""Outermost part of a region that is left out, as a share of the long side: edges mix."""

FRAME = 0.05
"""Width of the frame around a screen, as a share of the subject's short side."""

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def pixels_by_region(pixels: Pixels, mask: Mask) -> tuple[Pixels, dict[str, Pixels]]:
    """Return the ground's pixels, uint8 (m, 3), m >= 0, and those of each region, (n, 3), n >= 1.

    Args:
        pixels: uint8 (h, w, 3), sRGB.
        mask: bool (h, w), the product.
    """
    small = reduced(pixels, WORKING_SIDE)
    size = small.shape[1::-1]
    radius = max(1, round(EDGE * max(size)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    regions: dict[str, Pixels] = {}
    whole = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    ground = np.asarray(small[cv2.dilate(whole, kernel) == 0], np.uint8)
    for name, region in (("subject", mask), ("frame", _frame(mask))):
        inner = cv2.resize(region.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        regions[name] = _chosen(small, cv2.erode(inner, kernel) > 0, inner > 0)
    return ground, regions


def _frame(mask: Mask) -> Mask:
    """Return the outermost part of the mask, where a screen has its housing."""
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    inside = mask[y : y + height, x : x + width]
    padded = np.pad(inside, 1).astype(np.uint8)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
    frame = np.zeros_like(mask)
    frame[y : y + height, x : x + width] = inside & (depth <= max(3.0, FRAME * min(width, height)))
    return frame


def _chosen(pixels: Pixels, *masks: Mask) -> Pixels:
    """Return the pixels of the first mask that is not empty; all when all are."""
    for mask in masks:
        if mask.any():
            return np.asarray(pixels[mask], np.uint8)
    return np.asarray(pixels.reshape(-1, 3), np.uint8)
