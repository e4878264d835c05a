"""The sample is drawn by lot, and the audit is blind, the same on every call and kept."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from skuscribe.review.bound import Count, needed
from skuscribe.review.sample import Guess, counted, drawn, lot, offer, passed, pending

WISH = 0.1
guesses = st.lists(
    st.builds(
        Guess,
        place=st.just(0),
        id=st.text(min_size=1, max_size=6),
        sure=st.floats(0.4, 1),
        right=st.sampled_from((True, True, True, False, None)),
    ),
    unique_by=lambda guess: guess.id,
    max_size=60,
)


def many(size: int, looked: int, sure: float = 0.95) -> list[Guess]:
    """Products, the first `looked` of the drawn order found right."""
    order = drawn(Guess(n, f"product {n}", sure) for n in range(size))
    return [replace(each, right=True, open=False) for each in order[:looked]] + order[looked:]


def accepted(found: list[Guess], wish: float, at: str) -> list[Guess]:
    """The same after a bulk."""
    made = offer(found, wish)
    ids = {guess.id for guess in made.accepted}
    bulk = (at, made.count.threshold)
    return [replace(g, open=False, bulk=bulk) if g.id in ids else g for g in found]


@given(guesses, st.randoms())
@settings(deadline=None)
def test_the_sample_hangs_on_the_products_and_not_on_their_order(
    found: list[Guess], chance: object
) -> None:
    counts, audit = counted(found), offer(found, 0.4).audit
    chance.shuffle(found)  # type: ignore[attr-defined]
    assert counted(found) == counts
    assert offer(found, 0.4).audit == audit


@given(guesses)
@settings(deadline=None)  # other work on the machine is no fault
def test_what_somebody_picked_behind_the_sample_does_not_count(found: list[Guess]) -> None:
    order = drawn(found)
    first = next((n for n, guess in enumerate(order) if guess.right is None), len(order))
    picked = [replace(guess, right=None) for guess in order[first:]]
    top = [guess for guess in order[:first] if guess.sure >= 0.51]
    assert counted([*order[:first], *picked])[-1].of == len(top)
    assert counted(found)[-1].of >= len(top)


def test_an_audit_is_a_tenth_of_the_rest_and_drawn_without_looking_at_confidence() -> None:
    found = offer(many(200, 40), WISH)
    assert found.count == Count(found.count.threshold, 40, 0)
    assert (len(found.audit), len(found.accepted)) == (16, 144)
    assert [*found.audit, *found.accepted] == many(200, 40)[40:]


def test_the_audit_waits_and_is_never_accepted_by_a_second_call() -> None:
    before = many(200, 40)
    audit = list(offer(before, WISH).audit)
    after = accepted(before, WISH, "2026-01-01")
    assert pending(after) == audit
    again = offer(after, WISH)
    assert (again.accepted, again.audit) == ((), ())
    assert pending(after[::-1]) == audit


def with_late(found: list[Guess], size: int) -> list[Guess]:
    """Products more, of which those that the lot puts among the reviewed are found right."""
    last = max(lot(guess.id) for guess in found if guess.right is not None)
    late = (Guess(n, f"late {n}", 0.95) for n in range(size))
    return [*found, *(replace(g, right=True, open=False) if lot(g.id) < last else g for g in late)]


def test_products_that_come_later_are_sampled_before_the_rest_of_them_is_accepted() -> None:
    before = many(200, 40)
    after = accepted(before, WISH, "2026-01-01")
    grown = [*after, *(Guess(n, f"late {n}", 0.95) for n in range(100))]
    assert {guess.id for guess in offer(before, WISH).audit} <= {g.id for g in pending(grown)}
    assert (offer(grown, WISH).accepted, offer(grown, WISH).more) == ((), 28)
    assert len(offer(with_late(after, 100), WISH).accepted) > 50


def test_the_audit_extends_the_sample_and_its_passing_makes_the_next_smaller() -> None:
    after = accepted(many(600, 40), WISH, "2026-01-01")
    waiting = {guess.id for guess in pending(after)}
    done = [
        replace(g, right=True, open=False, audited=f"2026-01-02 {n:03}") if g.id in waiting else g
        for n, g in enumerate(after)
    ]
    assert passed(done) == len(waiting) == 56
    assert counted(done)[-1].of == 40 + 56
    share = offer(with_late(done, 1000), WISH)
    assert 0 < len(share.audit) < 0.06 * (len(share.audit) + len(share.accepted))
    wrong = [replace(g, right=False) if g.audited else g for g in done]
    assert passed(wrong) == 0


def test_what_is_lacking_is_asked_for_and_is_then_enough() -> None:
    found = many(200, 10)
    lacking = offer(found, WISH)
    assert lacking.more == needed(0, WISH) - 10 == len(lacking.ask)
    ids = {guess.id for guess in lacking.ask}
    done = [replace(g, right=True, open=False) if g.id in ids else g for g in found]
    assert offer(done, WISH).accepted


def test_a_run_that_is_too_small_says_so() -> None:
    assert offer(many(10, 3), 0.02).more is None
    assert offer([], 0.02).more is None
