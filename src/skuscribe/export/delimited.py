"""Rows of named cells to a delimited file, with the columns that are safe to import alone.

A shop that updates a product keeps what it has where a column is absent and blanks it where a cell
is empty. So a column stands in the file when every product fills it; of products that are new to
the shop, when any does.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from skuscribe.export.listing import Listing

Cells = Mapping[str, str]
Rows = Callable[[], Iterable[Sequence[Cells]]]
"""Gives the rows of each product from the start; the first row of a product is its main one."""


@dataclass(frozen=True)
class Header:
    """The columns of a file.

    Attributes:
        columns: in order.
        left_out: columns that some products fill, and how many of them.
    """

    columns: tuple[str, ...]
    left_out: Mapping[str, int]


def header_of(rows: Rows, order: Sequence[str], *, new: bool) -> Header:
    """Return which columns of `order` are written; `new`: the products are new to the shop."""
    filled, products = Counter[str](), 0
    for each in rows():
        products += 1
        filled.update(column for column, cell in each[0].items() if cell)
    kept = [column for column in order if filled[column] >= (1 if new else max(1, products))]
    rest = {column: filled[column] for column in order if filled[column]}
    return Header(tuple(kept), {key: rest[key] for key in rest if key not in kept})


def write_csv(stream: BinaryIO, rows: Iterable[Cells], columns: Sequence[str]) -> None:
    """Write a CSV in UTF-8, comma, LF, quoted where need be (RFC 4180)."""
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: row.get(column, "") for column in columns} for row in rows)
    text.detach()


def flat(rows: Rows) -> Iterator[Cells]:
    """Yield the rows of all products."""
    for each in rows():
        yield from each


def rows_by(
    listings: Iterable[Listing], row: Callable[[Listing], Sequence[Cells]]
) -> Callable[[], Iterator[Sequence[Cells]]]:
    """Return what gives the rows of listings from the start."""
    return lambda: (row(listing) for listing in listings)
