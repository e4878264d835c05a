"""A workbook of Excel (.xlsx) as a table: its first visible sheet that holds anything.

The ZIP file around it is judged before openpyxl opens it. Cells become text as people see them;
formulas, macros and links are never followed.
"""

from __future__ import annotations

import datetime
import math
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from skuscribe.catalogue.images import names_photo
from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.records import LONGEST_CELL, SAMPLED, Record, header_place, names_in
from skuscribe.catalogue.table import Table, table_of
from skuscribe.catalogue.understood import several
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.extras import missing

ENTRIES = 10_000
MEMBER_BYTES = 500_000_000
TOTAL_BYTES = 1_000_000_000
TEXTS_BYTES = 200_000_000
"""Of the table of shared texts, which is held in memory whole."""

RATIO = 200
"""Unpacked bytes for one packed, of an entry of `LARGE` bytes or more; sheets reach 100."""

LARGE = 10_000_000
MOST_ROWS = 1_048_576
"""Rows that a sheet can have."""

MOST_COLUMNS = 2_000
"""Columns that are looked at."""

BLOCK = 1_000
"""Rows that are read at once."""

HELD = 50_000_000
"""Characters that are in memory at once; an element counts as `EACH`."""

EACH = 100
SMALL = 1_000_000
"""Bytes of a part that holds little whatever is in it."""

ROW = 3
"""How deep a row stands at most: in the sheet, in its data."""

DEEPEST = 100
"""Elements in one another."""

LONGEST_TAG = 2_000_000
"""Bytes."""

CHUNK = 1 << 16
EXACT_DIGITS = 15
"""Digits of a number that Excel keeps; those behind become zeros."""

OLE = b"\xd0\xcf\x11\xe0"
"""What an .xls begins with, and a workbook with a password."""

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"}
)

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ParseError, DefusedXmlException, RuntimeError),
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError),
)
"""What zipfile and openpyxl raise on a damaged workbook."""

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
    _refuse(path)
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


def _refuse(path: Path) -> None:
    """Refuse what is no ZIP file, or one that unpacks to too much.

    The sizes that it declares can be believed: Python unpacks no more of an entry, and tells one
    that does not fit its checksum.
    """
    with path.open("rb") as stream:
        if stream.read(len(OLE)) == OLE:
            said, hint = "it has a password or is an old .xls", "save it as .xlsx or CSV"
            raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, said, hint=hint, where=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            found = _fault(archive.infolist())
            if found is None and any(_holds_much(archive, each) for each in archive.infolist()):
                found = ErrorCode.ARCHIVE_TOO_LARGE, "a row or a part of it is too large to be held"
    except BROKEN as error:
        raise SkuscribeError(ErrorCode.ARCHIVE_UNREADABLE, where=path.name) from error
    if found:
        raise SkuscribeError(found[0], found[1], hint=HINT, where=path.name)


HINT = "save the sheet anew, or as CSV"


def _fault(entries: Sequence[zipfile.ZipInfo]) -> tuple[ErrorCode, str] | None:
    if len(entries) > ENTRIES:
        return ErrorCode.ARCHIVE_TOO_MANY_ENTRIES, f"{len(entries):,} entries"
    if any(entry.flag_bits & 1 for entry in entries):
        return ErrorCode.ARCHIVE_ENCRYPTED, "the workbook has a password"
    if any(entry.file_size > _most(entry) for entry in entries):
        return ErrorCode.ARCHIVE_TOO_LARGE, "a part of it unpacks to more than is allowed"
    if sum(entry.file_size for entry in entries) > TOTAL_BYTES:
        return ErrorCode.ARCHIVE_TOO_LARGE, f"it unpacks to more than {TOTAL_BYTES:,} bytes"
    if any(e.file_size > max(LARGE, RATIO * e.compress_size) for e in entries):
        return ErrorCode.ARCHIVE_RATIO, f"a part unpacks to more than {RATIO} times its size"
    return None


def _most(entry: zipfile.ZipInfo) -> int:
    shared = entry.filename.casefold().endswith("sharedstrings.xml")
    return TEXTS_BYTES if shared else MEMBER_BYTES


class _Held:
    """Counts what openpyxl has in memory at once: a row or a shared text, else the whole part."""

    def __init__(self) -> None:
        self.size = self.most = self.deepest = self._depth = 0

    def start(self, _tag: str, attributes: Sequence[str]) -> None:
        """Count an element, and its attributes with their names."""
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        self.size += EACH + (sum(map(len, attributes)) if attributes else 0)

    def data(self, text: str) -> None:
        """Count text."""
        self.size += len(text)

    def end(self, tag: str) -> None:
        """Forget what is in a row or a shared text: openpyxl does so as well."""
        self._depth -= 1
        if self._depth < ROW and tag.endswith(("}row", "}si")):
            self.most, self.size = max(self.most, self.size), 0

    def is_much(self) -> bool:
        """Tell whether it is too much."""
        return max(self.most, self.size) > HELD or self.deepest > DEEPEST


def _holds_much(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Tell whether a part would fill the memory; what is malformed is left for openpyxl to tell."""
    if entry.file_size < SMALL or not entry.filename.casefold().endswith((".xml", ".rels")):
        return False
    held, done = _Held(), 0
    parser = DefusedXMLParser(target=held)
    parser.parser.StartElementHandler = held.start  # past what makes each name and dict anew
    parser.parser.EndElementHandler = held.end
    try:
        with archive.open(entry) as stream:
            for part in iter(partial(stream.read, CHUNK), b""):
                parser.feed(part)
                done += len(part)
                if held.is_much() or done - parser.parser.CurrentByteIndex > LONGEST_TAG:
                    return True
    except BROKEN:
        return held.is_much()
    return held.is_much()


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
