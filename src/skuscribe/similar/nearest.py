"""The nearest of many vectors to one: exact, in blocks, whatever the number in bounded memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCK = 8192
"""Vectors that are in memory at a time: 42 MB of 1280 float32 values."""


def nearest(
    vectors: NDArray[np.float16], one: NDArray[np.float32], top: int
) -> list[tuple[int, float]]:
    """Return the places of the `top` nearest vectors and their cosines, the nearest first.

    Args:
        vectors: (n, d), of unit length.
        one: (d,), of unit length.
        top: how many; of equally near ones the earlier.
    """
    places, cosines = np.empty(0, np.int64), np.empty(0, np.float32)
    for start in range(0, len(vectors), BLOCK):
        found = vectors[start : start + BLOCK].astype(np.float32) @ one
        cosines = np.concatenate([cosines, found])
        places = np.concatenate([places, np.arange(start, start + len(found))])
        kept = np.argsort(-cosines, kind="stable")[:top]
        places, cosines = places[kept], cosines[kept]
    return [(int(place), float(each)) for place, each in zip(places, cosines, strict=True)]
