"""Where Shopify and Google file each label. Every id was read and checked, none guessed.

Shopify product taxonomy 2025-08 (MIT licence, Shopify Inc.), Google product taxonomy 2021-09-21.
The node is the most specific one that is true for every product the label may mean; a label
without a true node is unmapped.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from skuscribe.record.model import Node

TAXONOMY_VERSION = "shopify 2025-08, google 2021-09-21, labels 1"


@dataclass(frozen=True)
class Entry:
    """A label and its nodes; None where there is no true one."""

    label: str
    shopify: Node | None
    google: Node | None


@cache
def labels() -> Mapping[str, Entry]:
    """Return the table by label."""
    text = (resources.files(__package__) / "labels.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["label"]: _entry(row) for row in rows})


def _entry(row: Mapping[str, str]) -> Entry:
    shopify, google = (
        Node(id=row[f"{shop}_id"], path=row[f"{shop}_path"]) if row[f"{shop}_id"] else None
        for shop in ("shopify", "google")
    )
    return Entry(row["label"], shopify, google)
