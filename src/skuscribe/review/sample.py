"""Which predictions are a sample of the others: those that come first in an order drawn by lot."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from skuscribe.review.bound import GRID, Count, allowed, audit_share, needed


@dataclass(frozen=True)
class Guess:
    """A prediction about one product.

    Attributes:
        place: of the product in its queue.
        id: of the product.
        sure: confidence, 0..1.
        right: what a person found; None where nobody has looked.
        open: nobody has decided about the product, by hand or in bulk.
        audited: a person looked after something was accepted in bulk; ISO 8601, empty else.
        bulk: which bulk accepted it; empty else.
    """

    place: int
    id: str
    sure: float
    right: bool | None = None
    open: bool = True
    audited: str = ""
    bulk: tuple[str, float] | None = None


@dataclass(frozen=True)
class Offer:
    """What a reviewed sample allows.

    Attributes:
        wish: error rate that is wished for.
        count: the sample from the threshold up; where `accepted` is empty, the nearest to it.
        accepted: what may be accepted unseen.
        audit: what is looked at nevertheless, in its order.
        more: how many more must be reviewed and be right; 0 where the wish is met, None where the
            run has too few for it.
        ask: those to review next, in their order.
        waiting: how many of former audits are not looked at yet.
    """

    wish: float
    count: Count
    accepted: tuple[Guess, ...] = ()
    audit: tuple[Guess, ...] = ()
    more: int | None = 0
    ask: tuple[Guess, ...] = ()
    waiting: int = 0


def lot(id: str) -> bytes:
    """Return a product's place in the drawn order: the same on every call, and blind to it."""
    return hashlib.sha256(f"skuscribe sample {id}".encode()).digest()


def drawn(guesses: Iterable[Guess]) -> list[Guess]:
    """Return predictions in the drawn order."""
    return sorted(guesses, key=lambda guess: lot(guess.id))


def counted(guesses: Iterable[Guess]) -> list[Count]:
    """Count, for each threshold, the sample: the drawn order up to the first not looked at.

    What was looked at further behind was picked by somebody, and stands for nothing but itself.
    """
    order = drawn(guesses)
    return [_count([guess for guess in order if guess.sure >= least], least) for least in GRID]


def _count(order: Sequence[Guess], least: float) -> Count:
    looked = list(takewhile(lambda guess: guess.right is not None, order))
    return Count(least, len(looked), sum(guess.right is False for guess in looked))


def pending(guesses: Sequence[Guess]) -> list[Guess]:
    """Return what waits to be audited: not decided, and drawn before all that a bulk accepted."""
    bulks: dict[tuple[str, float], bytes] = {}
    for guess in guesses:
        if guess.bulk is not None:
            bulks[guess.bulk] = min(lot(guess.id), bulks.get(guess.bulk, lot(guess.id)))
    return [
        guess
        for guess in drawn(guess for guess in guesses if guess.open)
        if any(guess.sure >= least and lot(guess.id) < cut for (_, least), cut in bulks.items())
    ]


def passed(guesses: Iterable[Guess]) -> int:
    """Return how many audited ones were right since the last that was wrong."""
    audited = sorted((guess for guess in guesses if guess.audited), key=lambda each: each.audited)
    return len(list(takewhile(lambda guess: guess.right, reversed(audited))))


def offer(guesses: Sequence[Guess], wish: float) -> Offer:
    """Return what the reviewed sample allows to accept unseen, or what it lacks."""
    counts = counted(guesses)
    count = allowed(counts, wish)
    if count is None:
        return _lacking(guesses, counts, wish)
    waiting = {guess.id for guess in pending(guesses)}
    found = drawn(
        guess
        for guess in guesses
        if guess.open and guess.sure >= count.threshold and guess.id not in waiting
    )
    size = math.ceil(audit_share(passed(guesses)) * len(found))
    return Offer(wish, count, tuple(found[size:]), tuple(found[:size]), waiting=len(waiting))


def _lacking(guesses: Sequence[Guess], counts: Sequence[Count], wish: float) -> Offer:
    """Return the threshold at which the fewest more have to be looked at."""
    options = []
    fails = next((n for n, count in enumerate(counts) if count.of >= needed(0, wish)), len(counts))
    for count in counts[: fails + 1]:
        more = needed(count.wrong, wish) - count.of
        sure = drawn(guess for guess in guesses if guess.sure >= count.threshold)
        there = list(takewhile(lambda guess: guess.bulk is None, sure))
        if 0 < more <= len(there) - count.of:
            options.append((more, count, there))
    if not options:
        return Offer(wish, max(counts, key=lambda count: count.of), more=None)
    more, count, there = min(options, key=lambda option: option[0])
    ask = [guess for guess in there[: count.of + more] if guess.right is None]
    return Offer(wish, count, more=more, ask=tuple(ask))
