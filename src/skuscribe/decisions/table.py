"""Decisions as a CSV that people edit, and back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TextIO

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import ACTIONS, Event
from skuscribe.decisions.fields import field_of

COLUMNS = tuple(each.name for each in fields(Event))
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute; such cells are written behind an apostrophe, one more than
they had."""


def write_table(events: Iterable[Event], stream: TextIO) -> int:
    """Write events, one a row, oldest first for each product; return how many."""
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    count = 0
    for event in events:
        writer.writerow({key: _guarded(str(value)) for key, value in asdict(event).items()})
        count += 1
    return count


def read_table(path: Path, by: str, at: str, photos: Mapping[str, str]) -> list[Event]:
    """Read what people decided.

    Args:
        path: a CSV with columns `product` and `action`; `field` and `after` of a change. What
            else `write_table` writes may be there.
        by: who decided, where the row does not say.
        at: when, where the row does not say.
        photos: digest of the photos of each product of the run, where the row does not say.

    Raises:
        SkuscribeError: `decision.invalid`, naming the line; nothing is read then.
        OSError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"product", "action"}.difference(reader.fieldnames or ())
            if missing:
                raise _invalid(f"{path.name}, line 1", f"no column {sorted(missing)[0]}")
            rows = [(f"{path.name}, line {reader.line_num}", row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _invalid(path.name, f"it is no CSV in UTF-8 ({error})") from error
    plain = {"by": by, "at": at}
    return [_event(_said(row), place, plain, photos) for place, row in rows]


def _said(row: Mapping[str, str | None]) -> dict[str, str]:
    found = ((key, _plain(value)) for key, value in row.items() if isinstance(value, str))
    return {key: value for key, value in found if key in COLUMNS and value}


def _event(
    said: dict[str, str], place: str, plain: Mapping[str, str], photos: Mapping[str, str]
) -> Event:
    product = said.get("product", "")
    if product not in photos:
        raise _invalid(place, f"no product of the run is '{product[:80]}'")
    action = next((each for each in ACTIONS if each == said.get("action")), None)
    if action is None:
        raise _invalid(place, f"'{said.get('action', '')[:40]}' is none of {', '.join(ACTIONS)}")
    if action == "change":
        try:
            said["field"] = field_of(said.get("field", ""))
        except SkuscribeError as error:
            raise error.at(place) from error
    whole = {"photos": photos[product], **plain, **said, "action": action}
    return Event(**whole)  # type: ignore[arg-type]


def unknown(events: Iterable[Event], known: Iterable[Event]) -> Iterator[Event]:
    """Yield the events that are not among `known`: a table may be read twice."""
    there = set(known)
    return (event for event in events if event not in there)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if guarded else cell


def _invalid(place: str, said: str) -> SkuscribeError:
    return SkuscribeError(ErrorCode.DECISION_INVALID, said, where=place)
