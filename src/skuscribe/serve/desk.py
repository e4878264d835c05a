"""One reviewer at work: items in a fixed order, verdicts, changes, and taking them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import RLock

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Action, Event
from skuscribe.decisions.fields import DESCRIPTION
from skuscribe.decisions.standing import STATES, standing
from skuscribe.decisions.store import now
from skuscribe.record.model import Record
from skuscribe.review.queue import Filter
from skuscribe.run.products import value_of
from skuscribe.serve.log import Log
from skuscribe.serve.opened import Item, Opened

REMEMBERED = 10
"""How many of the last verdicts and changes the page lists."""


@dataclass(frozen=True)
class Step:
    """What one press did: to which item, what to call it, and how many events that were."""

    place: int
    what: str
    events: int


@dataclass(frozen=True)
class View:
    """An item as it stands now.

    Attributes:
        place: in the queue, from 0.
        record: with what was decided.
        unaided: the record as nobody had decided anything.
        last: number of its last event; 0 for none.
    """

    place: int
    item: Item
    record: Record
    unaided: Record
    last: int

    @property
    def state(self) -> str:
        """What stands for it."""
        return self.record.decided.state

    def words(self, field: str) -> str:
        """Return the words of a description field: a person's, where there are any."""
        pointer = f"{DESCRIPTION}{field}"
        for each in self.record.decided.fields:
            if each.field == pointer:
                return str(each.after)
        return value_of(self.record.model_dump(mode="json"), pointer)


class Desk:
    """The items of a run before one reviewer.

    Args:
        opened: the run; its order stays as it is.
        log: of its events; others may add to them.
        by: who decides.
    """

    def __init__(self, opened: Opened, log: Log, by: str) -> None:
        self.opened, self._log, self.by = opened, log, by
        self._steps: list[Step] = []
        self._own: dict[str, int] = {}
        self._alone = RLock()

    @property
    def steps(self) -> list[Step]:
        """The last steps that are not taken back, the newest first."""
        return self._steps[: -REMEMBERED - 1 : -1]

    def states(self) -> list[str]:
        """Return what stands for each item, in the order of the queue."""
        with self._alone:
            self._log.read_on()
            return [self._state(item) for item in self.opened.items]

    def _state(self, item: Item) -> str:
        events = self._log.of(item.ask.id)
        return standing(events, item.photos).decided.state if events else "new"

    def view(self, place: int) -> View:
        """Return an item as it stands now.

        Raises:
            SkuscribeError: `decision.invalid`, there is no such item; `run.invalid`.
        """
        with self._alone:
            if not 0 <= place < len(self.opened.items):
                raise SkuscribeError(ErrorCode.DECISION_INVALID, f"there is no item {place + 1}")
            self._log.read_on()
            item = self.opened.items[place]
            events = self._log.of(item.ask.id)
            unaided = self.opened.record(item, ())
            record = self.opened.record(item, events) if events else unaided
            return View(place, item, record, unaided, self._log.last(item.ask.id))

    def history(self, item: Item) -> list[Event]:
        """Return everything that was done to an item, oldest first."""
        return list(self._log.of(item.ask.id))

    def decide(
        self, place: int, last: int, changes: Mapping[str, str], verdict: Action | None
    ) -> None:
        """Keep changes and a verdict, all or none; when this returns they are on the disk.

        Args:
            place: of the item in the queue.
            last: number of its last event that the reviewer has seen.
            changes: new values by JSON pointer; what says the same as before is left out.
            verdict: None changes alone.

        Raises:
            SkuscribeError: `decision.superseded`, somebody else decided meanwhile; see `view`.
        """
        with self._alone:
            view = self.view(place)
            events = list(self._changes(view, changes))
            if verdict is not None:
                events.append(self._event(view.item, verdict))
            if last != view.last:
                raise SkuscribeError(ErrorCode.DECISION_SUPERSEDED, where=view.item.ask.id)
            if events:
                self._keep(view.item, last, events)
                what = STATES[verdict] if verdict else "changed"
                self._steps.append(Step(place, what, len(events)))

    def _changes(self, view: View, changes: Mapping[str, str]) -> Iterator[Event]:
        fields = view.record.model_dump(mode="json")
        for field, after in changes.items():
            words = field.startswith(DESCRIPTION)
            name = field.removeprefix(DESCRIPTION)
            before = view.words(name) if words else value_of(fields, field)
            if before != after:
                yield self._event(view.item, "change", field, before, after)

    def _event(
        self, item: Item, action: Action, field: str = "", before: str = "", after: str = ""
    ) -> Event:
        return Event(item.ask.id, item.photos, action, self.by, now(), field, before, after)

    def _keep(self, item: Item, last: int, events: list[Event]) -> None:
        """Keep events; steps before another's decision can be taken back no more."""
        id = item.ask.id
        number = self._log.add(last, *events)
        if self._own.get(id, last) != last:
            self._forget(id)
        self._own[id] = number

    def _forget(self, id: str) -> None:
        items = self.opened.items
        self._steps = [step for step in self._steps if items[step.place].ask.id != id]

    def undo(self) -> int | None:
        """Take back the last step that is not taken back; return its item's place.

        Returns:
            None where there is nothing left.

        Raises:
            SkuscribeError: `decision.superseded`, somebody else decided about the item since; its
                steps stay as they are.
        """
        with self._alone:
            if not self._steps:
                return None
            step = self._steps[-1]
            item = self.opened.items[step.place]
            events = [self._event(item, "undo") for _ in range(step.events)]
            try:
                self._keep(item, self._own[item.ask.id], events)
            except SkuscribeError as error:
                if error.code is ErrorCode.DECISION_SUPERSEDED:
                    self._forget(item.ask.id)
                raise
            self._steps.pop()
            return step.place

    def after(self, place: int, wanted: Filter) -> int | None:
        """Return the next item to decide about: behind `place`, else from the start.

        Where the filter names no state, one that nobody decided about.
        """
        still = wanted if wanted.state else Filter(wanted.reason, wanted.category, "new")
        found = [each for each in self.matching(still) if each != place]
        behind = (each for each in found if each > place)
        return next(behind, found[0] if found else None)

    def matching(self, wanted: Filter) -> list[int]:
        """Return the places of the items that a filter takes."""
        rows = zip(self.opened.items, self.states(), strict=True)
        return [n for n, (item, state) in enumerate(rows) if wanted.takes(item.ask, state)]
