"""Find the product: try the surest method first, fall back to the whole frame honestly.

A file with transparency says itself where the product is. On a plain ground everything that is not
ground is the product. Elsewhere GrabCut, seeded by the network's attention, separates the two. When
none of them holds up, the whole frame is taken with confidence 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.record.stations import Look, Photo, Polygon, Subject
from skuscribe.subject.grabcut import separate
from skuscribe.subject.ground import outside_ground
from skuscribe.subject.proposal import Mask, Proposal, largest_parts

WORKING_SIDE = 320
"""Long side at which the subject is sought: outlines within 0.3 % of the photo, a few ms."""

LEAST_CONFIDENCE = 0.25
SMALLEST_SHARE, LARGEST_SHARE = 0.005, 0.97
OUTLINE_POINTS = 64


def find_subject(photo: Photo, look: Look) -> Subject:
    """Return where the product is on `photo`."""
    small = _reduced(photo.pixels)
    proposal = _first_that_holds(photo, look, small)
    if proposal is None:
        return _whole_frame(photo)
    height, width = photo.pixels.shape[:2]
    # Enlarged as a soft edge, then cut: a smooth outline instead of stairs.
    soft = cv2.resize(
        proposal.mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR
    )
    mask = soft >= 0.5
    outline, box = _outline(mask)
    return Subject(mask, outline, box, proposal.confidence, proposal.method)


def _first_that_holds(photo: Photo, look: Look, small: NDArray[np.uint8]) -> Proposal | None:
    return next((p for p in _proposals(photo, look, small) if _holds_up(p)), None)


def _proposals(photo: Photo, look: Look, small: NDArray[np.uint8]) -> Iterator[Proposal]:
    """Yield proposals, the surest method first; the later ones are made only when asked for."""
    if photo.opacity is not None:
        yield _opaque(photo.opacity, small.shape[:2])
    yield outside_ground(small)
    height, width = small.shape[:2]
    attention = cv2.resize(look.attention, (width, height), interpolation=cv2.INTER_LINEAR)
    yield separate(small, np.asarray(attention, np.float32))


def _holds_up(proposal: Proposal) -> bool:
    share = float(proposal.mask.mean())
    return SMALLEST_SHARE <= share <= LARGEST_SHARE and proposal.confidence >= LEAST_CONFIDENCE


def _opaque(opacity: Mask, shape: tuple[int, ...]) -> Proposal:
    shares = cv2.resize(
        opacity.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_AREA
    )
    return Proposal(largest_parts(shares >= 0.5), 0.99, "alpha")


def _reduced(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    scale = min(1.0, WORKING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _whole_frame(photo: Photo) -> Subject:
    mask = np.ones(photo.pixels.shape[:2], np.bool_)
    return Subject(mask, (), (0.0, 0.0, 1.0, 1.0), 0.0, "whole_frame")


def _outline(mask: Mask) -> tuple[Polygon, tuple[float, float, float, float]]:
    """Return the largest outer contour with at most `OUTLINE_POINTS` corners, and the box."""
    height, width = mask.shape
    contours, _ = cv2.findContours(
        mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    largest = max(contours, key=cv2.contourArea)
    tolerance = 0.002 * cv2.arcLength(largest, True)
    points = cv2.approxPolyDP(largest, tolerance, True)
    while len(points) > OUTLINE_POINTS:
        tolerance *= 1.5
        points = cv2.approxPolyDP(largest, tolerance, True)
    polygon = tuple((float(x) / width, float(y) / height) for x, y in points[:, 0])
    x, y, w, h = cv2.boundingRect(mask.astype(np.uint8))
    return polygon, (x / width, y / height, w / width, h / height)
