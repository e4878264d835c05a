"""How long a photo took, by when the shards of a run were finished."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from skuscribe.run.folder import DONE, OBSERVED, RunFolder, done_of

LAST = 200
LEAST = 0.02
"""Seconds a photo: less is no looking but settling, which writes shards anew."""


def seconds_a_photo(run: Path) -> float | None:
    """Return the seconds of the wall clock that a photo took, with all workers; None if unknown.

    From one shard to the next, their median: a run that was stopped overnight is not slower. A run
    of one shard, or one that was settled again since, does not tell.
    """
    folders = sorted(RunFolder(run).finished(), key=lambda each: (each / DONE).stat().st_mtime_ns)
    folders = folders[-LAST:]  # a sample: observations are large
    found = list(_each(folders))
    seconds = median(found) if found else 0.0
    return seconds if seconds >= LEAST else None


def _each(folders: Sequence[Path]) -> Iterator[float]:
    for before, after in pairwise(folders):
        photos = _photos(after)
        if photos:
            spent = (after / DONE).stat().st_mtime_ns - (before / DONE).stat().st_mtime_ns
            yield spent / 1e9 / photos


def _photos(folder: Path) -> int:
    """Return how many photos were looked at; each row without a record counts as none."""
    if not done_of(folder).rows:
        return 0
    with (folder / OBSERVED).open("rb") as lines:
        rows = (json.loads(line) for line in lines)
        return sum(len(row["observed"]["photos"]) for row in rows if "observed" in row)
