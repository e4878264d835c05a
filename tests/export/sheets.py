"""Shops' files made by hand, and how a shop rewrites them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

HEADER = (
    *("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Variant Price"),
    *("Variant SKU", "Image Src", "Image Alt Text", "SEO Title", "SEO Description"),
)
Rows = Sequence[Sequence[str]]


def table(path: Path, rows: Rows, *, end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> Path:
    """Write a CSV in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    path.write_bytes(text.getvalue().encode())
    return path


def cells(content: bytes, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    """What an independent reader sees."""
    text = io.StringIO(content.decode(encoding), newline="")
    return list(csv.reader(text, delimiter=delimiter))


def shop_row(id: str, **said: str) -> list[str]:
    """A product's row of Shopify's export; what is not said is empty."""
    row = dict.fromkeys(HEADER, "") | {"Handle": id, "Published": "TRUE", "Variant Price": "35"}
    return list((row | {name.replace("_", " "): value for name, value in said.items()}).values())
