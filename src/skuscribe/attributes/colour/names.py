"""A finer name for a measured colour, among those that are kinds of a Shopify word.

The table is this project's own: everyday shop words with a typical sRGB value each. Metals have no
finer names here: they are no flat colours.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from skuscribe.attributes.colour.space import Lab, delta_e, lab_of_hex

TABLE_VERSION = "colours 1"
NEAR = 12.0
"""CIEDE2000 up to which a shop's own name stands for a measured colour: light and camera make as
much of one cloth."""

Entry = tuple[str, Lab]


@cache
def table() -> dict[str, tuple[Entry, ...]]:
    """Return (name, CIELAB) of every entry, by Shopify's word."""
    text = (resources.files(__package__) / "names.csv").read_text(encoding="utf-8")
    found: dict[str, list[Entry]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["shopify"], []).append((row["name"], lab_of_hex(row["hex"])))
    return {word: tuple(entries) for word, entries in found.items()}


def finer_name(word: str, lab: Lab) -> str:
    """Return the nearest name by CIEDE2000 among those of `word`; itself where there is none."""
    return _nearest(lab, table().get(word, ()), float("inf")) or word.lower()


def shops_name(palette: Mapping[str, str], lab: Lab) -> str | None:
    """Return the nearest of a shop's own names, by its hex code; None where none is near enough."""
    return _nearest(lab, [(name, lab_of_hex(code)) for name, code in palette.items()], NEAR)


def _nearest(lab: Lab, entries: Sequence[Entry], most: float) -> str | None:
    near = min(((delta_e(lab, entry), name) for name, entry in entries), default=None)
    return near[1] if near is not None and near[0] <= most else None
