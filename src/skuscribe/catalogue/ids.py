"""Ids are text: `007` is not `7`, and what a spreadsheet destroyed is no id."""

from __future__ import annotations

import re

_SCIENTIFIC = re.compile(r"[+-]?\d[.,]\d+[eE]\+?\d+")
"""`4,26E+12`: digits were lost. `970e07` is a part number: it has no fraction."""


def is_destroyed(id: str) -> bool:
    """Tell whether a spreadsheet wrote a long number in scientific notation here."""
    return _SCIENTIFIC.fullmatch(id.strip()) is not None
