"""Name a measured colour: the nearest entry of a versioned table, with Shopify's word for it.

The table is this project's own: everyday shop words with a typical sRGB value each. Metals
(gold, silver, bronze) and "clear" are no flat colours and are never named from one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from skuscribe.attributes.colour.space import Lab, delta_e, lab_of_hex

TABLE_VERSION = "colours-1"


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


def name_of(lab: Lab) -> ColourName:
    """Return the nearest name by CIEDE2000."""
    distances = sorted((delta_e(lab, entry), name, word) for name, word, entry in table())
    nearest, name, word = distances[0]
    rival = next(distance for distance, _, other in distances if other != word)
    return ColourName(name, word, (rival - nearest) / max(rival + nearest, 1e-6))
