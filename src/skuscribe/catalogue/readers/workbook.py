"""A workbook of Excel (.xlsx) as a table: its first visible sheet that holds anything.

The ZIP file around it is judged before openpyxl opens it. Cells become text as people see them;
formulas, macros and links are never followed.
"""

from __future__ import annotations

import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from skuscribe.catalogue.images import names_photo
from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.readers.cells import EXACT_DIGITS, text_of
from skuscribe.catalogue.readers.records import SAMPLED, header_place
from skuscribe.catalogue.readers.workbook_guard import BROKEN, HINT, OLE, refuse_bombs
from skuscribe.catalogue.record import LONGEST_CELL, Record, names_in
from skuscribe.catalogue.table import Table, table_of
from skuscribe.catalogue.understood import several
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.extras import missing

MOST_ROWS = 1_048_576
"""Rows that a sheet can have."""

MOST_COLUMNS = 2_000
"""Columns that are looked at."""

BLOCK = 1_000
"""Rows that are read at once."""

Row = tuple[Any, ...]


def is_workbook(head: bytes, path: Path) -> bool:
    """Tell whether a file that begins with `head` is a workbook, an old or a locked one too."""
    if head.startswith(OLE):
        return True
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
    except BROKEN:
        return path.suffix.lower() in (".xlsx", ".xlsm")
    return not names.isdisjoint(("xl/workbook.xml", "[Content_Types].xml"))


def open_workbook(path: Path, given: Mapping[str, str]) -> Table:
    """Return the first visible sheet that holds anything as a table.

    A row's line is its number in the sheet.

    Raises:
        SkuscribeError: `config.extra_missing` without openpyxl; `archive.*` for what is wrong with
            the ZIP file, `catalogue.unreadable` with the workbook; `catalogue.empty`,
            `catalogue.no_header`, `catalogue.column_missing`.
        OSError: the file cannot be read.
    """
    refuse_bombs(path)
    with _opened(path) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        filled = {sheet.title: first for sheet in sheets if (first := _first_rows(sheet))}
    if not filled:
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)
    title, *others = filled
    first = filled[title]
    named = _header(path, [row for row, _ in first])
    header = names_in(named)

    def rows() -> Iterator[Record | Trouble]:
        with _opened(path) as book:
            for number, row in _numbered(book[title], len(header)):
                if number > named.line:
                    yield _record(number, row)

    notes = _notes(named, others, first)
    return table_of(header, rows, given, notes=tuple(notes))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open the workbook; what is damaged in it is a failure with a code."""
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]
    except ImportError as error:
        raise missing("xlsx", "openpyxl") from error
    try:
        with path.open("rb") as stream:
            with _quiet():
                book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield book
    except BROKEN as error:
        said = f"the workbook is damaged ({str(error)[:80]})"
        raise SkuscribeError(
            ErrorCode.CATALOGUE_UNREADABLE, said, hint=HINT, where=path.name
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what openpyxl says of styles and extensions, which are not read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _numbered(sheet: Any, width: int) -> Iterator[tuple[int, Row]]:  # noqa: ANN401
    """Yield the rows that hold anything, each with its number; columns behind `width` are left out.

    How large the sheet says it is, is not believed.
    """
    sheet.reset_dimensions()
    rows = sheet.iter_rows(min_row=1, min_col=1, max_col=width, values_only=True)
    filled = _filled(islice(rows, MOST_ROWS))
    while True:
        with _quiet():  # never over a yield: the filter of warnings is the whole program's
            block = list(islice(filled, BLOCK))
        if not block:
            return
        yield from block


def _filled(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    blank: Row = ()
    for number, row in enumerate(rows, start=1):
        if row is blank:  # openpyxl hands the same one on for each row of a gap
            continue
        if any(value is not None and value != "" for value in row):
            yield number, row
        else:
            blank = row


def _first_rows(sheet: Any) -> list[tuple[Record, Row]]:  # noqa: ANN401
    rows = islice(_numbered(sheet, MOST_COLUMNS), SAMPLED)
    return [(Record(number, tuple(map(text_of, row))), row) for number, row in rows]


def _record(number: int, row: Row) -> Record | Trouble:
    cells = tuple(map(text_of, row))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        code = ErrorCode.CATALOGUE_CELL_TOO_LONG
        return Trouble(code, code.meaning, number)
    return Record(number, cells)


def _header(path: Path, first: Sequence[Record]) -> Record:
    """Return the row that names the columns.

    Columns that a single row fills, as a note beside the table does, do not count.
    """
    filled = Counter(n for row in first for n, cell in enumerate(row.cells) if cell.strip())
    shared = [n for n, count in sorted(filled.items()) if count > 1] or sorted(filled)
    narrow = [Record(row.line, tuple(row.cells[n] for n in shared)) for row in first]
    if not shared:
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)
    named = first[header_place(narrow)]
    if any(names_photo(name) for name in named.cells):
        said = f"the first row holds data: {', '.join(names_in(named))[:80]}"
        raise SkuscribeError(ErrorCode.CATALOGUE_NO_HEADER, said, where=path.name)
    return named


def _notes(
    named: Record, others: Sequence[str], first: Sequence[tuple[Record, Row]]
) -> Iterator[str]:
    if first[0][0].line < named.line:
        yield f"row {named.line} names the columns; what stands above is left out"
    if others:
        told = several(len(others), "other sheet is", "other sheets are")
        yield f"{told} not read: {', '.join(others)}"
    rows = [row for record, row in first if record.line > named.line]
    rounded = [
        name for n, name in enumerate(names_in(named)) if any(_is_rounded(r[n]) for r in rows)
    ]
    if rounded:
        yield (
            f"numbers of more than {EXACT_DIGITS} digits lost their last ones in Excel: "
            f"{', '.join(rounded)}; write them as text"
        )


def _is_rounded(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, (int, float)) and abs(value) >= 10**EXACT_DIGITS
