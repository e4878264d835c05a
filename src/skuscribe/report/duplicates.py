"""Photos with the very same bytes under several products: eight bytes of memory a photo."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from skuscribe.run.products import Fields

SHOWN = 20


@dataclass(frozen=True)
class Shared:
    """Duplicates of a run.

    Attributes:
        photos: photos whose bytes stand under more than one product.
        groups: names of the products that share one, for the first `SHOWN` photos.
    """

    photos: int
    groups: tuple[tuple[str, ...], ...]


class Digests:
    """The digests of a run's photos, each once a product."""

    def __init__(self) -> None:
        self._seen = array("Q")

    def add(self, record: Fields) -> None:
        """Keep the digests of a product's photos."""
        self._seen.extend(keys_of(record))

    def shared(self, records: Callable[[], Iterable[Fields]]) -> Shared:
        """Return what is shared; the records are gone through again only where something is."""
        keys, counts = np.unique(np.frombuffer(self._seen, np.uint64), return_counts=True)
        several = {int(key) for key in keys[counts > 1]}
        return Shared(len(several), tuple(_named(several, records()) if several else ()))


def keys_of(record: Fields) -> set[int]:
    """Return what stands for each photo of a product: the first 64 bits of its SHA-256."""
    return {int(photo["sha256"][:16], 16) for photo in record["photos"]}


def _named(several: set[int], records: Iterable[Fields]) -> Iterator[tuple[str, ...]]:
    chosen: dict[int, list[str]] = {}
    for record in records:
        for key in sorted(keys_of(record) & several):
            if key in chosen or len(chosen) < SHOWN:
                chosen.setdefault(key, []).append(str(record["id"]))
    yield from (tuple(dict.fromkeys(ids)) for ids in chosen.values())
