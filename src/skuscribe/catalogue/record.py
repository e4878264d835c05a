"""One row of a table as it was read: its cells, and the line where it begins."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_CELL = 1_000_000
"""Characters; more over several lines is a quote that was never closed."""


@dataclass(frozen=True)
class Record:
    """A record and the line of the file where it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip(" \t\r\n\xa0,;|") for cell in self.cells)


def names_in(record: Record) -> tuple[str, ...]:
    """Return the names of columns that a record holds."""
    names = [" ".join(cell.split()) for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
