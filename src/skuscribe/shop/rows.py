"""The shop's tables: small CSV files that people write by hand, read line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small
from skuscribe.record.text import clean_text

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Kind:
    """What a table holds.

    Attributes:
        columns: those that must be there and filled in every line.
        example: its first lines, for people who got them wrong.
    """

    columns: tuple[str, ...]
    example: str


def rows_of(path: Path, kind: Kind) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, cleaned cells by column in lower case), blank lines and notes left out.

    The file is UTF-8 with a header; lines that begin with `#` are notes.

    Raises:
        SkuscribeError: `config.invalid`, naming the file and the line.
    """
    for line, row in _raw(path, kind):
        cells = {column: clean_text(value) for column, value in row.items()}
        if not all(cells.get(column) for column in kind.columns):
            raise invalid(path, line, f"{_listed(kind)} must be filled", kind.example)
        yield line, cells


def invalid(path: Path, line: int, message: str, hint: str) -> SkuscribeError:
    """Return the error of a line; 0 for the whole file."""
    where = f"{path.name}, line {line}" if line else path.name
    return SkuscribeError(ErrorCode.CONFIG_INVALID, message, hint=hint, where=where)


def _listed(kind: Kind) -> str:
    return " and ".join(kind.columns)


def _raw(path: Path, kind: Kind) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(path)
    header = next((ln for ln in text.splitlines() if ln.strip() and ln[0] != "#"), "")
    delimiter = max(DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    missing = f"the columns {_listed(kind)} are missing"
    columns: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if columns:
                yield reader.line_num, dict(zip(columns, cells, strict=False))
                continue
            columns = [name.strip().casefold() for name in cells]
            if not set(kind.columns) <= set(columns):
                raise invalid(path, reader.line_num, missing, kind.example)
    except csv.Error as error:
        raise invalid(path, reader.line_num, f"is no CSV: {error}", kind.example) from error
    if not columns:
        raise invalid(path, 1, missing, kind.example)


def _text(path: Path) -> str:
    try:
        return read_small(path).decode("utf-8-sig")
    except OSError as error:
        raise invalid(path, 0, f"cannot be read ({error.strerror})", "check the path") from error
    except UnicodeDecodeError as error:
        raise invalid(path, 0, "is not UTF-8", "save it as CSV UTF-8") from error
