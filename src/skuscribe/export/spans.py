"""The records of a delimited text with the place of each cell, so that a cell can be cut out.

The same grammar as `catalogue.readers.records`: RFC 4180, blanks before a cell skipped, text
behind a closing quote kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True)
class Spans:
    """A record of a text.

    Attributes:
        start, end: where it begins and ends, its line end apart.
        cells: where each cell, its quotes among it, begins and ends.
    """

    start: int
    end: int
    cells: tuple[Place, ...]


def spans_of(text: str, delimiter: str) -> Iterator[Spans]:
    """Yield every record of a text; a blank line is a record of one empty cell."""
    sign = re.escape(delimiter)
    one = re.compile(
        rf'([ \ufeff\0]*"(?:[^"]++|"")*+"[^{sign}\r\n]*+|[^{sign}\r\n]*+)({sign}|\r\n|\r|\n|\Z)'
    )
    start, cells = 0, list[Place]()
    for found in one.finditer(text):
        cells.append(found.span(1))
        if found[2] != delimiter:
            yield Spans(start, found.end(1), tuple(cells))
            start, cells = found.end(), []
            if start == len(text):
                return


def is_quoted(raw: str) -> bool:
    """Tell whether a cell stands in quotes."""
    return raw.lstrip(" \ufeff\0").startswith('"')


def value_of(raw: str) -> str:
    """Return what a cell says."""
    bare = raw.lstrip(" \ufeff\0")
    if not bare.startswith('"'):
        return bare
    found = re.fullmatch(r'"((?:[^"]++|"")*+)"(.*)', bare, re.DOTALL)
    return found[1].replace('""', '"') + found[2] if found else bare


def raw_of(value: str, delimiter: str, *, quoted: bool) -> str:
    """Return a cell as it is written: in quotes where the one before was, or where need be."""
    needed = value[:1] == " " or any(sign in value for sign in (delimiter, '"', "\r", "\n"))
    doubled = value.replace('"', '""')
    return f'"{doubled}"' if quoted or needed else value
