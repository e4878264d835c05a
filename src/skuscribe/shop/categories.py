"""`categories.csv`: our word for a product, and where it belongs in the shop."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skuscribe.record.model import Node
from skuscribe.shop.rows import Kind, invalid, rows_of

CATEGORIES = Kind(
    ("label", "category"),
    "the first line is: label,category   and then for example: t-shirt,Men > Tops",
)


def read_categories(path: Path) -> Mapping[str, Node]:
    """Return the shop's category of each word that the file names, in lower case.

    Columns `label`, `category` and, if there, `id` (the category itself stands for a missing id).

    Raises:
        SkuscribeError: `config.invalid`, naming the file and the line.
    """
    mapping: dict[str, Node] = {}
    for line, row in rows_of(path, CATEGORIES):
        label = row["label"].casefold()
        if label in mapping:
            raise invalid(path, line, f"'{label}' is mapped twice", "keep one of the lines")
        mapping[label] = Node(id=row.get("id") or row["category"], path=row["category"])
    return mapping
