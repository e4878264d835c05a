"""Where decisions are kept: one SQLite file that only grows.

An event is on the disk before its function returns: write-ahead log, synchronous writes
(https://sqlite.org/wal.html). Its own file beside a run outlives every new run and settling.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Event

FILE = "decisions.sqlite"
PATIENCE = 30.0
"""Seconds that another process's writing is waited for."""

MIGRATIONS = (
    """CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, product TEXT NOT NULL, photos TEXT NOT NULL,
        action TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, field TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL)""",
    "CREATE INDEX by_product ON events (product, number)",
)
"""Each is run once, in order; `user_version` counts them. Entries are added, never changed."""

COLUMNS = "product, photos, action, by, at, field, before, after"


def now() -> str:
    """Return the time as events have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Decisions:
    """The decisions of one run.

    Args:
        folder: of the run.

    Raises:
        SkuscribeError: `run.invalid`, the file is damaged or of a newer version.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        with _readable():
            # A page's threads take turns at it; SQLite itself allows that.
            self._base = sqlite3.connect(
                self._path, isolation_level=None, timeout=PATIENCE, check_same_thread=False
            )
        try:
            with _readable():
                self._write_ahead()
                self._base.execute("PRAGMA synchronous = FULL")
                self._migrate()
        except BaseException:
            self.close()
            raise

    def _write_ahead(self) -> None:
        """Turn the write-ahead log on; SQLite does not wait where another does so just now."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._base.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _migrate(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")  # two processes may open a new file at once
        (done,) = self._base.execute("PRAGMA user_version").fetchone()
        if done > len(MIGRATIONS):
            self._base.execute("ROLLBACK")
            raise SkuscribeError(
                ErrorCode.RUN_INVALID,
                "its decisions are of a newer version",
                hint="upgrade: pip install --upgrade skuscribe",
                where=FILE,
            )
        for migration in MIGRATIONS[done:]:
            self._base.execute(migration)
        self._base.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        self._base.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def note(self, *events: Event) -> None:
        """Keep events, all or none; when this returns they are on the disk."""
        with self._writing():
            self._insert(events)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write all that is done inside or nothing; afterwards it is on the disk."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def _insert(self, events: Iterable[Event]) -> None:
        self._base.executemany(
            f"INSERT INTO events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [_row(event) for event in events],
        )

    def note_after(self, last: int, *events: Event) -> int:
        """Keep events of one product where nothing was done to it since event `last`.

        Args:
            last: number of the product's last event that whoever decides has seen; 0 for none.
            events: of one product; all are kept or none.

        Returns:
            The number of the last of them; they are on the disk.

        Raises:
            SkuscribeError: `decision.superseded`, somebody did something since; nothing is kept.
        """
        with self._writing():
            if self._last(events[0].product) != last:
                raise SkuscribeError(ErrorCode.DECISION_SUPERSEDED, where=events[0].product)
            self._insert(events)
            number = self._last(events[0].product)
        return number

    def note_untouched(self, lasts: Mapping[str, int], *events: Event) -> dict[str, int]:
        """Keep those of many events whose product nobody touched since, with one write.

        Args:
            lasts: number of the last event that was seen, by product.
            events: at most one a product.

        Returns:
            The number of each event that is kept, by product; they are on the disk.
        """
        with self._writing():
            still = [each for each in events if self._last(each.product) == lasts[each.product]]
            self._insert(still)
            numbers = {event.product: self._last(event.product) for event in still}
        return numbers

    def _last(self, product: str) -> int:
        question = "SELECT COALESCE(MAX(number), 0) FROM events WHERE product = ?"
        (number,) = self._base.execute(question, (product,)).fetchone()
        return int(number)

    def since(self, number: int) -> Iterator[tuple[int, Event]]:
        """Yield the events after event `number` with their numbers, oldest first."""
        question = f"SELECT number, {COLUMNS} FROM events WHERE number > ? ORDER BY number"  # noqa: S608
        with _readable(), closing(self._base.execute(question, (number,))) as cursor:
            for row in cursor:
                yield row[0], Event(*row[1:])

    def of(self, product: str) -> list[Event]:
        """Return what was done to a product, oldest first."""
        return list(self._events("WHERE product = ?", (product,)))

    def all(self) -> Iterator[Event]:
        """Yield every event; those of a product stand together, oldest first."""
        return self._events("", ())

    def products(self) -> frozenset[str]:
        """Return the ids of products that something was done to."""
        return frozenset(id for (id,) in self._base.execute("SELECT DISTINCT product FROM events"))

    def _events(self, where: str, values: Iterable[str]) -> Iterator[Event]:
        question = f"SELECT {COLUMNS} FROM events {where} ORDER BY product, number"  # noqa: S608
        with _readable(), closing(self._base.execute(question, tuple(values))) as cursor:
            for row in cursor:
                yield Event(*row)


@contextmanager
def _readable() -> Iterator[None]:
    """Say of a file that SQLite cannot read that the run is invalid."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise SkuscribeError(
            ErrorCode.RUN_INVALID, f"its decisions cannot be read ({error})", where=FILE
        ) from error


def _row(event: Event) -> tuple[str, ...]:
    return (
        *(event.product, event.photos, event.action, event.by, event.at),
        *(event.field, event.before, event.after),
    )


def decisions_of(folder: Path) -> dict[str, list[Event]]:
    """Return the events of a run by product; nothing where nobody has decided anything."""
    if not (folder / FILE).exists():
        return {}
    found: dict[str, list[Event]] = {}
    with Decisions(folder) as store:
        for event in store.all():
            found.setdefault(event.product, []).append(event)
    return found
