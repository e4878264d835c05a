"""Which photos may be learnt from: the index of a data folder, filtered by licence and label.

The folder holds `index.csv` (file, label, split, group, source, licence_class ...) and `photos/`.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

OPEN_SOURCES = frozenset({"aiml_tools", "boss_small"})
"""Wikimedia photos: share-alike, allowed for training beside the class `open`."""

MINIMUM_PHOTOS = 12


@dataclass(frozen=True)
class Sample:
    """A labelled photo; `group` holds together views of one object."""

    path: Path
    label: str
    split: str
    group: str
    source: str


@dataclass(frozen=True)
class Dataset:
    """Labels in alphabetical order, and samples by split."""

    labels: tuple[str, ...]
    train: tuple[Sample, ...]
    val: tuple[Sample, ...]
    test: tuple[Sample, ...]


def read_dataset(folder: Path, minimum: int = MINIMUM_PHOTOS) -> Dataset:
    """Read the index; keep labels with at least `minimum` training photos.

    Training and validation photos are of open licences alone. `test` holds the foreign shops:
    never trained on, never chosen by.

    Raises:
        ValueError: a group of near duplicates lies on two sides of the split.
    """
    samples = list(_samples(folder))
    _refuse_leaks(samples)
    counts = Counter(sample.label for sample in samples if sample.split == "train")
    labels = sorted(label for label, count in counts.items() if count >= minimum)
    known = [sample for sample in samples if sample.label in set(labels)]
    train, val, test = (
        tuple(sample for sample in known if sample.split == split)
        for split in ("train", "val", "test")
    )
    return Dataset(tuple(labels), train, val, test)


def _samples(folder: Path) -> list[Sample]:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [
        Sample(folder / "photos" / row["file"], row["label"], row["split"], row["group"], source)
        for row in rows
        if not row["label"].startswith("unknown:")
        and (
            (source := row["source"]) in OPEN_SOURCES
            or row["licence_class"] == "open"
            or row["split"] == "test"
        )
    ]


def _refuse_leaks(samples: list[Sample]) -> None:
    sides: dict[str, str] = {}
    for sample in samples:
        if sides.setdefault(sample.group, sample.split) != sample.split:
            raise ValueError(f"group {sample.group} lies in {sides[sample.group]} and another")
