"""How good a photo is as a photo: sharpness, light, ground, border; measures, no judgement."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.photo.resize import enlarged, reduced
from skuscribe.record.observed import SeenLine, SeenQuality
from skuscribe.record.stations import Photo, Subject
from skuscribe.subject.border import frame_of, touching

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SIDE = 256
"""Long side at which photos are measured: what is soft there is soft to a shopper."""

REACH = 9
"""Window in pixels within which an edge's contrast is taken: wider than edges that are blurred."""

LEAST_CONTRAST = 25
"""Of 255, in a window: weaker edges are texture, shadow or noise."""

SHARPEST = 90
"""Percentile of the edges that counts: shadows are soft on sharp photos too."""

FEWEST = 20
"""Edge pixels that are needed to tell."""

NEAR = 0.02
"""Of the long side: how far from the product the ground begins, its contact shadow left out."""

LEAST_EDGE = 24
"""Of 255, between neighbours: from which the ground has an edge."""

CELLS = 8
"""Cells of the photo's width and of its height, of which those along the border are looked at."""

LEAST_GROUND, FEWEST_CELLS = 0.25, 6
"""Share of a cell that has to be ground to tell of it, and how many such cells tell."""

EDGED = 0.04
"""Share of a cell's ground that is edges where it is not plain."""

BURNT = 254
GAP = 25
"""Widest gap in pixels of a mask that may be the product, burnt out."""

BRIGHTEST = 99
"""Percentile of lightness that stands for a photo's brightest parts."""


def quality_of(photo: Photo, subject: Subject, lines: tuple[SeenLine, ...]) -> SeenQuality:
    """Return what is measured on one photo; about two milliseconds."""
    small = reduced(photo.small, SIDE)
    mask = enlarged(subject.mask, (small.shape[1], small.shape[0]))
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    near, frame = _near(mask), frame_of(small)
    return SeenQuality(
        sharpness=_sharpness(grey, near),
        brightest=float(np.percentile(grey[::2, ::2], BRIGHTEST)) / 255,
        burnt=_burnt(small, mask),
        busyness=_busyness(grey, near, frame),
        touching=touching(mask) if subject.confidence > 0 else 0.0,
        frame=frame,
        text_outside=tuple(_outside(line, mask) for line in lines),
    )


def _near(mask: Mask) -> Mask:
    reach = 2 * max(1, round(NEAR * max(mask.shape))) + 1
    kernel = np.ones((reach, reach), np.uint8)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel), np.bool_)


def _slopes(grey: Grey) -> NDArray[np.float32]:
    """Return how much the lightness changes from pixel to pixel, 0..255."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=0.125)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=0.125)
    return np.asarray(cv2.magnitude(across, down), np.float32)


def _sharpness(grey: Grey, near: Mask) -> float | None:
    """Return the share of an edge's contrast that lies between two pixels; None without edges.

    About 0.5 for a step, 0.4 / sigma for a step blurred by a Gaussian: whatever the contrast.
    """
    kernel = np.ones((REACH, REACH), np.uint8)
    contrast = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel))
    slopes = _slopes(grey)
    # Only the ridge of an edge: the steepest place of its window.
    ridge = (contrast >= LEAST_CONTRAST) & near
    ridge &= slopes >= cv2.dilate(slopes, np.ones((3, 3), np.uint8))
    if int(np.count_nonzero(ridge)) < FEWEST:
        return None
    return min(1.0, float(np.percentile(slopes[ridge] / contrast[ridge], SHARPEST)))


def _burnt(pixels: NDArray[np.uint8], mask: Mask) -> float:
    """Return the share of the product where a channel is at its end.

    Gaps are closed: what is burnt out on a white ground is not found as the product.
    """
    kernel = np.ones((GAP, GAP), np.uint8)
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel).astype(np.bool_)
    burnt = ~np.asarray(cv2.inRange(pixels, (0, 0, 0), (BURNT - 1,) * 3), np.bool_)
    return float(burnt[whole].mean()) if whole.any() else 0.0


def _busyness(grey: Grey, near: Mask, frame: float) -> float:
    """Return the share of the cells along the border in whose ground are edges.

    Along the border, because what a mask misses of a product lies in the middle.
    """
    edge = round(frame * max(grey.shape)) + 4 if frame else 0
    inner = (slice(edge, grey.shape[0] - edge), slice(edge, grey.shape[1] - edge))
    ground = ~near[inner]
    edges = _slopes(grey)[inner] >= LEAST_EDGE / 2
    grounds, of_them = _along(ground), _along(ground & edges)
    if int((grounds >= LEAST_GROUND).sum()) < FEWEST_CELLS:  # the mask has swallowed the ground
        grounds, of_them = np.ones_like(grounds), _along(edges)
    told = grounds >= LEAST_GROUND
    return float((of_them[told] >= EDGED * grounds[told]).mean())


def _along(what: Mask) -> NDArray[np.float32]:
    """Return the share of `what` in each of the cells along the border, float32 (28,)."""
    cells = cv2.resize(what.astype(np.float32), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    rim = np.ones((CELLS, CELLS), np.bool_)
    rim[1:-1, 1:-1] = False
    return np.asarray(cells[rim], np.float32)


def _outside(line: SeenLine, mask: Mask) -> float:
    """Return the share of a line's place that is not on the product."""
    height, width = mask.shape
    corners = np.array(line.polygon, np.float64) * (width, height)
    place = np.zeros(mask.shape, np.uint8)
    cv2.fillPoly(place, [np.round(corners).astype(np.int32)], 1)
    where = place.astype(np.bool_)
    return 1.0 - float(mask[where].mean()) if where.any() else 0.0
