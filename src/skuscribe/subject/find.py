"""Find the product: try the surest method first, fall back to the whole frame honestly.

A file with transparency says itself where the product is. Elsewhere the network says where it sees
the product; a surely plain ground has its say beside it, unless somebody wears the product.
GrabCut, seeded by the network's attention, is left for networks without a mask, and for photos
where it sees none. When none of them holds up, the whole frame is taken with confidence 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.photo.resize import enlarged, reduced
from skuscribe.record.stations import Look, Photo, Subject
from skuscribe.subject.contours import contours_of
from skuscribe.subject.grabcut import separate
from skuscribe.subject.ground import plain_ground
from skuscribe.subject.network import seen_by_network, seen_on_plain, shows_skin
from skuscribe.subject.proposal import Mask, Proposal, largest_parts

WORKING_SIDE = 320
"""Long side at which the subject is sought: outlines within 0.3 % of the photo, a few ms."""

SURELY_PLAIN = 0.8
"""Confidence from which a plain ground has its say: its outlines are to the pixel."""

LEAST_CONFIDENCE = 0.25
SMALLEST_SHARE, LARGEST_SHARE = 0.005, 0.97


def find_subject(photo: Photo, look: Look) -> Subject:
    """Return where the product is on `photo`."""
    small = reduced(photo.small, WORKING_SIDE)
    proposal = _first_that_holds(photo, look, small)
    if proposal is None:
        return _whole_frame(photo)
    height, width = photo.small.shape[:2]
    mask = enlarged(proposal.mask, (width, height))
    found = contours_of(mask)
    return Subject(
        mask=mask,
        outline=found.outline,
        parts=found.parts,
        holes=found.holes,
        box=found.box,
        confidence=proposal.confidence,
        method=proposal.method,
    )


def _first_that_holds(photo: Photo, look: Look, small: NDArray[np.uint8]) -> Proposal | None:
    return next((p for p in _proposals(photo, look, small) if _holds_up(p)), None)


def _proposals(photo: Photo, look: Look, small: NDArray[np.uint8]) -> Iterator[Proposal]:
    """Yield proposals, the surest method first; the later ones are made only when asked for."""
    if photo.opacity is not None:
        yield _opaque(photo.opacity, small.shape[:2])
    plain = plain_ground(small)
    if look.mask is not None:
        if plain.proposal.confidence >= SURELY_PLAIN and not shows_skin(look.mask):
            yield seen_on_plain(small, look.mask, plain)
        else:
            yield seen_by_network(small, look.mask)
    yield plain.proposal
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


def _whole_frame(photo: Photo) -> Subject:
    mask = np.ones(photo.small.shape[:2], np.bool_)
    return Subject(mask, (), (), (), (0.0, 0.0, 1.0, 1.0), 0.0, "whole_frame")
