"""Which pixels may tell the product's colours: all of it, or its outermost part."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

EDGE = 0.008
"""Outermost part of a region that is left out, as a share of the long side: edges mix."""

FRAME = 0.05
"""Width of the frame around a screen, as a share of the subject's short side."""

SAMPLES = 8192
"""Most pixels that are looked at of a region, taken at even steps."""

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Regions:
    """Pixels, uint8 (n, 3), sRGB: of the product, of its frame (n >= 1 both), of the ground."""

    subject: Pixels
    frame: Pixels
    ground: Pixels


def regions_of(pixels: Pixels, mask: Mask) -> Regions:
    """Return the pixels of each region.

    Args:
        pixels: uint8 (h, w, 3), sRGB, a few hundred pixels wide.
        mask: bool (h, w), the product.
    """
    radius = max(1, round(EDGE * max(mask.shape)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    whole, frame = mask.astype(np.uint8), _frame(mask).astype(np.uint8)
    return Regions(
        subject=_sampled(pixels, cv2.erode(whole, kernel), whole),
        frame=_sampled(pixels, cv2.erode(frame, kernel), frame),
        ground=_at(pixels, np.flatnonzero(cv2.dilate(whole, kernel) == 0)),
    )


def _frame(mask: Mask) -> Mask:
    """Return the outermost part of the mask, where a screen has its housing."""
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    inside = mask[y : y + height, x : x + width]
    padded = np.pad(inside, 1).astype(np.uint8)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
    frame = np.zeros_like(mask)
    frame[y : y + height, x : x + width] = inside & (depth <= max(3.0, FRAME * min(width, height)))
    return frame


def _sampled(pixels: Pixels, *masks: NDArray[np.generic]) -> Pixels:
    """Return the pixels of the first mask that is not empty; of the whole photo when all are."""
    for mask in masks:
        places = np.flatnonzero(mask)
        if len(places):
            return _at(pixels, places)
    return _at(pixels, np.arange(pixels.shape[0] * pixels.shape[1]))


def _at(pixels: Pixels, places: NDArray[np.intp]) -> Pixels:
    kept = places[:: max(1, len(places) // SAMPLES)]
    return np.asarray(pixels.reshape(-1, 3)[kept], np.uint8)
