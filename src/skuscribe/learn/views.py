"""Views of a training photo: as it is, mirrored, and changed as shops' photos differ.

Maps of a frozen trunk are computed once, so the views are few and fixed: view 0 is the photo,
view 1 its mirror image, every later one a random crop with other light, drawn from a generator
seeded by the photo's and the view's number.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

SMALLEST_CROP = 0.45
"""Least share of the photo's area that a crop keeps."""


def view_of(pixels: Pixels, view: int, number: int) -> Pixels:
    """Return view `view` of photo `number`; uint8 (h, w, 3) in and out, sizes may differ."""
    if view == 0:
        return pixels
    if view == 1:
        return np.ascontiguousarray(pixels[:, ::-1])
    random = np.random.default_rng((view, number))
    changed = other_light(_crop(pixels, random), random)
    if random.random() < 0.25:
        changed = cv2.GaussianBlur(changed, (0, 0), random.uniform(0.4, 1.2)).astype(np.uint8)
    return np.ascontiguousarray(changed[:, ::-1] if random.random() < 0.5 else changed)


def _crop(pixels: Pixels, random: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    area = random.uniform(SMALLEST_CROP, 1.0)
    stretch = np.exp(random.uniform(-0.25, 0.25))
    rows = min(height, max(8, round(height * np.sqrt(area) * stretch)))
    columns = min(width, max(8, round(width * np.sqrt(area) / stretch)))
    top = int(random.integers(0, height - rows + 1))
    left = int(random.integers(0, width - columns + 1))
    return pixels[top : top + rows, left : left + columns]


def other_light(pixels: Pixels, random: np.random.Generator) -> Pixels:
    """Return a photo, uint8 (h, w, 3), in other light: gain, tint, saturation, contrast."""
    gain = random.uniform(0.75, 1.25) * random.uniform(0.92, 1.08, 3)
    grey = pixels.mean(axis=2, keepdims=True)
    saturation = random.uniform(0.6, 1.4)
    mixed = grey + (pixels - grey) * saturation
    centre = mixed.mean()
    contrast = random.uniform(0.8, 1.2)
    lit = ((mixed - centre) * contrast + centre) * gain
    return np.clip(lit, 0, 255).astype(np.uint8)
