"""What was done to a product, one thing after the other, to what stands now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from skuscribe.decisions.event import Action, Event
from skuscribe.record.model import Decided, Decision

State = Literal["new", "approved", "rejected", "skipped"]
STATES: dict[Action, State] = {"approve": "approved", "reject": "rejected", "skip": "skipped"}


@dataclass(frozen=True)
class Standing:
    """What stands for a product.

    Attributes:
        decided: for its record.
        outdated: what was decided about other photos than it has now; it is not applied.
    """

    decided: Decided = field(default_factory=Decided)
    outdated: tuple[Event, ...] = ()


def kept(events: Iterable[Event]) -> list[Event]:
    """Return the events that are not taken back."""
    left: list[Event] = []
    for event in events:
        if event.action != "undo":
            left.append(event)
        elif left:
            left.pop()
    return left


def standing(events: Iterable[Event], photos: str) -> Standing:
    """Return what stands.

    Args:
        events: of one product, oldest first.
        photos: `digest_of` the photos that it has now.
    """
    left = kept(events)
    here = [event for event in left if event.photos == photos]
    states = [STATES[event.action] for event in here if event.action in STATES]
    changes: dict[str, Decision] = {}
    for event in (event for event in here if event.action == "change"):
        changes[event.field] = _change(event, changes.pop(event.field, None))
    decided = Decided(state=states[-1] if states else "new", fields=tuple(changes.values()))
    return Standing(decided, tuple(event for event in left if event.photos != photos))


def _change(event: Event, former: Decision | None) -> Decision:
    """Return a change; of a field that was changed before, from its first value."""
    return Decision(
        field=event.field,
        by=event.by,
        at=event.at,
        before=former.before if former else event.before,
        after=event.after,
    )
