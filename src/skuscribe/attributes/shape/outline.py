"""Measure the outline of a mask with OpenCV contours."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.record.base import Number, Part

CORNER_TOLERANCE = 0.02
"""approxPolyDP's tolerance as a share of the perimeter: 8 corners are left of a circle."""

ONE_PIECE = 0.9
"""Share of the mask that its largest part holds where the outline is the whole product's."""

COUNTED = 512
"""Long side in pixels, about, at which pieces are counted: a share needs no more."""

LEAST_HOLE = 0.003
"""Share of the outline's area from which a hole is one."""

GRAIN = 0.015
"""Half the width of the window that smooths an outline, as a share of its long side."""

DRAWN = 256
"""Long side in pixels at which outlines are compared with their ellipse, at least about."""


class OutlineMeasures(Part):
    """Measures of the largest outer contour; ratios are 0..1 but for `aspect`.

    Attributes:
        aspect: long side over short side of the smallest rotated rectangle, >= 1.
        extent: area over that rectangle's area; 1 for a rectangle, 0.785 for an ellipse.
        solidity: area over the convex hull's area.
        circularity: 4 pi area / perimeter squared of the convex hull; 1 for a circle.
        ellipse: intersection over union with the ellipse of the same second moments.
        corners: corners of the hull after simplification.
        holes: how many places show through.
        symmetry: intersection over union with the mirror image about the upright axis.
    """

    aspect: Number
    extent: Number
    solidity: Number
    circularity: Number
    ellipse: Number
    corners: int
    holes: int = 0
    symmetry: Number

    def as_measure(self) -> dict[str, float]:
        """Return the measures for the record's evidence."""
        return {name: float(value) for name, value in self}


def in_one_piece(mask: NDArray[np.bool_]) -> bool:
    """Tell whether the largest connected part holds nearly all of `mask`, bool (h, w)."""
    step = max(1, max(mask.shape) // COUNTED)
    sampled = mask[::step, ::step].astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(sampled)
    return bool(stats[1:, cv2.CC_STAT_AREA].max(initial=0) >= ONE_PIECE * sampled.sum())


def measure_outline(mask: NDArray[np.bool_]) -> OutlineMeasures | None:
    """Measure the largest part of `mask`, bool (h, w); None when it is too small to measure."""
    contours, levels = cv2.findContours(_smooth(mask), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea, default=None)
    if contour is None or cv2.contourArea(contour) < 100:
        return None
    area = cv2.contourArea(contour)
    hull = cv2.convexHull(contour)
    hull_area, perimeter = cv2.contourArea(hull), cv2.arcLength(hull, True)
    (_, _), (first, second), _ = cv2.minAreaRect(contour)
    filled = _filled(np.asarray(contour, np.int32))
    inner = [c for c, level in zip(contours, levels[0], strict=True) if level[3] >= 0]
    return OutlineMeasures(
        aspect=max(first, second) / max(min(first, second), 1e-6),
        extent=min(1.0, area / max(first * second, 1e-6)),
        solidity=min(1.0, area / max(hull_area, 1e-6)),
        circularity=min(1.0, 4 * np.pi * hull_area / perimeter**2),
        ellipse=_iou(filled, _ellipse_like(filled)),
        corners=len(cv2.approxPolyDP(hull, CORNER_TOLERANCE * perimeter, True)),
        holes=sum(cv2.contourArea(each) >= LEAST_HOLE * area for each in inner),
        symmetry=_iou(filled, np.ascontiguousarray(filled[:, ::-1])),
    )


def _smooth(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the mask without the grain of its outline, which would count as dents."""
    drawn = mask.astype(np.uint8)
    side = round(GRAIN * max(cv2.boundingRect(drawn)[2:]))
    # Of a mask the median of a window is its mean, cut at a half: thirty times as fast.
    mean = cv2.blur(drawn * np.uint8(255), (2 * side + 1, 2 * side + 1))
    return np.asarray(mean > 127, np.uint8) if side else drawn


def _filled(contour: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Draw the contour filled into its own box, with a margin for the ellipse.

    Small outlines are enlarged: at a few pixels even a circle and its ellipse part at the edge.
    """
    contour = contour * max(1, round(DRAWN / np.ptp(contour, axis=0).max()))
    x, y, width, height = cv2.boundingRect(contour)
    margin = max(width, height) // 8 + 2
    canvas = np.zeros((height + 2 * margin, width + 2 * margin), np.uint8)
    cv2.drawContours(canvas, [contour - (x - margin, y - margin)], -1, 1, cv2.FILLED)
    return canvas


def _ellipse_like(filled: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Draw the ellipse with the same area moments up to the second order."""
    moments = cv2.moments(filled, binaryImage=True)
    area = moments["m00"]
    centre = (moments["m10"] / area, moments["m01"] / area)
    covariance = (
        np.array([[moments["mu20"], moments["mu11"]], [moments["mu11"], moments["mu02"]]]) / area
    )
    values, vectors = np.linalg.eigh(covariance)
    minor, major = 4 * np.sqrt(np.maximum(values, 1e-6))
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    canvas = np.zeros_like(filled)
    cv2.ellipse(canvas, (centre, (float(major), float(minor)), angle), 1, cv2.FILLED)
    return canvas


def _iou(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    both, either = cv2.bitwise_and(one, other), cv2.bitwise_or(one, other)
    return cv2.countNonZero(both) / max(1, cv2.countNonZero(either))
