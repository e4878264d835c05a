"""The products of a run that may leave it, and why the others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skuscribe.decisions.event import Event
from skuscribe.decisions.fields import FACTS
from skuscribe.decisions.standing import standing
from skuscribe.decisions.store import decisions_of
from skuscribe.export.listing import Handles, Listing, listing_of
from skuscribe.record.channels import Fields, Lack, lacks
from skuscribe.run.products import photos_of, records_of

Addresses = Callable[[Fields, str], Sequence[str]]
"""A record and its handle to the addresses of its photos."""


def nowhere(record: Fields, handle: str) -> Sequence[str]:
    """Return no address: nobody says where the photos are."""
    return ()


@dataclass
class Tally:
    """What became of the products: how many there are of each outcome.

    Attributes:
        listed: products that may go.
        stayed: reason to count.
        wrong: products with a value that the channel refuses, and the first such value; the first
            `SHOWN` of them.
    """

    listed: int = 0
    stayed: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Lack]] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Products that stayed though people let them go."""
        return self.stayed[REFUSED] + self.stayed[UNSETTLED]


SHOWN = 20
NOT_APPROVED, REJECTED = "not approved", "rejected"
UNSETTLED, REFUSED = "facts changed since it was settled", "a value that the channel refuses"


class Selected:
    """The listings of a run that a channel gets, in the run's order; may be gone through again.

    Args:
        records: gives the records from the start.
        events: what people decided, by product.
        channel: whose rules they keep; see `record.channels`.
        every: also those that nobody has approved; a rejected one never.
        addresses: where photos can be loaded.
        currency: of prices that say none.

    Attributes:
        tally: of the last time that all were gone through.
    """

    def __init__(
        self,
        records: Callable[[], Iterable[Fields]],
        events: dict[str, list[Event]],
        channel: str,
        *,
        every: bool = False,
        addresses: Addresses = nowhere,
        currency: str = "",
    ) -> None:
        self._records, self._events = records, events
        self._channel, self._every, self._addresses = channel, every, addresses
        self._currency = currency
        self.tally = Tally()

    def __iter__(self) -> Iterator[Listing]:
        """Yield them."""
        self.tally = tally = Tally()
        for listing in self.allowed(tally):
            wrong = [each for each in self.lacks(listing) if each.kind == "wrong"]
            if not wrong:
                tally.listed += 1
                yield listing
                continue
            tally.stayed[REFUSED] += 1
            if len(tally.wrong) < SHOWN:
                tally.wrong.append((listing.id, wrong[0]))

    def allowed(self, tally: Tally) -> Iterator[Listing]:
        """Yield what people let go, whatever the channel says of it."""
        handles = Handles()
        for record in self._records():
            decided = self._decided(record)
            handle = handles.of(str(record["id"]))
            if reason := self._stays(record, decided):
                tally.stayed[reason] += 1
            else:
                now = {**record, "decided": decided}
                yield listing_of(now, handle, self._addresses(record, handle), self._currency)

    def lacks(self, listing: Listing) -> tuple[Lack, ...]:
        """Return what a listing lacks for the channel."""
        return lacks(listing.record, self._channel, listing.images)

    def _decided(self, record: Fields) -> dict[str, Any]:
        """Return what stands now: a decision goes out without settling, unless it is a fact."""
        events = self._events.get(record["id"])
        if not events:
            return {"state": "new", "fields": []}
        return standing(events, photos_of(record)).decided.model_dump(mode="json")

    def _stays(self, record: Fields, decided: Fields) -> str:
        if decided["state"] == "rejected":
            return REJECTED
        if not self._every and decided["state"] != "approved":
            return NOT_APPROVED
        return UNSETTLED if _facts(decided) != _facts(record["decided"]) else ""


def _facts(decided: Fields) -> dict[str, str]:
    changed = (each for each in decided["fields"] if each["field"].startswith(FACTS))
    return {each["field"]: str(each["after"]) for each in changed}


def selected_of(
    run: Path,
    channel: str,
    *,
    every: bool = False,
    addresses: Addresses = nowhere,
    currency: str = "",
) -> Selected:
    """Return the listings of the run in a folder.

    Raises:
        SkuscribeError: `run.invalid`, when they are gone through.
    """
    return Selected(
        lambda: records_of(run),
        decisions_of(run),
        channel,
        every=every,
        addresses=addresses,
        currency=currency,
    )
