"""Which photos are nearly the same file: by their hashes, and by what the network saw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from skuscribe.similar.hashing import distances

SURE, SURE_NEAR = 6, 0.65
"""Bits of 64 up to which the hash tells, unless the cosine of the embeddings is less."""

FAR, NEAR = 20, 0.8
"""Bits up to which the embedding tells, and the cosine from which it does: where an edge was cut
off. All four were chosen on 300 photos of training (`benchmarks/duplicates.py --split train`)."""


TINT = 4.5
"""Mean difference of the parts' a and b up to which they are one colour: of 25 photos of training
copies differed by 3.3 at most, half of those with turned hues by more than 8."""


def pairs(
    hashes: NDArray[np.uint64],
    tints: NDArray[np.int8],
    vectors: NDArray[np.float16],
    places: NDArray[np.int64],
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield each place and the later places that are nearly the same.

    Every photo is held against every other: exact, a row at a time in memory, and its time grows
    with the square of their number.

    Args:
        hashes: uint64 (n,).
        tints: int8 (n, 128), see `hashing.tint`.
        vectors: float16 (m, d), of unit length.
        places: int64 (n,), whose vector belongs to each hash.
    """
    for place, one in enumerate(hashes):
        bits = distances(one, hashes[place + 1 :])
        maybe = np.flatnonzero(bits <= FAR)
        if len(maybe):
            later, bits = maybe + place + 1, bits[maybe]
            cosines = vectors[places[later]].astype(np.float32) @ vectors[places[place]]
            apart = np.abs(tints[later].astype(np.int16) - tints[place]).mean(axis=1)
            yield place, later[alike(bits, cosines) & (apart <= TINT)]


def alike(bits: NDArray[np.uint8], cosines: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which pairs are nearly the same, by differing bits and by cosine, both (n,)."""
    return np.where(bits <= SURE, cosines >= SURE_NEAR, (bits <= FAR) & (cosines >= NEAR))


def groups(found: Iterator[tuple[int, NDArray[np.int64]]], count: int) -> list[list[int]]:
    """Return places that pairs connect, each group with two or more, in order (union-find)."""
    parent = list(range(count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for place, others in found:
        for other in others:
            one, two = sorted((root(place), root(int(other))))
            parent[two] = one
    members: dict[int, list[int]] = {}
    for place in range(count):
        members.setdefault(root(place), []).append(place)
    return [each for each in members.values() if len(each) > 1]
