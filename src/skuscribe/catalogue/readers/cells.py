"""The values of typed cells as text, as people see them."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

EXACT_DIGITS = 15
"""Digits of a number that Excel keeps; those behind become zeros."""

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"}
)


def text_of(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """Return a cell as people see it; one that holds an error is empty."""
    if isinstance(value, str):
        return "" if value in ERRORS else _ESCAPED.sub(_unescaped, value)
    return plain_text(value)


def plain_text(value: Any) -> str:  # noqa: ANN401
    """Return a value as text: no `.0` behind whole numbers, dates as ISO 8601 has them."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            return number_text(value)
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


def number_text(value: float) -> str:
    """Return a number with at most 15 digits, as Excel shows it; what is no number is empty."""
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return format(value, f".{EXACT_DIGITS}g")


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that Excel writes as `_x000D_`, half of a pair apart."""
    sign = chr(int(found[1], 16))
    return found[0] if "\ud800" <= sign <= "\udfff" else sign
