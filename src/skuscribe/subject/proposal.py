"""A proposed mask with its method and confidence, and the cleaning that all proposals share."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

SMALLEST_PART = 0.03
"""Parts under this share of the largest one are specks, not products."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """mask: bool (h, w); confidence: 0..1."""

    mask: Mask
    confidence: float
    method: str


def largest_parts(mask: Mask) -> Mask:
    """Return the mask without specks: connected parts far smaller than the largest are dropped."""
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count <= 1:
        return mask
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0  # the ground
    kept = areas >= SMALLEST_PART * areas.max()
    kept[0] = False
    return np.asarray(kept[numbers], np.bool_)


def closed(mask: Mask, radius: int) -> Mask:
    """Close gaps up to `radius` pixels and drop threads of the same width."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    filled = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    thin = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    return cv2.morphologyEx(filled, cv2.MORPH_OPEN, thin).astype(np.bool_)


def border(shape: tuple[int, ...], width: int) -> Mask:
    """Return the frame of `width` pixels along the edges of an array of `shape`."""
    ring = np.ones(shape[:2], np.bool_)
    ring[width:-width, width:-width] = False
    return ring
