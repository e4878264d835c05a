"""A shop's own delimited file: its text, its rows by product, and where each cell stands."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from skuscribe.catalogue.columns import Columns
from skuscribe.catalogue.kinds import plainly
from skuscribe.catalogue.product import Product
from skuscribe.catalogue.readers.records import records
from skuscribe.catalogue.record import Record
from skuscribe.catalogue.sources import Said, open_source
from skuscribe.catalogue.table import Table
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.export.spans import Spans, spans_of, value_of

Key = tuple[str, str, int]
"""A row: its product's id, what tells the variant, and which of equal rows it is."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDER = {"ascii": "utf-8", "utf-8-sig": "utf-8"}
"""A file without other letters is UTF-8 already, and a mark is no letter."""


@dataclass(frozen=True)
class SheetRow:
    """A row behind the header.

    Attributes:
        line: where it begins, counted from 1.
        start, end: where it stands in the text, its line end apart.
        cells: what they say, without blanks around.
        key: what tells it from the others.
    """

    line: int
    start: int
    end: int
    cells: tuple[str, ...]
    key: Key

    def cell(self, place: int | None) -> str:
        """Return a cell; empty where there is no such column or the row is too short."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A file.

    Attributes:
        name: of the file.
        content: its bytes.
        mark: the first of them, that are no text.
        codec: how the rest becomes `text`.
        delimiter: between cells.
        columns: which holds what.
        head: where the header ends in the text.
        rows: behind the header, blank ones apart.
        products: the index of each product's main row, by the product's id.
    """

    name: str
    content: bytes
    mark: bytes
    codec: str
    text: str
    delimiter: str
    columns: Columns
    head: int
    rows: tuple[SheetRow, ...]
    products: Mapping[str, int]


def read_sheet(path: Path, said: Said | None = None) -> Sheet:
    """Read a CSV or its like as the catalogue does, and see where each cell stands.

    Raises:
        SkuscribeError: `catalogue.*`, and `export.not_rewritable` for what is no delimited text or
            is not read alike by both.
    """
    table = open_source(path, said)
    if not isinstance(table, Table) or not table.delimiter:
        raise _unclear(path, "it is no CSV")
    content = path.read_bytes()
    mark = next((mark for mark, _ in MARKS if content.startswith(mark)), b"")
    codec = dict(MARKS).get(mark, WIDER.get(table.encoding, table.encoding))
    text = content[len(mark) :].decode(codec)
    if len(text.encode(codec)) != len(content) - len(mark):
        raise _unclear(path, f"its bytes do not come back from {codec}")
    head, found = _behind(_both(path, text, table), next(table.rows(), None), path)
    rows = _rows(found, table.columns)
    lines = {row.line: number for number, row in enumerate(rows)}
    products = (each for each in table.products() if isinstance(each, Product))
    by_id = {each.id: lines[each.row] for each in products if each.row in lines}
    return Sheet(
        path.name, content, mark, codec, text, table.delimiter, table.columns, head, rows, by_id
    )


def _behind(
    found: Iterator[tuple[Record, Spans]], first: object, path: Path
) -> tuple[int, Iterator[tuple[Record, Spans]]]:
    """Return where the header ends in the text, and the records behind it.

    Args:
        found: every record of the file.
        first: the first behind the header; None where there is none.
        path: of the file.
    """
    head = 0
    for record, spans in found:
        if isinstance(first, Record) and record.line == first.line:
            return head, chain([(record, spans)], found)
        head = spans.end
    if first is None:
        return head, iter(())
    raise _unclear(path, "its first row cannot be read")


def _both(path: Path, text: str, table: Table) -> Iterator[tuple[Record, Spans]]:
    """Yield the records as the catalogue's reader and ours see them.

    Raises:
        SkuscribeError: `export.not_rewritable`, they see something else.
    """
    read = records(path, table.encoding, table.delimiter)
    for record, spans in zip_longest(read, spans_of(text, table.delimiter)):
        if not isinstance(record, Record) or spans is None:
            raise _unclear(path, "a record cannot be read")
        seen = tuple(_bare(value_of(text[start:end])) for start, end in spans.cells)
        if seen != (tuple(map(_bare, record.cells)) or ("",)):
            raise _unclear(path, f"the cells of line {record.line} can be read in two ways")
        yield record, spans


def _bare(cell: str) -> str:
    return cell.replace("\ufeff", "").replace("\0", "")


def _unclear(path: Path, said: str) -> SkuscribeError:
    return SkuscribeError(ErrorCode.EXPORT_NOT_REWRITABLE, said, where=path.name)


def _rows(found: Iterable[tuple[Record, Spans]], columns: Columns) -> tuple[SheetRow, ...]:
    """Return the rows with their keys; one without an id belongs to the product above."""
    variants = _variants(columns)
    rows, seen, id = list[SheetRow](), Counter[tuple[str, str]](), ""
    words: dict[str, str] = {}  # most cells say what others say: each text is held once
    for record, spans in found:
        if record.is_blank:
            continue
        said = (_bare(cell).strip() for cell in record.cells)
        cells = tuple(words.setdefault(cell, cell) for cell in said)
        id = _at(cells, columns.id) or id
        name = "\x1f".join(_at(cells, place) for place in variants)
        key = (id, name, seen[id, name])
        rows.append(SheetRow(record.line, spans.start, spans.end, cells, key))
        seen[id, name] += 1
    return tuple(rows)


_OPTION = re.compile(r"option ?\d value")


def _variants(columns: Columns) -> tuple[int, ...]:
    """Return the columns that tell a variant: the values of its options, else its own number."""
    names = (plainly(name) for name in columns.header)
    options = tuple(n for n, name in enumerate(names) if _OPTION.fullmatch(name))
    other = () if columns.variant in (None, columns.id) else (columns.variant,)
    return options or tuple(place for place in other if place is not None)


def _at(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""
