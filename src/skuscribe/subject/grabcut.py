"""The product on any ground: GrabCut, seeded by where the network looked and by the border.

Source: Rother, Kolmogorov and Blake 2004, as OpenCV implements it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.photo.resize import enlarged, reduced
from skuscribe.subject.proposal import Proposal, border, closed, largest_parts

ROUNDS = 2  # four move the outline of one photo in ten, and take half as long again
SEED = 1
SIDE = 160
"""Long side at which GrabCut runs; its time grows with the area."""

SHORTEST = 8
"""Short side in pixels under which there is too little to model."""


def separate(pixels: NDArray[np.uint8], attention: NDArray[np.float32]) -> Proposal:
    """Propose the product by colour models of what is likely product and likely ground.

    Args:
        pixels: uint8 (h, w, 3), sRGB.
        attention: float32 (h, w), 0..1, where the network looked.
    """
    height, width = pixels.shape[:2]
    small = reduced(pixels, SIDE, least=SHORTEST)
    looked = cv2.resize(attention, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    interest = _interest(np.asarray(looked, np.float32))
    seeds = _seeds(interest)
    try:
        cv2.setRNGSeed(SEED)  # GrabCut's colour models start from K-Means
        cv2.grabCut(small, seeds, None, None, None, ROUNDS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    except cv2.error:
        # One colour throughout: there is nothing to separate.
        return Proposal(np.zeros((height, width), np.bool_), 0.0, "grabcut")
    product = (seeds == cv2.GC_FGD) | (seeds == cv2.GC_PR_FGD)
    mask = largest_parts(closed(product, 2))
    confidence = _confidence(mask, interest, small)
    return Proposal(enlarged(mask, (width, height)), confidence, "grabcut")


def _interest(attention: NDArray[np.float32]) -> NDArray[np.float32]:
    """Attention smoothed and lifted towards the middle of the frame, 0..1."""
    rows, columns = attention.shape
    blurred = cv2.GaussianBlur(attention, (0, 0), max(rows, columns) / 16)
    smooth = np.asarray(blurred, np.float32) / max(float(blurred.max()), 1e-9)
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None]
    middle = np.exp(-(x**2 + y**2) / 0.9)
    return np.asarray(0.5 * smooth + 0.5 * middle, np.float32)


def _seeds(interest: NDArray[np.float32]) -> NDArray[np.uint8]:
    low, high = np.quantile(interest, (0.35, 0.55))
    seeds = np.full(interest.shape, cv2.GC_PR_BGD, np.uint8)
    seeds[interest > high] = cv2.GC_PR_FGD
    outer = border(interest.shape, max(1, round(0.02 * min(interest.shape))))
    seeds[outer & (interest < low)] = cv2.GC_BGD
    return seeds


def _confidence(
    mask: NDArray[np.bool_], interest: NDArray[np.float32], pixels: NDArray[np.uint8]
) -> float:
    """Middling at best: where the mask holds the interest, is free and stands out in colour."""
    if not mask.any() or mask.all():
        return 0.0
    inside = float(interest[mask].mean())
    outside = float(interest[~mask].mean())
    contrast = float(np.clip((inside - outside) / 0.4, 0.0, 1.0))
    free = 1.0 - float(mask[border(mask.shape, 1)].mean())
    lab = cv2.cvtColor(np.asarray(pixels, np.float32) / 255, cv2.COLOR_RGB2LAB)
    apart = float(np.linalg.norm(lab[mask].mean(axis=0) - lab[~mask].mean(axis=0)))
    return float((0.2 + 0.6 * contrast * free) * min(1.0, 0.5 + apart / 30.0))
