"""The embeddings of a run's photos as one file that is mapped, not loaded; made once a run.

similar/vectors.f16   float16, little-endian, photos x values, one after the other
similar/photos.jsonl  of each its product, name and digest
similar/index.json    of which shards it was made, and its shape
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import compress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_whole, written_whole
from skuscribe.record.observed import vector_of
from skuscribe.run.folder import OBSERVED, RunFolder, done_of, head_of

FOLDER, VECTORS, PHOTOS, STAMP = "similar", "vectors.f16", "photos.jsonl", "index.json"


@dataclass(frozen=True)
class Placed:
    """A photo of a run: its product, its name there, the SHA-256 of its bytes."""

    id: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Index:
    """The photos of a run.

    Attributes:
        vectors: float16 (n, d), of unit length, mapped from disk.
        path: file of their names.
    """

    vectors: NDArray[np.float16]
    path: Path

    def photos(self) -> Iterator[Placed]:
        """Yield them in the order of the vectors."""
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Placed(**json.loads(line))

    def named(self, places: Sequence[int]) -> list[Placed]:
        """Return those at `places`."""
        wanted = np.zeros(len(self.vectors), bool)
        wanted[list(places)] = True
        found = dict(zip(sorted(places), compress(self.photos(), wanted), strict=True))
        return [found[place] for place in places]


def index_of(run: Path) -> Index:
    """Return the index of a run; it is made where it is not there or the run has changed.

    Raises:
        SkuscribeError: `run.invalid`, there is no run or it holds no photo.
        OSError: the run's folder cannot be written.
    """
    stamp, folder = _stamp(run), run / FOLDER
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(read_small(folder / STAMP))
        if said["of"] == stamp:
            return _opened(folder, (said["photos"], said["values"]))
    folder.mkdir(exist_ok=True)
    (folder / STAMP).unlink(missing_ok=True)
    with written_whole(folder / VECTORS) as vectors, written_whole(folder / PHOTOS) as photos:
        shape = _write(_seen(run), vectors, photos)
    if not shape[0]:
        raise SkuscribeError(ErrorCode.RUN_INVALID, "no photo was looked at", where=str(run))
    said = {"of": stamp, "photos": shape[0], "values": shape[1]}
    write_whole(folder / STAMP, json.dumps(said).encode() + b"\n")
    return _opened(folder, shape)


def _opened(folder: Path, shape: tuple[int, int]) -> Index:
    vectors = np.memmap(folder / VECTORS, "<f2", "r")
    return Index(vectors.reshape(shape), folder / PHOTOS)


def _stamp(run: Path) -> str:
    """Return what changes when other photos were looked at, or with another network."""
    said = [head_of(run).seen, *(done_of(each).inputs for each in RunFolder(run).finished())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _seen(run: Path) -> Iterator[tuple[Placed, str]]:
    for folder in RunFolder(run).finished():
        with (folder / OBSERVED).open("rb") as lines:
            for row in map(json.loads, lines):
                for photo in row["observed"]["photos"] if "observed" in row else ():
                    info = photo["info"]
                    placed = Placed(row["observed"]["id"], info["name"], info["sha256"])
                    yield placed, photo["embedding"]


def _write(
    seen: Iterable[tuple[Placed, str]], vectors: BinaryIO, photos: BinaryIO
) -> tuple[int, int]:
    """Write photo by photo; return how many there are, and values of each."""
    count = values = 0
    for placed, text in seen:
        vector = vector_of(text)
        if values and len(vector) != values:
            raise SkuscribeError(ErrorCode.RUN_INVALID, "photos were seen by two networks")
        count, values = count + 1, len(vector)
        vectors.write(vector.astype("<f2").tobytes())
        photos.write(json.dumps(asdict(placed)).encode() + b"\n")
    return count, values
