"""The bound is exact, and holds though the threshold is chosen after the look."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skuscribe.review.bound import (
    GRID,
    RISK,
    Count,
    allowed,
    audit_share,
    needed,
    tail,
    upper,
)

REVIEWS = 1000
WISH = 0.05


def summed(wrong: int, of: int, rate: Fraction) -> float:
    """The same probability, summed up in fractions."""
    terms = (math.comb(of, n) * rate**n * (1 - rate) ** (of - n) for n in range(wrong + 1))
    return float(sum(terms))


@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 1000))
@settings(deadline=None)
def test_the_tail_is_the_sum_of_exact_fractions(of: int, wrong: int, thousandths: int) -> None:
    exact = summed(min(wrong, of), of, Fraction(thousandths, 1000))
    assert tail(wrong, of, thousandths / 1000) == pytest.approx(exact, abs=1e-9)


@given(st.integers(1, 500), st.data())
@settings(deadline=None)
def test_the_bound_is_where_so_few_are_just_one_in_twenty_likely(
    of: int, data: st.DataObject
) -> None:
    wrong = data.draw(st.integers(0, of - 1))
    bound = upper(wrong, of)
    assert tail(wrong, of, bound) <= RISK < tail(wrong, of, bound - 1e-8)


def test_the_bound_is_that_of_the_tables() -> None:
    assert upper(1, 120) == pytest.approx(0.03892085, abs=1e-7)
    assert upper(3, 100) == pytest.approx(0.07571079, abs=1e-7)
    assert upper(0, 149) == pytest.approx(1 - RISK ** (1 / 149), abs=1e-7)
    assert upper(4, 4) == upper(0, 0) == 1.0


@given(st.integers(0, 30), st.floats(0.005, 0.4))
@settings(deadline=None)
def test_what_is_needed_is_the_least_that_is_enough(wrong: int, wish: float) -> None:
    least = needed(wrong, wish)
    assert upper(wrong, least) <= wish + 1e-8
    assert upper(wrong, least - 1) > wish - 1e-8


def test_testing_stops_at_the_first_threshold_that_fails() -> None:
    sure, doubtful, late = Count(0.9, 200, 0), Count(0.8, 300, 30), Count(0.7, 2000, 30)
    assert allowed([Count(0.95, 5, 5), sure, doubtful, late], WISH) == sure
    assert allowed([doubtful, late], WISH) is None


def test_the_audit_falls_from_a_tenth_to_a_hundredth() -> None:
    shares = [audit_share(passed) for passed in range(300)]
    assert shares[0] == 0.1
    assert shares[-1] == 0.01
    assert shares == sorted(shares, reverse=True)


Shape = Callable[[float], float]
SHAPES: dict[str, Shape] = {
    "flat, just above the wish": lambda sure: 1.02 * WISH,
    "flat, twice the wish": lambda sure: 2 * WISH,
    "as told": lambda sure: 1 - sure,
    "far too sure": lambda sure: min(1.0, 4 * (1 - sure)),
    "the surest are the worst": lambda sure: 0.3 if sure > 0.97 else 0.04,
    "jumps just above the wish": lambda sure: 0.01 if sure > 0.9 else 0.12,
}


def rates(shape: Shape) -> list[float]:
    """The true error rate from each threshold up; confidences are even from 0.5 to 1."""
    steps = [0.5 + (n + 0.5) / 20_000 for n in range(10_000)]
    wrong = [shape(sure) for sure in steps]
    found = []
    for least in GRID:
        first = round((least - 0.5) * 20_000)
        found.append(sum(wrong[first:]) / (10_000 - first))
    return found


def reviewed(chance: Random, shape: Shape) -> list[Count]:
    """One review: 60 to 500 products, each right or wrong by lot, counted above each threshold."""
    sures = [chance.uniform(0.5, 1.0) for _ in range(chance.randint(60, 500))]
    found = [(sure, chance.random() < shape(sure)) for sure in sures]
    return [
        Count(least, sum(s >= least for s, _ in found), sum(s >= least and w for s, w in found))
        for least in GRID
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_of_1000_reviews_the_bound_holds_in_950(name: str) -> None:
    true = dict(zip(GRID, rates(SHAPES[name]), strict=True))
    chance = Random(31)  # noqa: S311
    found = [allowed(reviewed(chance, SHAPES[name]), WISH) for _ in range(REVIEWS)]
    broken = sum(count is not None and true[count.threshold] > WISH for count in found)
    assert broken <= RISK * REVIEWS


@pytest.mark.slow
def test_choosing_the_lowest_that_happens_to_pass_would_break_it() -> None:
    shape, chance = SHAPES["flat, just above the wish"], Random(31)  # noqa: S311
    passing = (
        any(tail(each.wrong, each.of, WISH) <= RISK for each in reviewed(chance, shape))
        for _ in range(REVIEWS)
    )
    assert sum(passing) > 1.5 * RISK * REVIEWS


@pytest.mark.slow
def test_a_good_network_gets_something_accepted() -> None:
    chance = Random(31)  # noqa: S311
    found = [allowed(reviewed(chance, lambda sure: 0.01), 0.1) for _ in range(REVIEWS)]
    assert sum(count is not None for count in found) > 0.5 * REVIEWS
