"""What was decided at a desk, taught to the shop: first shown, then done; nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Event
from skuscribe.decisions.fields import FACTS
from skuscribe.record.model import Record
from skuscribe.run.resettle import settle_run
from skuscribe.serve.desk import Desk
from skuscribe.serve.opened import Item, Opened, reopened
from skuscribe.settings import Settings
from skuscribe.settling import words_of
from skuscribe.shop.examples import Examples, write_examples
from skuscribe.teach.adding import judged_with, refuse
from skuscribe.teach.check import Check
from skuscribe.teach.decided import of_decisions

CATEGORY = f"{FACTS}category"


@dataclass(frozen=True)
class Change:
    """A product whose category would be another: its place in the queue, its id, both words."""

    place: int
    id: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Proposal:
    """What would be taught, and what that would change.

    Attributes:
        examples: of the shop, with the new ones.
        judged: what they are worth.
        changes: of products whose category nobody changed or approved.
        held: of products that a person approved: their category is written down and stays.
    """

    examples: Examples
    judged: Check
    changes: tuple[Change, ...]
    held: tuple[Change, ...]


class Lessons:
    """Teaches the shop of a run what was decided at a desk.

    Args:
        desk: where its items lie.
        run: its folder.
        settings: what its records are settled with; they name a shop.
        shop: the shop's folder.
    """

    def __init__(self, desk: Desk, run: Path, settings: Settings, shop: Path) -> None:
        self._desk, self._run, self._settings, self.shop = desk, run, settings, shop

    @property
    def run(self) -> Path:
        """The run's folder."""
        return self._run

    def proposed(self) -> Proposal:
        """Return what teaching the decisions would do; nothing is written.

        Raises:
            SkuscribeError: `config.invalid`, nobody approved or changed a category;
                `shop.teaching_refused`.
        """
        examples, judged = judged_with(self.shop, of_decisions(self._run))
        refuse(judged)
        found = list(self._compared(examples))
        return Proposal(
            examples,
            judged,
            tuple(change for change, approved in found if not approved),
            tuple(change for change, approved in found if approved),
        )

    def teach(self) -> int:
        """Teach the shop and settle the run; return how many products changed.

        Raises:
            SkuscribeError: see `proposed`; `run.locked`; `decision.superseded`.
            OSError: the shop or the run cannot be written.
        """
        proposal = self.proposed()
        for held in proposal.held:
            self._desk.hold(held.place, CATEGORY, held.before)
        write_examples(self.shop, proposal.examples)
        settle_run(self._run, self._settings, {}, 1, lambda rows: None)
        self._desk.opened = reopened(self._desk.opened, self._run, words_of(self._settings))
        return len(proposal.changes)

    def _compared(self, examples: Examples) -> Iterator[tuple[Change, bool]]:
        """Yield what would change, and whether a person approved it as it is."""
        now = self._desk.opened
        shop = replace(now.words.shop, examples=examples)
        then = replace(now, words=replace(now.words, shop=shop))
        for place, (item, events) in enumerate(self._desk.events()):
            before, after = (_label(_record(each, item, events)) for each in (now, then))
            if before != after:
                approved = _record(now, item, events).decided.state == "approved" and before != ""
                yield Change(place, item.ask.id, before, after), approved


def lessons_of(desk: Desk, run: Path, settings: Settings) -> Lessons | None:
    """Return what teaches the shop of a run; None where it has none."""
    return None if settings.shop is None else Lessons(desk, run, settings, settings.shop)


def no_shop() -> SkuscribeError:
    """Return why nothing can be taught."""
    said = "the run has no shop that could be taught"
    return SkuscribeError(ErrorCode.CONFIG_INVALID, said, hint="start the page with --shop DIR")


def _record(opened: Opened, item: Item, events: Sequence[Event]) -> Record:
    return opened.record(item, events)


def _label(record: Record) -> str:
    return record.category.label or ""
