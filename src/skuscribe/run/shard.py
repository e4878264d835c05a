"""A stretch of a run: so many rows, and a digest that tells whether they are still the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from skuscribe.run.entry import Entry, PlacedPhoto

SIZE = 100
"""Rows; a kill costs so much at the most."""


@dataclass(frozen=True)
class Shard:
    """Rows that are written together.

    Attributes:
        number: from 0.
        entries: its rows.
        digest: of all that they say, and of size and time of their files.
    """

    number: int
    entries: tuple[Entry, ...]
    digest: str


def shards_of(entries: Iterable[Entry], size: int = SIZE) -> Iterator[Shard]:
    """Yield the shards of a run, in order."""
    stream = iter(entries)
    for number in count():
        part = tuple(islice(stream, size))
        if not part:
            return
        yield Shard(number, part, _digest(part))


def _digest(entries: Iterable[Entry]) -> str:
    said = [
        [
            entry.id,
            [_state(photo) for photo in entry.photos],
            dict(entry.facts),
            entry.left_out,
            str(entry.failure or ""),
        ]
        for entry in entries
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _state(photo: PlacedPhoto) -> list[str | int]:
    """Return what changes when a photo is another one; of an address nothing but itself."""
    if not isinstance(photo.place, Path):
        return [photo.name, photo.place]
    try:
        status = photo.place.stat()
    except OSError:
        return [photo.name, "gone"]
    return [photo.name, status.st_size, status.st_mtime_ns]
