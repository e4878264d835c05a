"""Which photos may be learnt from: the index of a data folder, filtered by licence and label.

The folder holds `index.csv` (file, label, split, group, source, licence_class ...) and `photos/`.
Where somebody looked again, their word takes the place of the index's: see `BETTER`.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skuscribe.taxonomy.words import NOT_A_PRODUCT, word_of

OPEN_SOURCES = frozenset({"aiml_tools", "boss_small"})
"""Wikimedia photos: share-alike, allowed for training beside the class `open`."""

MINIMUM_PHOTOS = 1
"""A label too rare to be answered still teaches the categories above it."""

BETTER = (("fine_shoes.csv", "label_fine"), ("attributes.csv", "fit_label"))
"""Tables of a second look, and their column: a finer word, or `near:` or `no:` and a better one."""

NO_PRODUCT = "unknown:"
"""Begins the label of a photo that shows no product."""


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
    """Labels in alphabetical order, and samples by split.

    Attributes:
        test: foreign shops' photos, whatever they show.
        strangers: validation photos of no product whose kind no training photo shows.
    """

    labels: tuple[str, ...]
    train: tuple[Sample, ...]
    val: tuple[Sample, ...]
    test: tuple[Sample, ...]
    strangers: tuple[Sample, ...] = ()


def read_dataset(folder: Path, minimum: int = MINIMUM_PHOTOS) -> Dataset:
    """Read the index; keep labels with at least `minimum` training photos.

    Training and validation photos are of open licences alone. `test` holds the foreign shops:
    never trained on, never chosen by. Synonyms are one label. Half of the kinds of photos that
    show no product are learnt as `NOT_A_PRODUCT`, the other half are `strangers`.

    Raises:
        ValueError: a group of near duplicates lies on two sides of the split.
    """
    samples = list(_samples(folder))
    _refuse_leaks(samples)
    strangers = tuple(s for s in samples if s.split == "val" and _is_kept_out(s.label))
    named = [_named(s) for s in samples if not _is_kept_out(s.label)]
    counts = Counter(sample.label for sample in named if sample.split == "train")
    labels = sorted(label for label, count in counts.items() if count >= minimum)
    known = [sample for sample in named if sample.label in set(labels)]
    train, val = (tuple(s for s in known if s.split == split) for split in ("train", "val"))
    test = tuple(sample for sample in named if sample.split == "test")
    return Dataset(tuple(labels), train, val, test, strangers)


def _is_kept_out(label: str) -> bool:
    """Tell whether photos of no product of this kind are kept for measuring alone."""
    if not label.startswith(NO_PRODUCT):
        return False
    return hashlib.sha256(label.encode()).digest()[0] % 2 == 1


def _named(sample: Sample) -> Sample:
    """Return the sample with the label that is learnt: the word table's word for it."""
    if sample.label.startswith(NO_PRODUCT):
        label = NOT_A_PRODUCT
    else:
        word = word_of(sample.label)
        label = word.word if word else sample.label
    return Sample(sample.path, label, sample.split, sample.group, sample.source)


def _samples(folder: Path) -> Iterator[Sample]:
    better = _better(folder)
    for row in _rows(folder / "index.csv"):
        source, file, split = row["source"], row["file"], row["split"]
        label = row["label"] if split == "test" else better.get(file, row["label"])
        allowed = source in OPEN_SOURCES or row["licence_class"] == "open" or split == "test"
        if allowed and label:
            yield Sample(folder / "photos" / file, label, split, row["group"], source)


def _better(folder: Path) -> Mapping[str, str]:
    """Return the better label of each photo that was looked at again; empty where it has none."""
    found: dict[str, str] = {}
    for name, column in BETTER:
        for row in _rows(folder / name) if (folder / name).exists() else ():
            fits, _, word = row[column].rpartition(":")
            if word_of(word):
                found[row["file"]] = word
            elif fits == "no":
                found[row["file"]] = ""
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _refuse_leaks(samples: list[Sample]) -> None:
    sides: dict[str, str] = {}
    for sample in samples:
        if sides.setdefault(sample.group, sample.split) != sample.split:
            raise ValueError(f"group {sample.group} lies in {sides[sample.group]} and another")
