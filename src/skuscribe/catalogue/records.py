"""A delimited file as records: the delimiter by trying, the header where it really is.

Records are never lines: cells hold line feeds. RFC 4180, and what shops do beyond it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

DELIMITERS = (",", ";", "\t", "|")
SAMPLED = 400
"""Records that are parsed to find out the dialect."""

SEARCHED = 15
"""Records among which the header is looked for."""

LONGEST_CELL = 1_000_000
"""Characters; more is a quote that was never closed."""


@dataclass(frozen=True)
class Record:
    """A record and the line of the file where it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip(" \t\r\n\xa0,;|") for cell in self.cells)


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written.

    Attributes:
        encoding: Python codec.
        delimiter: one character.
        header: the column names, stripped; without empty ones at the end.
        skip: records before the first that holds data, the header among them.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    skip: int


def records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """Yield every record of the file, blank ones among them; memory stays flat.

    Raises:
        SkuscribeError: `catalogue.row_shape` naming the line where a quote opens that never closes,
            `catalogue.encoding` naming the line of bytes that mean nothing.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter, strict=False, skipinitialspace=True)
        begun = 1
        try:
            for cells in reader:
                if lines.ended and _is_open(lines.current, delimiter):
                    raise _broken(ErrorCode.CATALOGUE_ROW_SHAPE, path, begun, UNCLOSED)
                yield Record(begun, tuple(cells))
                begun = lines.read + 1
                lines.current.clear()
        except csv.Error as error:
            raise _broken(ErrorCode.CATALOGUE_ROW_SHAPE, path, begun, UNCLOSED) from error
        except UnicodeDecodeError as error:
            said = f"bytes that are no {encoding}"
            raise _broken(ErrorCode.CATALOGUE_ENCODING, path, begun, said) from error


UNCLOSED = "a quote opens here and is never closed"


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether a record ends inside quotes: a parser forgives it and swallows the file."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


class _Lines:
    """Hands lines on without NUL, counts them, and keeps those of the record at hand."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream, self.read, self.ended = stream, 0, False
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self.read += 1
            # A byte order mark may stand behind a blank line: files were glued by hand.
            marked = line.replace("\ufeff", "") if self.read < SEARCHED else line
            self.current.append(marked.replace("\0", ""))
            yield self.current[-1]
        self.ended = True


def dialect_of(path: Path, encoding: str, delimiter: str | None = None) -> Dialect:
    """Find out how a file is written, by parsing its first records with each delimiter.

    The right one gives the same number of cells, at least two, in nearly all of them; counting
    characters of the first line does not do.

    Raises:
        SkuscribeError: `catalogue.empty`, and what `records` raises.
    """
    signs = DELIMITERS if delimiter is None else (delimiter,)
    tried = {each: _sample(path, encoding, each) for each in signs}
    best = max(tried, key=lambda each: _evenness(tried[each]))
    found = tried[best]
    filled = [record for record in found if not record.is_blank]
    if not filled:
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)
    place = header_place(found)
    return Dialect(encoding, best, _names(found[place].cells), place + 1)


def _sample(path: Path, encoding: str, delimiter: str) -> list[Record]:
    try:
        return list(islice(records(path, encoding, delimiter), SAMPLED))
    except SkuscribeError:
        if delimiter == DELIMITERS[0]:
            raise
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


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _broken(code: ErrorCode, path: Path, line: int, said: str) -> SkuscribeError:
    return SkuscribeError(code, said, where=f"{path.name}, line {line}")
