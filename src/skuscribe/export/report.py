"""What a merge left as it was, as a CSV for people: conflicts first, then others' changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from skuscribe.export.cells import guarded
from skuscribe.export.delimited import Cells, write_csv
from skuscribe.export.differences import Compared
from skuscribe.export.merge import Merged

COLUMNS = ("what", "product", "line", "column", "last", "theirs", "ours")
"""`what` is `conflict`, or `changed` for what somebody changed since the last time."""


def write_report(merged: Merged, since: Compared, stream: BinaryIO) -> None:
    """Write a row a cell; cells that a spreadsheet would run are guarded."""
    rows = ({name: guarded(cell) for name, cell in row.items()} for row in rows_of(merged, since))
    write_csv(stream, rows, COLUMNS)


def rows_of(merged: Merged, since: Compared) -> Iterator[Cells]:
    """Yield conflicts, then what else was changed since the last time and stays."""
    told = set[tuple[int, str]]()
    for each in merged.conflicts:
        told.add((each.line, each.column))
        said = (each.product, str(each.line), each.column, each.base, each.theirs, each.ours)
        yield dict(zip(COLUMNS, ("conflict", *said), strict=True))
    for cell in since.cells:
        if (cell.line, cell.column) not in told:
            said = (cell.product, str(cell.line), cell.column, cell.before, cell.after, "")
            yield dict(zip(COLUMNS, ("changed", *said), strict=True))
