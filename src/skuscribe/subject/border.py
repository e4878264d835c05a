"""What lies along a photo's border: the product that goes on beyond it, or a frame put round it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

EVEN = 6
"""Steps of 255 by which the pixels of a frame may differ."""

JUMP = 12
"""Steps of 255 by which what lies within differs from its frame."""

ALONG = 0.85
"""Share of a side along which it has to."""

WIDEST = 0.2
"""Of the photo's side."""

REACH = 0.016
"""Share of the photo's side within which the product touches it: masks end a little before."""

SOFT = 2
"""Rows that resizing or compression blends between frame and photo."""


def touching(mask: NDArray[np.bool_]) -> float:
    """Return the largest share of its extent with which the product touches a side, 0..1."""
    columns, rows = mask.any(axis=0), mask.any(axis=1)
    reach = max(2, round(REACH * max(mask.shape)))
    across = [mask[:reach].any(axis=0), mask[-reach:].any(axis=0)]
    down = [mask[:, :reach].any(axis=1), mask[:, -reach:].any(axis=1)]
    pairs = zip([*across, *down], [columns, columns, rows, rows], strict=True)
    return max(float(side.sum()) / max(1, int(extent.sum())) for side, extent in pairs)


def frame_of(pixels: NDArray[np.uint8]) -> float:
    """Return the width of the frame put round a photo as a share of its side; 0 without one.

    On at least two opposite sides there are even rows of one colour, and what lies behind them
    differs all along: the plain ground of a packshot goes on behind its first rows.
    """
    turned = (pixels, pixels[::-1], pixels.transpose(1, 0, 2), pixels[:, ::-1].transpose(1, 0, 2))
    top, bottom, left, right = map(_band, turned)
    return max(min(top, bottom), min(left, right))


def _band(pixels: NDArray[np.uint8]) -> float:
    """Return the height of the even band at the top as a share of the photo's."""
    limit = int(WIDEST * len(pixels))
    rows = np.ascontiguousarray(pixels[: limit + SOFT + 1])
    colour = np.median(rows[0], axis=0)
    even = _within(rows, colour, EVEN).mean(axis=1) >= 0.98
    height = int(np.argmin(even)) if not even.all() else len(rows)
    if not 0 < height <= limit:
        return 0.0
    # The sides of a frame are of its colour behind the band too: they are left out.
    behind = _within(rows[height + SOFT - 1 : height + SOFT + 1], colour, JUMP - 1)
    inner = ~np.asarray(behind.all(axis=0), np.bool_)
    edge = min(height + SOFT, inner.size // 4)
    return height / len(pixels) if inner[edge:-edge].mean() >= ALONG else 0.0


def _within(rows: NDArray[np.uint8], colour: NDArray[np.float64], steps: int) -> NDArray[np.bool_]:
    """Tell of each pixel whether no channel is more than `steps` from `colour`."""
    bounds = (tuple((colour - steps).tolist()), tuple((colour + steps).tolist()))
    return np.asarray(cv2.inRange(rows, *bounds), np.bool_)
