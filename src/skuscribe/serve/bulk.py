"""Accepting in bulk at a desk: what the reviewed sample allows, in words and in decisions."""

from __future__ import annotations

from skuscribe.review.bound import Count
from skuscribe.review.queue import Ask, ask_of
from skuscribe.review.sample import Offer, offer
from skuscribe.serve.desk import Desk
from skuscribe.serve.opened import Item
from skuscribe.serve.reviewed import guesses_of

WISHES = (0.01, 0.02, 0.05, 0.1)
"""Error rates that the page lets one choose."""


class Bulk:
    """What may be accepted unseen at a desk.

    Args:
        desk: where it lies.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._unaided: dict[str, Ask] = {}

    def offer(self, wish: float) -> Offer:
        """Return what the sample as it stands now allows."""
        looked = [
            (self._predicted(item), item.photos, events) for item, events in self._desk.events()
        ]
        return offer(guesses_of(looked), wish)

    def accept(self, found: Offer) -> int:
        """Approve what an offer accepts, and put its audit to the front; return how many."""
        self._desk.ask_first(guess.place for guess in found.audit)
        places = [guess.place for guess in found.accepted]
        return self._desk.accept_unseen(places, found.count.threshold) if places else 0

    def ask(self, found: Offer) -> int | None:
        """Put what an offer lacks to the front; return the first of it."""
        self._desk.ask_first(guess.place for guess in found.ask)
        return found.ask[0].place if found.ask else None

    def _predicted(self, item: Item) -> Ask:
        """Return what was predicted: a record that was settled since states what was decided."""
        if not item.ask.changed:
            return item.ask
        id = item.ask.id
        if id not in self._unaided:
            record = self._desk.opened.record(item, ()).model_dump(mode="json", by_alias=True)
            self._unaided[id] = ask_of(record, item.ask.place)
        return self._unaided[id]


def sentence(found: Offer) -> str:
    """Say what was reviewed and what it shows."""
    count, wish = found.count, f"{100 * found.wish:g} %"
    if not count.of:
        told = "nothing of the drawn sample is reviewed yet"
    else:
        told = f"of {count.of:,} reviewed from {count.threshold:.2f} up {_wrong(count)}"
    if found.more is None:
        return f"{told}; for {wish} the run has too few products"
    if found.more:
        bound = f": at most {100 * count.bound:.1f} % are, 19 times in 20" if count.of else ""
        return f"{told}{bound}; for {wish} at least {found.more:,} more have to be reviewed"
    return f"{told}: at most {wish} are, 19 times in 20"


def _wrong(count: Count) -> str:
    if count.wrong < 2:
        return ("none was wrong", "one was wrong")[count.wrong]
    return f"{count.wrong:,} were wrong"
