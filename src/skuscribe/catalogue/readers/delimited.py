"""A delimited text file, CSV or its like, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import dropwhile
from pathlib import Path

from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.readers.encoding import Encoding, encoding_of
from skuscribe.catalogue.readers.records import Dialect, dialect_of, records
from skuscribe.catalogue.record import Record
from skuscribe.catalogue.table import Table, table_of


def open_delimited(
    path: Path,
    given: Mapping[str, str],
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Table:
    """Find out a delimited file's dialect and columns.

    Args:
        path: of the file.
        given: columns as the user says, by role (see `columns.ROLES`).
        encoding: as the user says; found out when None.
        delimiter: as the user says; found out when None.

    Raises:
        SkuscribeError: `catalogue.*`.
        OSError: the file cannot be read.
    """
    letters = Encoding(encoding) if encoding else encoding_of(path)
    dialect = dialect_of(path, letters.name, delimiter)
    return table_of(
        dialect.header,
        lambda: _behind(dialect.line, records(path, dialect.encoding, dialect.delimiter)),
        given,
        letters.name,
        dialect.delimiter,
        tuple(_notes(path, letters, dialect)),
    )


def _behind(line: int, found: Iterator[Record | Trouble]) -> Iterator[Record | Trouble]:
    """Return what comes behind the record of the header."""
    return dropwhile(lambda each: _line_of(each) <= line, found)


def _line_of(each: Record | Trouble) -> int:
    return each.line if isinstance(each, Record) else each.row


def _notes(path: Path, letters: Encoding, dialect: Dialect) -> Iterator[str]:
    if letters.guessed:
        yield f"the letters are taken for {letters.name}; if they are others, say --encoding"
    if dialect.delimiter == "\t" and path.suffix.lower() == ".csv":
        yield "it is called .csv and has tabs between its cells"
    if dialect.line > 1:
        yield f"line {dialect.line} names the columns; what stands above is left out"
