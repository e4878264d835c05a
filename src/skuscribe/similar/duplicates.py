"""Groups of photos of a run that are nearly the same file; the photos are read for their hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.errors import SkuscribeError
from skuscribe.export.images import Originals
from skuscribe.photo.read import read_photo
from skuscribe.similar.hashing import SIDE, perceptual_hash, tint
from skuscribe.similar.index import Index, Placed, index_of
from skuscribe.similar.pairs import groups, pairs

PHOTO_CODES = "photo."


def duplicates_of(
    run: Path, originals: Originals, told: Callable[[SkuscribeError], object]
) -> list[list[Placed]]:
    """Return groups of two or more photos, in the run's order.

    Args:
        run: folder of a run.
        originals: finds the files that were seen; one that is not there is left out.
        told: is told of each that is left out.

    Raises:
        SkuscribeError: `run.invalid`, `config.extra_missing`.
    """
    index = index_of(run)
    found = list(_hashes(index, originals, told))
    if not found:
        return []
    places = np.array([place for place, _, _ in found], np.int64)
    hashes = np.array([each for _, each, _ in found], np.uint64)
    tints = np.stack([each for _, _, each in found])
    together = groups(pairs(hashes, tints, index.vectors, places), len(places))
    named = {place: placed for place, placed in enumerate(index.photos()) if together}
    return [[named[int(places[each])] for each in group] for group in together]


def _hashes(
    index: Index, originals: Originals, told: Callable[[SkuscribeError], object]
) -> Iterator[tuple[int, int, NDArray[np.int8]]]:
    for place, placed in enumerate(index.photos()):
        photo = {"name": placed.name, "sha256": placed.sha256}
        try:
            pixels = read_photo(originals.find(photo), side=SIDE).pixels
        except SkuscribeError as error:
            if not error.code.startswith(PHOTO_CODES):
                raise
            told(error.at(placed.name))
        else:
            yield place, perceptual_hash(pixels), tint(pixels)
