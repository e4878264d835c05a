"""`brands.csv`: the brands that the shop carries, each with the other ways it is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skuscribe.shop.rows import Kind, invalid, rows_of

BRANDS = Kind(("name",), "the first line is: name,aliases   and then for example: Nordholm,NDH|NH")
SEPARATOR = "|"


def read_brands(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the aliases of each of the shop's brands.

    Raises:
        SkuscribeError: `config.invalid`, naming the file and the line.
    """
    brands: dict[str, tuple[str, ...]] = {}
    for line, row in rows_of(path, BRANDS):
        if row["name"] in brands:
            raise invalid(path, line, f"'{row['name']}' comes twice", "keep one of the lines")
        aliases = (alias.strip() for alias in row.get("aliases", "").split(SEPARATOR))
        brands[row["name"]] = tuple(alias for alias in aliases if alias)
    return brands
