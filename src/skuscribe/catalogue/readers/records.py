"""A delimited file as records: the delimiter by trying, the header where it really is.

Records are never lines: cells hold line feeds. RFC 4180, and what shops do beyond it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from skuscribe.catalogue.images import names_photo
from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.readers.encoding import line_of_bad_bytes
from skuscribe.catalogue.record import LONGEST_CELL, Record, names_in
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

DELIMITERS = (",", ";", "\t", "|")
SAMPLED = 400
"""Records that are parsed to find out the dialect."""

SEARCHED = 15
"""Records among which the header is looked for."""

LONGEST_LINE = 20_000_000
"""Characters; a line is held in memory whole."""


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written.

    Attributes:
        encoding: Python codec.
        delimiter: one character.
        header: the column names, stripped; without empty ones at the end.
        line: of the file, where the header begins, counted from 1.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    line: int


def records(path: Path, encoding: str, delimiter: str) -> Iterator[Record | Trouble]:
    """Yield every record of the file, blank ones among them; memory stays flat.

    A cell that is too long costs its record.

    Raises:
        SkuscribeError: `catalogue.row_shape` naming the line where a quote opens that never closes,
            `catalogue.encoding` naming the line of bytes that mean nothing,
            `catalogue.cell_too_long` for a line that cannot be held.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter, strict=False, skipinitialspace=True)
        try:
            while True:
                begun = lines.read + 1
                lines.current.clear()
                try:
                    cells = next(reader)
                except csv.Error as error:
                    yield _too_long(lines, begun, path, error)
                    continue
                if lines.ended and _is_open(lines.current, delimiter):
                    raise _broken(ErrorCode.CATALOGUE_ROW_SHAPE, path, begun, UNCLOSED)
                yield Record(begun, tuple(cells))
        except StopIteration:
            return
        except UnicodeError as error:
            said = f"bytes that are no {encoding}"
            line = line_of_bad_bytes(path, encoding)
            raise _broken(ErrorCode.CATALOGUE_ENCODING, path, line, said) from error


def _too_long(lines: _Lines, begun: int, path: Path, error: csv.Error) -> Trouble:
    """Return the trouble of a cell on a line of its own; over several it is an open quote."""
    if lines.read > begun:
        raise _broken(ErrorCode.CATALOGUE_ROW_SHAPE, path, begun, UNCLOSED) from error
    if lines.overlong:
        said = f"the line has more than {LONGEST_LINE:,} characters"
        raise _broken(ErrorCode.CATALOGUE_CELL_TOO_LONG, path, begun, said) from error
    return Trouble(
        ErrorCode.CATALOGUE_CELL_TOO_LONG, ErrorCode.CATALOGUE_CELL_TOO_LONG.meaning, begun
    )


UNCLOSED = "a quote opens here and is never closed"


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether a record ends inside quotes: a parser forgives it and swallows the file.

    If it does, an empty line behind it is a part of it.
    """
    behind = csv.reader([*lines, ""], delimiter=delimiter, strict=False, skipinitialspace=True)
    return len(list(behind)) == 1


class _Lines:
    """Hands lines on without NUL, counts them, and keeps those of the record at hand."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream, self.read = stream, 0
        self.ended = self.overlong = False
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in iter(partial(self._stream.readline, LONGEST_LINE), ""):
            self.read += 1
            # A byte order mark may begin any line: files were glued by hand.
            marked = line.replace("\ufeff", "") if self.read < SEARCHED else line
            self.current.append(marked.removeprefix("\ufeff").replace("\0", ""))
            if len(line) >= LONGEST_LINE:
                self.overlong = True
                raise csv.Error("the rest of the line would be another record")
            yield self.current[-1]
        self.ended = True


def dialect_of(path: Path, encoding: str, delimiter: str | None = None) -> Dialect:
    """Find out how a file is written, by parsing its first records with each delimiter.

    The right one gives the same number of cells, at least two, in nearly all of them; counting
    characters of the first line does not do.

    Raises:
        SkuscribeError: `catalogue.empty`, `catalogue.no_header`, and what `records` raises.
    """
    signs = DELIMITERS if delimiter is None else (delimiter,)
    failures: list[SkuscribeError] = []
    tried = {each: _sample(path, encoding, each, failures) for each in signs}
    best = max(tried, key=lambda each: _evenness(tried[each]))
    found = tried[best]
    if failures and not _evenness(found)[0]:  # a wrong delimiter may fail where the right one fits
        raise failures[0]
    if all(record.is_blank for record in found):
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)
    place = header_place(found)
    header = names_in(found[place])
    if any(names_photo(name) for name in header):
        said = f"the first row holds data: {', '.join(header)[:80]}"
        raise SkuscribeError(ErrorCode.CATALOGUE_NO_HEADER, said, where=path.name)
    return Dialect(encoding, best, header, found[place].line)


def _sample(
    path: Path, encoding: str, delimiter: str, failures: list[SkuscribeError]
) -> list[Record]:
    try:
        found = islice(records(path, encoding, delimiter), SAMPLED)
        return [each for each in found if isinstance(each, Record)]
    except SkuscribeError as error:
        failures.append(error)
        return []


def _evenness(found: Sequence[Record]) -> tuple[bool, float, int]:
    """Return how even the records are: the share of those with the commonest number of cells."""
    widths = Counter(len(record.cells) for record in found if not record.is_blank)
    if not widths:
        return False, 0.0, 0
    width, _ = widths.most_common(1)[0]
    near = sum(count for each, count in widths.items() if abs(each - width) <= 1)
    share = near / widths.total()
    return width > 1, round(share * (1 - 1 / width), 3), width


def header_place(found: Sequence[Record]) -> int:
    """Return the index of the record that names the columns.

    It is the first that is nearly as wide as the rest and whose cells look like names: a help text
    or a title above it is narrower.
    """
    widths = Counter(len(record.cells) for record in found if not record.is_blank)
    width = widths.most_common(1)[0][0]
    for place, record in enumerate(found[:SEARCHED]):
        named = sum(bool(cell.strip()) for cell in record.cells)
        filled = named >= max(1, 0.5 * min(width, len(record.cells)))
        wide = len(record.cells) >= 0.25 * width and (width == 1 or named > 1)
        if filled and wide:
            return place
    return next(place for place, record in enumerate(found) if not record.is_blank)


def _broken(code: ErrorCode, path: Path, line: int, said: str) -> SkuscribeError:
    return SkuscribeError(code, said, where=f"{path.name}, line {line}")
