"""Photos whose colours people named by eye, and what is measured on them."""

from __future__ import annotations

import csv
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import cv2

from skuscribe.attributes.colour.attribute import Region, measure
from skuscribe.attributes.scene import Scene
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import read_photo
from skuscribe.subject.find import find_subject

WORDS = (
    *("Black", "White", "Gray", "Silver", "Gold", "Navy", "Blue", "Green"),
    *("Yellow", "Orange", "Brown", "Beige", "Red", "Pink", "Purple"),
)
"""Shopify's display names that a flat colour or a metal can have."""

FOLDED = {"turquoise": "Blue"}
"""What Shopify has no word for."""

OWN = "labels.csv"
"""Named for this project from contact sheets of the open training photos, file by file."""


@dataclass(frozen=True)
class Named:
    """A photo and the words for its product's colours, the main one first."""

    photo: Path
    words: tuple[str, ...]


def named(data: Path) -> list[Named]:
    """Return the open training photos whose colours were named surely.

    Args:
        data: folder with `attributes.csv`, `index.csv` and `photos/`.

    Raises:
        SkuscribeError: `config.invalid`, there is none.
    """
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        may = {
            row["file"]
            for row in rows
            if row["licence_class"] == "open" and row["split"] == "train"
        }
    with (data / "attributes.csv").open(encoding="utf-8", newline="") as stream:
        told = [row for row in csv.DictReader(stream) if row["sure"] == "1"]
    own = (resources.files(__package__) / OWN).read_text(encoding="utf-8")
    found = [
        Named(data / "photos" / row["file"], words)
        for row in (*told, *csv.DictReader(own.splitlines()))
        if row["file"] in may and (words := _words(row))
    ]
    if not found:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID, "no open training photo with colours", where=str(data)
        )
    return found


def _words(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of a row; none where one of them is not to be learnt."""
    told = [row[f"colour{place}"] for place in (1, 2, 3) if row[f"colour{place}"]]
    words = tuple(dict.fromkeys(FOLDED.get(word, word.capitalize()) for word in told))
    return words if set(words) <= set(WORDS) else ()


def measured(photos: Sequence[Named]) -> Iterator[Region]:
    """Yield what is measured on the product of each photo, in order."""
    with multiprocessing.get_context("spawn").Pool(initializer=_open) as pool:
        yield from pool.imap(_measured, [each.photo for each in photos], chunksize=16)


_opened: list[Looker] = []


def _open() -> None:
    cv2.setNumThreads(1)
    _opened[:] = [Looker(read_bundle(None))]


def _measured(path: Path) -> Region:
    photo = read_photo(path)
    look = _opened[0].look(photo)
    return measure(Scene(photo, look, find_subject(photo, look))).subject
