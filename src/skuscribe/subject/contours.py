"""A mask to polygons: the largest piece, the other pieces, and the holes."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.record.stations import Box, Polygon

OUTLINE_POINTS, PART_POINTS = 64, 24
"""Most corners of the outline, and of every other contour."""

MOST_PARTS = 8
"""Most further pieces, and most holes, that are kept; the largest are."""

SMALLEST = 0.0005
"""Share of the photo under which a piece or a hole is not told."""

Contour = NDArray[np.integer[Any] | np.floating[Any]]  # as OpenCV's stubs say; int32 in truth


class Contours(NamedTuple):
    """Polygons in fractions of the photo, and the bounding box of all of them."""

    outline: Polygon
    parts: tuple[Polygon, ...]
    holes: tuple[Polygon, ...]
    box: Box


def contours_of(mask: NDArray[np.bool_]) -> Contours:
    """Return the contours of `mask`, bool (h, w), not empty; outline, parts and holes by area."""
    height, width = mask.shape
    drawn = mask.astype(np.uint8)
    found, levels = cv2.findContours(drawn, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    # Two levels: contours without a parent run around pieces, the others around holes.
    pieces, holes = (
        sorted(
            (c for c, level in zip(found, levels[0], strict=True) if (level[3] >= 0) == inner),
            key=cv2.contourArea,
            reverse=True,
        )
        for inner in (False, True)
    )
    least = SMALLEST * mask.size
    x, y, w, h = cv2.boundingRect(drawn)
    return Contours(
        outline=_polygon(pieces[0], mask.shape, OUTLINE_POINTS),
        parts=_polygons(pieces[1:], mask.shape, least),
        holes=_polygons(holes, mask.shape, least),
        box=(x / width, y / height, w / width, h / height),
    )


def _polygons(contours: list[Contour], shape: tuple[int, ...], least: float) -> tuple[Polygon, ...]:
    large = [contour for contour in contours if cv2.contourArea(contour) >= least]
    return tuple(_polygon(contour, shape, PART_POINTS) for contour in large[:MOST_PARTS])


def _polygon(contour: Contour, shape: tuple[int, ...], most: int) -> Polygon:
    """Return the contour with at most `most` corners."""
    height, width = shape[:2]
    tolerance = 0.002 * cv2.arcLength(contour, True)
    points = cv2.approxPolyDP(contour, tolerance, True)
    while len(points) > most:
        tolerance *= 1.5
        points = cv2.approxPolyDP(contour, tolerance, True)
    return tuple((float(x) / width, float(y) / height) for x, y in points[:, 0])
