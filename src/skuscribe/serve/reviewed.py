"""What people found of the categories that were predicted: decisions to the sample of a bound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skuscribe.decisions.bulk import bulk_of
from skuscribe.decisions.event import Event
from skuscribe.decisions.fields import FACTS
from skuscribe.decisions.standing import STATES, kept, standing
from skuscribe.review.queue import GRAVEST, Ask, rank
from skuscribe.review.sample import Guess

Looked = tuple[Ask, str, Sequence[Event]]
"""What was predicted, `digest_of` the photos, and what was done, oldest first."""


def guesses_of(looked: Iterable[Looked]) -> list[Guess]:
    """Return the predictions that may be accepted in bulk, and what people found of them.

    What states no category, contradicts a decision or reads like an instruction always waits for a
    person, so it is not among them.
    """
    rows = [
        (place, each)
        for place, each in enumerate(looked)
        if each[0].category and rank(each[0].reasons) >= len(GRAVEST)
    ]
    bulks = {bulk for _, each in rows if (bulk := _bulk(each)) is not None}
    return [_guess(place, each, bulks) for place, each in rows]


def _guess(place: int, looked: Looked, bulks: set[tuple[str, float]]) -> Guess:
    ask, _, events = looked
    right, bulk, last = _right(looked), _bulk(looked), _verdict(looked)
    audit = last is not None and any(at < last.at and least <= ask.sure for at, least in bulks)
    return Guess(
        place=place,
        id=ask.id,
        sure=ask.sure,
        right=right,
        open=not kept(events),
        audited=last.at if last is not None and bulk is None and audit else "",
        bulk=bulk,
    )


def _right(looked: Looked) -> bool | None:
    """Tell whether a person found the category right; who rejects the product did not."""
    ask, photos, events = looked
    decided = standing(events, photos).decided
    after = [each.after for each in decided.fields if each.field == f"{FACTS}category"]
    if after:
        return bool(after[0].casefold() == ask.category.casefold())
    if _bulk(looked) is not None or decided.state not in ("approved", "rejected"):
        return None
    return decided.state == "approved"


def _bulk(looked: Looked) -> tuple[str, float] | None:
    last = _verdict(looked)
    return bulk_of(last) if last is not None else None


def _verdict(looked: Looked) -> Event | None:
    """Return the last verdict that stands."""
    _, photos, events = looked
    found = [each for each in kept(events) if each.photos == photos and each.action in STATES]
    return found[-1] if found else None
