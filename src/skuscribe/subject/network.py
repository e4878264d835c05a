"""The product as the network sees it: its mask, with edges drawn to those of the photo."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.subject.proposal import Mask, Proposal, largest_parts

RADIUS = 4
"""Of the window that edges are drawn in, in pixels at the working size."""

EPSILON = 1e-3
"""Variance of lightness (0..1) under which a window has no edge."""

LEAST_SKIN = 0.005
"""Share of the photo from which skin tells of a person: of 206 photos without one none reached it,
of nine worn garments all."""

EXPECTED_IOU = (-3.03, 4.05)
"""Intercept, and factor of the mean probability inside; fitted on half of the validation masks and
held against the other half."""

Floats = NDArray[np.float32]


def seen_by_network(pixels: NDArray[np.uint8], seen: Floats) -> Proposal:
    """Propose the product that the network sees.

    Args:
        pixels: uint8 (h, w, 3), sRGB, a few hundred pixels wide.
        seen: float32 (rows, columns, 2), the probability of the product and of a person's skin.
    """
    height, width = pixels.shape[:2]
    large = cv2.resize(seen[..., 0], (width, height), interpolation=cv2.INTER_CUBIC)
    probability = np.clip(np.asarray(large, np.float32), 0.0, 1.0)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    lightness = np.asarray(grey, np.float32) / np.float32(255)
    mask = largest_parts(_guided(lightness, probability) > 0.5)
    return Proposal(mask, _confidence(probability, mask), "network")


def shows_skin(seen: Floats) -> bool:
    """Tell whether a person's skin or hair is on the photo; `seen` as in `seen_by_network`."""
    return float((seen[..., 1] > 0.5).mean()) >= LEAST_SKIN


def _guided(guide: Floats, values: Floats) -> Floats:
    """Return `values` with the edges of `guide` (He, Sun and Tang 2013), both float32 (h, w)."""
    mean_guide, mean = _box(guide), _box(values)
    variance = _box(guide * guide) - mean_guide * mean_guide
    together = _box(guide * values) - mean_guide * mean
    slope = np.asarray(together / (variance + EPSILON), np.float32)
    return _box(slope) * guide + _box(mean - slope * mean_guide)


def _box(values: Floats) -> Floats:
    side = 2 * RADIUS + 1
    return np.asarray(cv2.boxFilter(values, -1, (side, side)), np.float32)


def _confidence(probability: Floats, mask: Mask) -> float:
    """Return the expected IoU, by how sure the network is of what it takes for the product."""
    inside = probability > 0.5
    if not mask.any() or not inside.any():
        return 0.0
    intercept, slope = EXPECTED_IOU
    return float(np.clip(intercept + slope * float(probability[inside].mean()), 0.0, 0.98))
