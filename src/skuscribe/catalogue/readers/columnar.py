"""A Parquet file as a table: a few thousand rows in memory at a time, lists as cells of several.

Columns that hold photos themselves, or records in records, are not read; the notes name them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.readers.cells import plain_text
from skuscribe.catalogue.readers.objects import SEPARATOR
from skuscribe.catalogue.record import LONGEST_CELL, Record
from skuscribe.catalogue.table import Table, listed, table_of
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.extras import missing

BATCH = 2_000
"""Rows in memory at a time."""

BUFFER = 1 << 20
"""Bytes of a column that are read at once; a row group is never held whole."""

MAGIC = b"PAR1"


def is_parquet(head: bytes) -> bool:
    """Tell whether a file that begins with `head` is Parquet."""
    return head.startswith(MAGIC)


def open_parquet(path: Path, given: Mapping[str, str]) -> Table:
    """Return a Parquet file as a table.

    A row's line is its number, counted from 1.

    Raises:
        SkuscribeError: `config.extra_missing` without pyarrow, `catalogue.unreadable`,
            `catalogue.empty`, `catalogue.column_missing`.
        OSError: the file cannot be read.
    """
    with _opened(path) as file:
        schema, count = file.schema_arrow, file.metadata.num_rows
    kept = tuple(dict.fromkeys(each.name for each in schema if not _left_out(each.type)))
    header = tuple(name for name in kept for each in schema if each.name == name)
    if not count or not header:
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)

    def rows() -> Iterator[Record | Trouble]:
        with _opened(path) as file:
            number = 0
            for batch in file.iter_batches(BATCH, columns=list(kept), use_threads=False):
                for cells in zip(*map(_cells, batch.columns), strict=True):
                    number += 1
                    yield _record(number, cells)

    table = table_of(header, rows, given, notes=tuple(_notes(schema)))
    return listed(table, SEPARATOR)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open the file; what is damaged in it is a failure with a code."""
    try:
        from pyarrow import ArrowException  # type: ignore[import-untyped]
        from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]
    except ImportError as error:
        raise missing("parquet", "pyarrow") from error
    with path.open("rb") as stream:
        try:
            with ParquetFile(stream, buffer_size=BUFFER, pre_buffer=False) as file:
                yield file
        except (ArrowException, OSError, ValueError, OverflowError, LookupError) as error:
            said = f"the file is damaged ({str(error)[:80]})"
            raise SkuscribeError(
                ErrorCode.CATALOGUE_UNREADABLE, said, hint="write it anew", where=path.name
            ) from error


def _left_out(kind: Any) -> str:  # noqa: ANN401 - pyarrow has no types
    """Return why a column of the type is no text; empty if it is."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _left_out(kind.value_type)
    if _is_list(kind):
        return "holds lists in lists" if _is_list(kind.value_type) else _left_out(kind.value_type)
    if types.is_nested(kind):
        return "holds records in records"
    binary = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary)
    if any(is_it(kind) for is_it in (*binary, types.is_binary_view)):
        return "holds bytes"
    return ""


def _is_list(kind: Any) -> bool:  # noqa: ANN401
    from pyarrow import types

    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def _notes(schema: Any) -> Iterator[str]:  # noqa: ANN401
    for each in schema:
        if why := _left_out(each.type):
            yield f"the column '{each.name}' {why} and is not read"


def _cells(column: Any) -> list[str]:  # noqa: ANN401
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return [_text(value) for value in column.to_pylist()]


def _record(number: int, cells: Sequence[str]) -> Record | Trouble:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        code = ErrorCode.CATALOGUE_CELL_TOO_LONG
        return Trouble(code, code.meaning, number)
    return Record(number, tuple(cells))


def _text(value: Any) -> str:  # noqa: ANN401 - whatever Parquet holds
    if isinstance(value, list):
        return SEPARATOR.join(filter(None, map(_text, value)))
    return plain_text(value)
