"""`palette.csv`: what the shop calls its colours, each by a hex code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from skuscribe.shop.rows import Kind, invalid, rows_of

PALETTE = Kind(("name", "hex"), "the first line is: name,hex   and then for example: Fjord,#24507a")
_HEX = re.compile(r"#?([0-9a-f]{6})")


def read_palette(path: Path) -> Mapping[str, str]:
    """Return the hex code, `#rrggbb`, of each of the shop's colour names.

    Raises:
        SkuscribeError: `config.invalid`, naming the file and the line.
    """
    palette: dict[str, str] = {}
    for line, row in rows_of(path, PALETTE):
        code = _HEX.fullmatch(row["hex"].lower())
        if code is None:
            raise invalid(path, line, f"'{row['hex']}' is no hex code", PALETTE.example)
        if row["name"] in palette:
            raise invalid(path, line, f"'{row['name']}' comes twice", "keep one of the lines")
        palette[row["name"]] = f"#{code[1]}"
    return palette
