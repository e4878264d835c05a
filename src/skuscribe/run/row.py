"""What became of an entry: what was seen and the record as lines of JSON, or the failure."""

from __future__ import annotations

from dataclasses import dataclass

from skuscribe.core.errors import SkuscribeError, failed_row
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        id: of the entry.
        observed, record: lines of JSON text.
        failure: why there is no record.
    """

    id: str
    observed: str
    record: str
    failure: SkuscribeError | None = None


def row_of(line: ObservedLine, record: Record) -> Row:
    """Return the row of a record."""
    return Row(record.id, line.to_json(), record.to_json())


def row_without(id: str, error: SkuscribeError) -> Row:
    """Return the row of an entry that failed."""
    text = failed_row(id, error)
    return Row(id, text, text, error)
