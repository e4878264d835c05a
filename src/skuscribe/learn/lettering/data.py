"""Open photos and how many letters the OCR engine reads on each; what was read is kept."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from skuscribe.attributes.text.engine import open_engine
from skuscribe.attributes.text.lines import read_lines
from skuscribe.learn.data import NO_PRODUCT, OPEN_SOURCES
from skuscribe.photo.read import read_photo

MOST_OF_SOURCE, MOST = 160, 1500
"""Photos of one source, and in all: ten minutes of reading."""

SURE = 0.8
"""Confidence from which letters are read."""

READ_FILE = "read.jsonl"


@dataclass(frozen=True)
class Read:
    """A photo, and the letters and digits that were surely read on it."""

    path: Path
    letters: int


def read_all(data: Path, cache: Path, seed: int, say: Callable[[str], None]) -> list[Read]:
    """Read the chosen photos of `data`; those that `cache` knows are not read again.

    Args:
        data: folder with `index.csv` and `photos/`.
        cache: folder for what was read; after an interruption it goes on there.
        seed: of the choice.
        say: is told how it goes.
    """
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / READ_FILE
    known = _known(path)
    chosen = list(_chosen(data, seed))
    fresh = [file for file in chosen if file not in known]
    if fresh:
        _read(data / "photos", fresh, path, say)
        known = _known(path)
    return [Read(data / "photos" / file, known[file]) for file in chosen]


def _read(photos: Path, files: Sequence[str], path: Path, say: Callable[[str], None]) -> None:
    """Add to the file `path` how many letters are on each photo."""
    engine = open_engine("rapidocr")
    with path.open("a", encoding="utf-8", buffering=1) as stream:
        for number, file in enumerate(files):
            lines, _ = read_lines(engine, read_photo(photos / file))
            sure = (line.text for line in lines if line.confidence >= SURE)
            letters = sum(char.isalnum() for text in sure for char in text)
            stream.write(json.dumps({"file": file, "letters": letters}) + "\n")
            if number % 100 == 0:
                say(f"{number} of {len(files)} photos read")


def _known(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["file"]: row["letters"] for row in rows}


def _chosen(data: Path, seed: int) -> Iterator[str]:
    """Yield the files of open photos of products, drawn by lot, no source too often."""
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if _is_open(row)]
    taken: Counter[str] = Counter()
    for at in np.random.default_rng(seed).permutation(len(rows)):
        row = rows[at]
        if taken[row["source"]] < MOST_OF_SOURCE and taken.total() < MOST:
            taken[row["source"]] += 1
            yield row["file"]


def _is_open(row: dict[str, str]) -> bool:
    allowed = row["licence_class"] == "open" or row["source"] in OPEN_SOURCES
    return allowed and row["split"] in ("train", "val") and not row["label"].startswith(NO_PRODUCT)
