"""A shop's file with some cells changed: every other byte stays what it was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.export.sheet import Sheet, SheetRow
from skuscribe.export.spans import is_quoted, raw_of, spans_of

Edits = Mapping[int, Mapping[int, str]]
"""New cells by row and column, both counted from 0."""


@dataclass(frozen=True)
class _Cut:
    """New text instead of a part of the old, and the cell that it is."""

    start: int
    end: int
    new: str
    line: int
    column: int


def rewritten(sheet: Sheet, edits: Edits, *, utf8: bool = False) -> bytes:
    """Return the bytes of the file with new cells.

    Args:
        sheet: the file.
        edits: new cells.
        utf8: write all of it in UTF-8 instead of in its own encoding.

    Raises:
        SkuscribeError: `export.encoding`, naming the cell whose letters the encoding lacks.
    """
    cuts = [cut for row in sorted(edits) for cut in _cuts(sheet, sheet.rows[row], edits[row])]
    if utf8:
        mark = sheet.mark if sheet.codec == "utf-8" else b""
        return mark + "".join(_pieces(sheet.text, cuts)).encode()
    return _spliced(sheet, cuts)


def with_rows(sheet: Sheet, kept: Collection[int]) -> bytes:
    """Return the bytes of the file with these rows alone; what stands above them stays."""
    ends = re.compile(r"\r\n|\r|\n|\Z")
    cuts = list[_Cut]()
    for number, row in enumerate(sheet.rows):
        found = ends.match(sheet.text, row.end)
        if number not in kept and found:
            cuts.append(_Cut(row.start, found.end(), "", row.line, 0))
    return _spliced(sheet, cuts)


def _spliced(sheet: Sheet, cuts: list[_Cut]) -> bytes:
    parts, at, byte = [sheet.mark], 0, len(sheet.mark)
    for cut in cuts:
        before = byte + _size(sheet, at, cut.start)
        parts += [sheet.content[byte:before], _encoded(sheet, cut)]
        at, byte = cut.end, before + _size(sheet, cut.start, cut.end)
    return b"".join((*parts, sheet.content[byte:]))


def _pieces(text: str, cuts: list[_Cut]) -> Iterator[str]:
    at = 0
    for cut in cuts:
        yield text[at : cut.start]
        yield cut.new
        at = cut.end
    yield text[at:]


def _size(sheet: Sheet, start: int, end: int) -> int:
    return len(sheet.text[start:end].encode(sheet.codec))


def _encoded(sheet: Sheet, cut: _Cut) -> bytes:
    try:
        return cut.new.encode(sheet.codec)
    except UnicodeEncodeError as error:
        lacking, names = error.object[error.start], sheet.columns.header
        column = names[cut.column] if cut.column < len(names) else f"no. {cut.column + 1}"
        said = f"'{lacking}' of column {column} is no letter of {sheet.codec}"
        where = f"{sheet.name}, line {cut.line}"
        raise SkuscribeError(ErrorCode.EXPORT_ENCODING, said, where=where) from error


def _cuts(sheet: Sheet, row: SheetRow, cells: Mapping[int, str]) -> Iterator[_Cut]:
    """Yield the cuts of a row in the order of their places; it grows where it is too short."""
    (record,) = spans_of(sheet.text[row.start : row.end], sheet.delimiter)
    there = [(row.start + start, row.start + end) for start, end in record.cells]
    for place in sorted(cells):
        if place < len(there):
            start, end = there[place]
            quoted = is_quoted(sheet.text[start:end])
            new = raw_of(cells[place], sheet.delimiter, quoted=quoted)
            yield _Cut(start, end, new, row.line, place)
    if (last := max(cells, default=0)) >= len(there):
        added = (cells.get(place, "") for place in range(len(there), last + 1))
        new = "".join(sheet.delimiter + raw_of(a, sheet.delimiter, quoted=False) for a in added)
        yield _Cut(row.end, row.end, new, row.line, last)
