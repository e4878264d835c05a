"""Examples made by hand: unit vectors around a centre of each label. No photo, no network."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from made import seen
from skuscribe.record.observed import SeenBelief, SeenPhoto, packed
from skuscribe.shop.examples import Examples

DIMENSION = 64
BUNDLE = "test 1"

Vector = NDArray[np.float32]


def vector(label: str, number: int = 0, spread: float = 0.5) -> Vector:
    """The embedding of one photo of a label: float32 (d,), of unit length."""
    centre = unit(np.random.default_rng(zlib.crc32(label.encode())).normal(size=DIMENSION))
    noise = np.random.default_rng((zlib.crc32(label.encode()), number)).normal(size=DIMENSION)
    return unit(centre + spread * unit(noise))


def unit(values: NDArray[np.floating]) -> Vector:
    """Scale to unit length."""
    found: Vector = (values / np.linalg.norm(values)).astype(np.float32)
    return found


def taught(
    counts: Mapping[str, int],
    words: tuple[str, ...] = ("cup", "hat"),
    beliefs: Mapping[str, float] | None = None,
    spread: float = 0.5,
) -> Examples:
    """So many photos of each label, each of its own product; `beliefs` are of every photo."""
    each = [(label, n) for label, count in counts.items() for n in range(count)]
    believed = [(beliefs or {}).get(word, 0.0) for word in words]
    return Examples(
        bundle=BUNDLE,
        labels=tuple(label for label, _ in each),
        groups=tuple(f"{label}/{n}" for label, n in each),
        photos=tuple(f"{zlib.crc32(f'{label} {n}'.encode()):064x}" for label, n in each),
        embeddings=np.stack([vector(*one, spread) for one in each]).astype(np.float16),
        words=words,
        beliefs=np.array([believed] * len(each), np.float16),
    )


def photo(embedding: Vector, *beliefs: SeenBelief, digest: str = "0" * 64) -> SeenPhoto:
    """A photo that was seen, with its embedding."""
    plain = seen()
    return plain.model_copy(
        update={
            "beliefs": beliefs or plain.beliefs,
            "embedding": packed(embedding),
            "info": plain.info.model_copy(update={"sha256": digest}),
        }
    )
