"""Products that look like one in several colours: proposed as a group, never merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skuscribe.run.products import Fields, records_of
from skuscribe.similar.index import Index, index_of
from skuscribe.similar.pairs import groups

BLOCK = 2048
NEAR = 0.85
"""Cosine of the embeddings of two products' first photos from which they may be one product."""


@dataclass(frozen=True)
class Variant:
    """A product: its id, its colour in words, and the place of its first photo in the index."""

    id: str
    colour: str
    place: int


@dataclass(frozen=True)
class Group:
    """Products that may be one; `id` is the proposed item_group_id, that of the first of them."""

    id: str
    products: tuple[Variant, ...]


def variants_of(run: Path) -> Iterator[Group]:
    """Yield proposed groups: one category, looks alike, more than one colour.

    Raises:
        SkuscribeError: `run.invalid`.
    """
    index = index_of(run)
    for members in _by_label(run, index).values():
        places = np.array([each.place for each in members], np.int64)
        found = _pairs(index.vectors, places, members)
        for group in groups(found, len(members)):
            chosen = tuple(members[each] for each in group)
            yield Group(chosen[0].id, chosen)


def _by_label(run: Path, index: Index) -> dict[str, list[Variant]]:
    first: dict[str, int] = {}
    for place, placed in enumerate(index.photos()):
        first.setdefault(placed.id, place)
    found: dict[str, list[Variant]] = defaultdict(list)
    for record in records_of(run):
        label, colour = record["category"]["label"], colour_of(record)
        if label and colour:
            found[label].append(Variant(record["id"], colour, first[record["id"]]))
    return found


def colour_of(record: Fields) -> str:
    """Return the first colour that a record shows, Shopify's word for it, empty for none.

    Finer words change with the light: pale yellow and yellow are no two variants.
    """
    shown = (
        str((each["standard"] or {}).get("value", ""))
        for each in record["attributes"]
        if each["name"] == "colour" and each["state"] == "shown"
    )
    return next(shown, "")


def _pairs(
    vectors: NDArray[np.float16], places: NDArray[np.int64], members: list[Variant]
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield members with later ones that look like them in another colour, block by block."""
    count = len(members)
    for start in range(0, count, BLOCK):
        block = vectors[places[start : start + BLOCK]].astype(np.float32)
        for after in range(start, count, BLOCK):
            others = vectors[places[after : after + BLOCK]].astype(np.float32)
            rows, columns = np.nonzero(block @ others.T >= NEAR)
            for one, two in zip(rows + start, columns + after, strict=True):
                if one < two and members[one].colour != members[two].colour:
                    yield int(one), np.array([two])
