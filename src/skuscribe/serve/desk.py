"""One reviewer at work: items in a fixed order, verdicts, changes, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.bulk import bulk_event
from skuscribe.decisions.event import Action, Event
from skuscribe.decisions.fields import DESCRIPTION
from skuscribe.decisions.standing import STATES, kept, standing
from skuscribe.decisions.store import now
from skuscribe.record.model import Record
from skuscribe.review.queue import Filter
from skuscribe.run.products import value_of
from skuscribe.serve.log import Log
from skuscribe.serve.opened import Item, Opened

REMEMBERED = 10  # of the last verdicts and changes are listed on the page


@dataclass(frozen=True)
class Step:
    """What a press did to one item: what to call it, how many events that were, which press."""

    place: int
    what: str
    events: int
    press: int


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
        self._presses = 0
        self._front: list[int] = []
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
            self._has(place)
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
                self._presses += 1
                self._steps.append(Step(place, what, len(events), self._presses))

    def accept(self, lasts: Mapping[int, int], wrong: Iterable[int]) -> int:
        """Approve many items with one press, and put others to the front of the queue.

        Args:
            lasts: of each item, by its place, the number of the last event that was seen.
            wrong: places of those that are not approved.

        Returns:
            How many were left as they are, for somebody else decided about them meanwhile.

        Raises:
            SkuscribeError: `decision.invalid`, there is no such item.
        """
        with self._alone:
            asked = [place for place in dict.fromkeys(wrong) if self._has(place)]
            self._front = [*asked, *(each for each in self._front if each not in asked)]
            self._presses += 1
            return sum(
                not self._approved(place, last)
                for place, last in lasts.items()
                if place not in asked and self._has(place)
            )

    def _approved(self, place: int, last: int) -> bool:
        item = self.opened.items[place]
        try:
            self._keep(item, last, [self._event(item, "approve")])
        except SkuscribeError as error:
            if error.code is not ErrorCode.DECISION_SUPERSEDED:
                raise
            return False
        self._steps.append(Step(place, STATES["approve"], 1, self._presses))
        return True

    def hold(self, place: int, field: str, said: str) -> None:
        """Write down what an item says in a field, so that it stays: one press of its own."""
        with self._alone:
            view, self._presses = self.view(place), self._presses + 1
            self._keep(view.item, view.last, [self._event(view.item, "change", field, said, said)])
            self._steps.append(Step(place, "held", 1, self._presses))

    def accept_unseen(self, places: Iterable[int], threshold: float) -> int:
        """Approve in bulk, with one press and one write, what nobody touched; return how many."""
        with self._alone:
            at, items = now(), self.opened.items
            found = {items[n].ask.id: n for n in places if self._has(n)}
            free = {id: n for id, n in found.items() if not kept(self._log.of(id))}
            kept_now = self._log.add_untouched(
                *(bulk_event(id, items[n].photos, self.by, at, threshold) for id, n in free.items())
            )
            self._presses += 1
            self._own |= kept_now
            self._steps += [Step(free[id], STATES["approve"], 1, self._presses) for id in kept_now]
            return len(kept_now)

    def ask_first(self, places: Iterable[int]) -> None:
        """Put items to the front of the queue, as long as the server runs."""
        self._front = list(dict.fromkeys((*places, *self._front)))

    def events(self) -> list[tuple[Item, Sequence[Event]]]:
        """Return each item with what was done to it, oldest first."""
        with self._alone:
            self._log.read_on()
            return [(item, self._log.of(item.ask.id)) for item in self.opened.items]

    def _has(self, place: int) -> bool:
        if not 0 <= place < len(self.opened.items):
            raise SkuscribeError(ErrorCode.DECISION_INVALID, f"there is no item {place + 1}")
        return True

    def _changes(self, view: View, changes: Mapping[str, str]) -> Iterator[Event]:
        fields = view.record.model_dump(mode="json")
        for field, after in changes.items():
            name = field.removeprefix(DESCRIPTION)
            before = view.words(name) if name != field else value_of(fields, field)
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
        self._steps = [s for s in self._steps if self.opened.items[s.place].ask.id != id]

    def undo(self) -> int | None:
        """Take back all that the last press did that is not taken back yet.

        Returns:
            The place of the item that it began with; None where there is nothing left.

        Raises:
            SkuscribeError: `decision.superseded`, somebody else decided about the item since; its
                steps stay as they are.
        """
        with self._alone:
            if not self._steps:
                return None
            press, place = self._steps[-1].press, self._steps[-1].place
            while self._steps and self._steps[-1].press == press:
                place = self._steps[-1].place
                self._take_back(self._steps[-1])
                self._steps.pop()
            return place

    def _take_back(self, step: Step) -> None:
        item = self.opened.items[step.place]
        events = [self._event(item, "undo") for _ in range(step.events)]
        try:
            self._keep(item, self._own[item.ask.id], events)
        except SkuscribeError as error:
            if error.code is ErrorCode.DECISION_SUPERSEDED:
                self._forget(item.ask.id)
            raise

    def after(self, place: int, wanted: Filter) -> int | None:
        """Return the next item to decide about: one put to the front, else behind `place`.

        Behind the last comes the first. Where the filter names no state, one that nobody decided
        about.
        """
        still = wanted if wanted.state else Filter(wanted.reason, wanted.category, "new")
        found = [each for each in self.matching(still) if each != place]
        first = (each for each in self._front if each in found)
        behind = (each for each in found if each > place)
        return next(first, next(behind, found[0] if found else None))

    def lasts(self, value: tuple[str, str]) -> dict[int, int]:
        """Return the items that state a value and that nobody touched, doubtful ones first.

        Args:
            value: a name, such as category, and what it is.

        Returns:
            The number of each one's last event, by its place.
        """
        with self._alone:
            self._log.read_on()
            items = self.opened.items
            found = [n for n, item in enumerate(items) if value in item.ask.values]
            found = [n for n in found if not kept(self._log.of(items[n].ask.id))]
            found.sort(key=lambda n: -items[n].ask.cost)
            return {n: self._log.last(items[n].ask.id) for n in found}

    def matching(self, wanted: Filter) -> list[int]:
        """Return the places of the items that a filter takes."""
        rows = zip(self.opened.items, self.states(), strict=True)
        return [n for n, (item, state) in enumerate(rows) if wanted.takes(item.ask, state)]
