"""The perceptual hash of a photo: 64 bits that change little when the file is made anew."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skuscribe.core.extras import missing

SIDE = 256
"""Long side that photos are read at: the hash sees 32 x 32 of it."""


def perceptual_hash(pixels: NDArray[np.uint8]) -> int:
    """Return the pHash of a photo, uint8 (rows, columns, 3), as 64 bits.

    The signs of the lowest 8 x 8 coefficients of its cosine transform (C. Zauner, Implementation
    and Benchmarking of Perceptual Image Hash Functions, 2010), by ImageHash.

    Raises:
        SkuscribeError: `config.extra_missing`.
    """
    try:
        import imagehash
    except ModuleNotFoundError as error:
        raise missing("similar", error.name) from error
    bits = imagehash.phash(Image.fromarray(pixels)).hash
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def tint(pixels: NDArray[np.uint8]) -> NDArray[np.int8]:
    """Return the CIELAB a and b of 8 x 8 parts of a photo, int8 (128,): the hash sees no colour."""
    parts = cv2.resize(pixels, (8, 8), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = cv2.cvtColor(parts, cv2.COLOR_RGB2LAB)
    return np.asarray(lab[..., 1:].round().clip(-127, 127), np.int8).reshape(-1)


def distances(one: np.uint64, others: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return in how many bits each of `others`, (n,), differs."""
    return np.bitwise_count(np.bitwise_xor(others, one))
