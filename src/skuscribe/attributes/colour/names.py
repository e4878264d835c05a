"""Name a measured colour: the nearest entry of a versioned table, with Shopify's word for it.

The table is this project's own: everyday shop words with a typical sRGB value each. Metals
(gold, silver, bronze) and "clear" are no flat colours and are never named from one.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

from skuscribe.attributes.colour.space import Lab, delta_e, lab_of_hex

TABLE_VERSION = "colours 1"
CANDIDATES = 40
"""Entries nearest by plain distance; the nearest by CIEDE2000 is always among them."""


@dataclass(frozen=True)
class ColourName:
    """A name, Shopify's colour word, and how clearly it is this word and no other, 0..1."""

    name: str
    shopify: str
    clearness: float


@cache
def table() -> tuple[tuple[str, str, Lab], ...]:
    """Return (name, Shopify word, CIELAB) of every entry."""
    text = (resources.files(__package__) / "names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((row["name"], row["shopify"], lab_of_hex(row["hex"])) for row in rows)


def _near(lab: Lab) -> list[tuple[str, str, Lab]]:
    """Return the entries that can be the nearest: CIEDE2000 is too slow for the whole table."""
    return sorted(table(), key=lambda entry: math.dist(lab, entry[2]))[:CANDIDATES]


def name_of(lab: Lab) -> ColourName:
    """Return the nearest name by CIEDE2000."""
    distances = sorted((delta_e(lab, entry), name, word) for name, word, entry in _near(lab))
    nearest, name, word = distances[0]
    rival = next((d for d, _, other in distances if other != word), distances[-1][0])
    return ColourName(name, word, (rival - nearest) / max(rival + nearest, 1e-6))
