"""The product on a plain ground: flood inwards from the border's colour, take the rest."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.subject.proposal import Mask, Proposal, border, closed, largest_parts

BORDER = 0.03
"""Width of the border that is taken for ground, as a share of the short side."""

PLAIN_DISTANCE = 6.0
"""Colour distance (CIELAB, lightness halved) within which border pixels count as one ground."""

STEP = 1.6
"""Largest step between neighbours while flooding: follows soft shadows, stops at outlines."""

REACH = 26.0
"""Largest distance from the border's colour that flooding may reach through soft shadows."""

LEAK = 0.6
"""When following shadows takes away more than this share of the product, they were no shadows."""


EVEN_DISTANCE, EVEN_STEP = 1.5, 0.6
"""Distance from the border's colour, and step between neighbours, within which there is nothing but
ground even where it is white, as many products are: their light and grain make more."""

DISTINCT = 15.0
"""Distance from the border's colour beyond which there is an object: 15 to 40 were tried."""

WHITISH = (88.0, 6.0)
"""Least lightness and most chroma of a ground that a product may well have the colour of."""


@dataclass(frozen=True, eq=False)
class Plain:
    """What a plain ground leaves over.

    Attributes:
        proposal: the product, for all that the ground tells.
        certain: bool (h, w), what is ground whoever says otherwise.
        distinct: bool (h, w), the part of the product that no shadow is.
    """

    proposal: Proposal
    certain: Mask
    distinct: Mask


def outside_ground(pixels: NDArray[np.uint8]) -> Proposal:
    """Propose what a plain ground leaves over; confidence 0 where the ground is not plain.

    Args:
        pixels: uint8 (h, w, 3), sRGB, a few hundred pixels wide.
    """
    return plain_ground(pixels).proposal


def plain_ground(pixels: NDArray[np.uint8]) -> Plain:
    """Return what `outside_ground` proposes, and where the ground is even from the border on."""
    lab = _lab(pixels)
    ring = border(pixels.shape, max(2, round(BORDER * min(pixels.shape[:2]))))
    ground = np.median(lab[ring], axis=0)
    distance = _length(lab - ground)
    plain = float((distance[ring] < PLAIN_DISTANCE).mean())
    step = _steps(lab)
    mask = _product(step, distance, ring)
    even = _even(ground, distance, step)
    confidence = _confidence(plain, distance, mask, ring)
    return Plain(
        proposal=Proposal(mask, confidence, "plain_background"),
        certain=flooded(even, ring & even),
        distinct=mask & (distance > DISTINCT),
    )


def _even(
    ground: NDArray[np.float32], distance: NDArray[np.float32], step: NDArray[np.float32]
) -> Mask:
    """Return the pixels that are ground if they are reached from the border."""
    white = 2 * ground[0] >= WHITISH[0] and np.hypot(*ground[1:]) <= WHITISH[1]
    most = (EVEN_DISTANCE, EVEN_STEP) if white else (PLAIN_DISTANCE, STEP)
    return np.asarray((distance < most[0]) & (step < most[1]), np.bool_)


def _product(step: NDArray[np.float32], distance: NDArray[np.float32], ring: Mask) -> Mask:
    near = (distance < PLAIN_DISTANCE) & (step < STEP)
    faded = near | ((step < STEP) & (distance < REACH))
    strict, lenient = (
        largest_parts(closed(~flooded(passable, ring & near), 2)) for passable in (near, faded)
    )
    mask = lenient if lenient.sum() >= LEAK * strict.sum() else strict
    return _peeled(mask, distance < PLAIN_DISTANCE)


def _peeled(mask: Mask, ground_coloured: Mask) -> Mask:
    """Take ground-coloured pixels off the outline: flooding stops a pixel or two before it."""
    kernel = np.ones((3, 3), np.uint8)
    for _ in range(2):
        inner = cv2.erode(mask.astype(np.uint8), kernel, borderValue=1).astype(np.bool_)
        mask = inner | (mask & ~ground_coloured)
    return mask


def _lab(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIELAB with half the lightness: shadows change lightness, products change hue too."""
    smooth = cv2.bilateralFilter(pixels, 5, 20, 5)
    lab = cv2.cvtColor(np.asarray(smooth, np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab * np.array([0.5, 1.0, 1.0], np.float32), np.float32)


def _steps(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the colour distance of each pixel to its right or lower neighbour, the larger."""
    down = _length(np.diff(lab, axis=0, append=lab[-1:]))
    right = _length(np.diff(lab, axis=1, append=lab[:, -1:]))
    return np.asarray(np.maximum(down, right), np.float32)


def _length(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the Euclidean length of `vectors`, float32 (h, w, 3); `linalg.norm` takes thrice."""
    x, y, z = cv2.split(vectors)
    return np.asarray(np.sqrt(x * x + y * y + z * z), np.float32)


def flooded(passable: Mask, start: Mask) -> Mask:
    """Return the pixels that are reached from `start` over passable ones."""
    _, numbers = cv2.connectedComponents(passable.astype(np.uint8), connectivity=4)
    reached = np.unique(numbers[start])
    return np.asarray(np.isin(numbers, reached[reached > 0]), np.bool_)


def _confidence(plain: float, distance: NDArray[np.float32], mask: Mask, ring: Mask) -> float:
    """Sure where the border is one colour, the rest differs from it and does not fill the frame."""
    if not mask.any() or plain < 0.6:
        return 0.0
    contrast = min(1.0, float(np.median(distance[mask])) / 15.0)
    touching = float(mask[ring].mean())
    sure = plain * (0.45 + 0.55 * contrast) * (1.0 - 0.8 * touching)
    return float(np.clip(sure * min(1.0, _solidity(mask) / 0.4), 0.0, 0.98))


def _solidity(mask: Mask) -> float:
    """Share of its convex hull that the mask fills: shreds of a pale product fill little."""
    pieces, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(pieces))
    return float(mask.sum()) / max(1.0, cv2.contourArea(hull))
