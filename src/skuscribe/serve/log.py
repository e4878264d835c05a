"""The events of a run as they stand on the disk, read on as anybody adds to them."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from pathlib import Path

from skuscribe.decisions.event import Event
from skuscribe.decisions.store import Decisions


class Log:
    """What was done to each product, whoever did it.

    It reads through one connection that stays open: opening and closing the file takes longer than
    all else a page needs. Each writing has its own, so one that failed leaves nothing behind.

    Args:
        folder: of the run.

    Raises:
        SkuscribeError: `run.invalid`, its decisions cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = 0
        self._events: dict[str, list[Event]] = {}
        self._last: dict[str, int] = {}
        self._open = Decisions(folder)
        weakref.finalize(self, self._open.close)
        self.read_on()

    def read_on(self) -> None:
        """Read what was added since; one thread at a time."""
        for number, event in self._open.since(self._read):
            self._events.setdefault(event.product, []).append(event)
            self._last[event.product] = self._read = number

    def add(self, last: int, *events: Event) -> int:
        """Keep events of one product; see `Decisions.note_after`."""
        with Decisions(self._folder) as store:
            number = store.note_after(last, *events)
        self.read_on()
        return number

    def add_untouched(self, *events: Event) -> dict[str, int]:
        """Keep those whose product nobody touched since; see `Decisions.note_untouched`."""
        lasts = {event.product: self.last(event.product) for event in events}
        with Decisions(self._folder) as store:
            numbers = store.note_untouched(lasts, *events)
        self.read_on()
        return numbers

    def of(self, product: str) -> Sequence[Event]:
        """Return what was done to a product, oldest first."""
        return tuple(self._events.get(product, ()))

    def last(self, product: str) -> int:
        """Return the number of its last event; 0 for none."""
        return self._last.get(product, 0)
