"""The gate: five scores of the logits in their order, and a trust that rises with what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from skuscribe.look.gate import SCORES, Gate, gate_scores, trust

FLAT = (0.0,) * len(SCORES)
LARGEST = float(np.finfo(np.float32).max)

shares = st.floats(0, 1)
factors = st.floats(-50, 50)
logits = st.lists(st.floats(-1000, 1000, width=32), min_size=2, max_size=30)
extreme = st.lists(st.floats(-LARGEST, LARGEST, width=32, allow_nan=False), min_size=2, max_size=30)
weights = st.tuples(factors, factors, factors, factors, factors)


def gate(
    intercept: float = 0.0,
    lowest: float = 0.2,
    highest: float = 0.9,
    weights: tuple[float, ...] = FLAT,
) -> Gate:
    return Gate(weights=weights, intercept=intercept, lowest=lowest, highest=highest)


def row(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def test_the_scores_have_the_documented_order() -> None:
    found = dict(zip(SCORES, gate_scores(row(1.0, 3.0, 2.0)[None])[0], strict=True))
    powers = [math.exp(value) for value in (3.0, 2.0, 1.0)]
    first, second, third = (power / sum(powers) for power in powers)
    assert found == pytest.approx(
        {
            "largest probability": first,
            "energy": math.log(sum(powers)),
            "entropy": -sum(each * math.log(each) for each in (first, second, third)),
            "margin": first - second,
            "largest logit": 3.0,
        }
    )


def test_nothing_to_choose_between_words_is_told_by_every_score() -> None:
    first, energy, entropy, margin, largest = gate_scores(np.full((1, 8), 0.5, np.float32))[0]
    assert first == pytest.approx(1 / 8)
    assert (energy, entropy) == pytest.approx((0.5 + math.log(8), math.log(8)))
    assert (margin, largest) == (0, 0.5)


@pytest.mark.parametrize("photos", [1, 2, 7])
def test_each_photo_has_its_own_scores(photos: int) -> None:
    many = np.random.default_rng(photos).normal(0, 4, (photos, 12)).astype(np.float32)
    scores = gate_scores(many)
    assert scores.shape == (photos, len(SCORES))
    assert scores.dtype == np.float64
    assert scores == pytest.approx(np.concatenate([gate_scores(one[None]) for one in many]))


@given(extreme)
def test_scores_are_finite_whatever_the_logits(values: list[float]) -> None:
    first, energy, entropy, margin, largest = gate_scores(row(*values)[None])[0]
    assert np.isfinite([first, energy, entropy, margin, largest]).all()
    assert 0 <= margin <= first <= 1
    assert first >= 1 / len(values) - 1e-9
    assert -1e-9 <= entropy <= math.log(len(values)) + 1e-9
    assert largest == row(*values).max()
    assert energy >= largest


@given(logits.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_scores_do_not_depend_on_the_order_of_the_labels(
    both: tuple[list[float], list[float]],
) -> None:
    values, mixed = both
    assert gate_scores(row(*mixed)[None]) == pytest.approx(gate_scores(row(*values)[None]))


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30), st.integers(-50, 50))
def test_a_constant_on_all_logits_moves_energy_and_the_largest_alone(
    values: list[int], more: int
) -> None:
    scores = gate_scores(row(*values)[None])[0]
    moved = gate_scores(row(*(value + more for value in values))[None])[0]
    assert moved - scores == pytest.approx([0, more, 0, 0, more], abs=1e-9)


@given(weights, factors, shares, shares, extreme)
def test_trust_lies_between_lowest_and_highest(
    each: tuple[float, ...], intercept: float, one: float, other: float, values: list[float]
) -> None:
    lowest, highest = sorted((one, other))
    found = trust(gate(intercept, lowest, highest, each), row(*values))
    assert lowest - 1e-12 <= found <= highest + 1e-12


@given(weights, factors, st.floats(0, 50), logits)
def test_trust_rises_with_the_logit_of_the_gate(
    each: tuple[float, ...], intercept: float, more: float, values: list[float]
) -> None:
    less_sure = trust(gate(intercept, weights=each), row(*values))
    assert trust(gate(intercept + more, weights=each), row(*values)) >= less_sure


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_gate_of_another_logit_trusts_otherwise(one: float, other: float) -> None:
    assume(abs(one - other) > 1e-3)
    less, more = sorted((one, other))
    assert trust(gate(less), row(1.0, 0.0)) < trust(gate(more), row(1.0, 0.0))


@pytest.mark.parametrize("score", range(len(SCORES)))
def test_each_weight_counts_its_own_score(score: int) -> None:
    each = tuple(1.0 if place == score else 0.0 for place in range(len(SCORES)))
    values = row(1.5, -0.5, 0.25)
    sure = float(gate_scores(values[None])[0, score]) - 0.5
    found = trust(gate(-0.5, 0.0, 1.0, each), values)
    assert found == pytest.approx(1 / (1 + math.exp(-sure)))


@pytest.mark.parametrize(("intercept", "weight"), [(-1e9, 0.2), (0.0, 0.55), (1e9, 0.9)])
def test_an_unknown_kind_a_doubtful_one_and_a_known_one(intercept: float, weight: float) -> None:
    assert trust(gate(intercept), row(1.0, 0.0)) == pytest.approx(weight)


def test_a_gate_of_one_weight_is_no_gate() -> None:
    assert trust(gate(3.0, 0.7, 0.7), row(9.0, 0.0)) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"weights": [0.0] * 4}, "weights"),
        ({"weights": [0.0] * 6}, "weights"),
        ({"weights": [0.0, 0.0, float("nan"), 0.0, 0.0]}, r"weights\.2"),
        ({"weights": [float("-inf"), 0.0, 0.0, 0.0, 0.0]}, r"weights\.0"),
        ({"intercept": float("inf")}, "intercept"),
        ({"intercept": None}, "intercept"),
        ({"lowest": -0.01}, "lowest"),
        ({"highest": 1.01}, "highest"),
        ({"highest": float("nan")}, "highest"),
        ({"middle": 0.5}, "middle"),
    ],
)
def test_a_gate_refuses_what_it_cannot_weigh_with(change: dict[str, object], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        Gate.model_validate(gate().model_dump() | change)


def test_a_gate_comes_back_from_json_the_same() -> None:
    kept = gate(0.25, 0.1, 0.8, (1.5, -2.25, 0.0, 1e-6, 3.0))
    assert Gate.model_validate_json(kept.model_dump_json()) == kept
