"""The two votes are weighed fairly, confidence means what it says, and answers are withheld."""

from __future__ import annotations

import pytest

from conftest import miss

try:
    import torch
    from torch import Tensor
    from torch.nn.functional import cross_entropy, one_hot
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.calibrate import (
    choose_threshold,
    expected_calibration_error,
    fit_shares,
)

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other


def two_sided(*confidences: float) -> Tensor:
    """Probabilities of two labels; the first is always the answer."""
    first = torch.tensor(confidences, dtype=torch.float32)
    return torch.stack([first, 1 - first], dim=1)


def truthful(n: int, labels: int, seed: int) -> tuple[Tensor, Tensor]:
    """Logits whose softmax is how often each label is true, and labels drawn from it."""
    torch.manual_seed(seed)
    logits = torch.randn(n, labels) * 2
    return logits, torch.multinomial(logits.softmax(dim=1), 1)[:, 0]


@pytest.mark.parametrize("sharpness", [0.25, 1.0, 4.0])
def test_a_single_vote_gets_back_the_temperature_it_lost(sharpness: float) -> None:
    logits, truth = truthful(6000, 5, seed=1)
    share, _ = fit_shares(logits * sharpness, torch.zeros_like(logits), truth)
    assert share * sharpness == pytest.approx(1, rel=0.1)


def test_equal_votes_get_equal_shares() -> None:
    logits, truth = truthful(2000, 4, seed=2)
    a, b = fit_shares(logits, logits, truth)
    assert a == pytest.approx(b, rel=1e-3)
    assert a + b == pytest.approx(1, rel=0.15)


def test_changing_the_votes_places_changes_the_shares_places() -> None:
    logits, truth = truthful(2000, 4, seed=3)
    noisy = logits + torch.randn_like(logits) * 2
    a, b = fit_shares(logits, noisy, truth)
    c, d = fit_shares(noisy, logits, truth)
    assert (a, b) == pytest.approx((d, c), abs=0.02)
    assert a > b


def test_a_vote_against_the_truth_is_silenced_and_never_turned_round() -> None:
    truth = torch.arange(600) % 3
    torch.manual_seed(5)
    against = -2.0 * one_hot(truth, 3) + torch.randn(600, 3) * 0.5
    a, b = fit_shares(against, torch.randn(600, 3), truth)
    assert 0 <= a < 0.05
    assert b >= 0


def test_no_neighbouring_shares_do_better() -> None:
    one, truth = truthful(1500, 4, seed=6)
    other = one * 0.5 + torch.randn_like(one)

    def loss(a: float, b: float) -> float:
        return float(cross_entropy(a * one + b * other, truth))

    a, b = fit_shares(one, other, truth)

    least = loss(a, b)
    for step in (-0.05, 0.05):
        assert loss(a + step, b) > least
        assert loss(a, max(b + step, 0)) > least - 1e-5


def test_votes_that_are_always_right_get_shares_that_half_floats_hold() -> None:
    truth = torch.arange(60) % 3
    sure = 8.0 * one_hot(truth, 3)
    shares = torch.tensor(fit_shares(sure, sure, truth))
    assert torch.isfinite(shares.half()).all()
    assert (shares > 0).all()


def test_the_threshold_is_the_lowest_confidence_when_every_answer_is_right() -> None:
    chosen = choose_threshold(two_sided(0.9, 0.6, 0.8), torch.zeros(3, dtype=torch.int64), 0.95)
    assert chosen.confidence == pytest.approx(0.6)
    assert (chosen.precision, chosen.coverage) == (1, 1)


def test_a_precision_out_of_reach_leaves_the_single_surest_answer() -> None:
    chosen = choose_threshold(two_sided(0.7, 0.9, 0.8), torch.ones(3, dtype=torch.int64), 0.95)
    assert chosen.confidence == pytest.approx(0.9)
    assert chosen.precision == 0
    assert chosen.coverage == pytest.approx(1 / 3)


def test_a_wrong_answer_that_is_surest_of_all_does_not_close_the_door() -> None:
    """One mistake at the top is outweighed by what follows: the whole run has to be right."""
    confidences = [0.99 - n / 100 for n in range(40)]
    truth = torch.tensor([1] + [0] * 39)
    chosen = choose_threshold(two_sided(*confidences), truth, 0.95)
    assert chosen.coverage == 1
    assert chosen.precision == pytest.approx(39 / 40)


def test_the_threshold_does_not_depend_on_the_order_of_the_photos() -> None:
    logits, truth = truthful(500, 5, seed=7)
    probabilities = logits.softmax(dim=1)
    mixed = torch.randperm(500)
    chosen = choose_threshold(probabilities, truth, 0.9)
    assert choose_threshold(probabilities[mixed], truth[mixed], 0.9) == chosen


@pytest.mark.parametrize("precision", [0.6, 0.75, 0.9])
def test_what_the_threshold_promises_is_what_applying_it_gives(precision: float) -> None:
    logits, truth = truthful(2000, 5, seed=8)
    probabilities = logits.softmax(dim=1)

    chosen = choose_threshold(probabilities, truth, precision)

    confidence, answer = probabilities.max(dim=1)
    given = confidence >= chosen.confidence
    right = (answer == truth)[given].float().mean()
    assert float(right) == pytest.approx(chosen.precision, abs=1e-6)
    assert float(given.float().mean()) == pytest.approx(chosen.coverage)
    assert chosen.precision >= precision


def test_a_higher_precision_never_answers_more() -> None:
    logits, truth = truthful(1000, 5, seed=9)
    probabilities = logits.softmax(dim=1)
    coverages = [choose_threshold(probabilities, truth, p / 20).coverage for p in range(8, 20)]
    assert coverages == sorted(coverages, reverse=True)
    assert coverages[0] > coverages[-1]


def test_sure_and_right_has_no_calibration_error() -> None:
    truth = torch.tensor([0, 0, 0])
    assert expected_calibration_error(two_sided(1, 1, 1), truth) == 0


def test_sure_and_wrong_has_the_whole_calibration_error() -> None:
    assert expected_calibration_error(two_sided(1, 1), torch.tensor([1, 1])) == 1


def test_right_three_times_of_four_at_three_quarters_is_calibrated() -> None:
    truth = torch.tensor([0, 0, 0, 1])
    error = expected_calibration_error(two_sided(0.75, 0.75, 0.75, 0.75), truth)
    assert error == pytest.approx(0, abs=1e-6)


def test_the_calibration_error_weighs_bins_by_their_photos() -> None:
    probabilities = two_sided(0.9, 0.9, 0.9, 0.6)
    truth = torch.tensor([0, 0, 0, 1])
    expected = (3 * 0.1 + 1 * 0.6) / 4
    assert expected_calibration_error(probabilities, truth) == pytest.approx(expected, abs=1e-6)


def test_too_low_and_too_high_cancel_inside_a_bin_and_not_across_bins() -> None:
    probabilities, truth = two_sided(0.6, 0.9), torch.tensor([0, 1])
    apart = expected_calibration_error(probabilities, truth, bins=15)
    together = expected_calibration_error(probabilities, truth, bins=1)
    assert apart == pytest.approx((0.4 + 0.9) / 2, abs=1e-6)
    assert together == pytest.approx(0.75 - 0.5, abs=1e-6)


def test_a_sharpened_softmax_has_an_error_and_its_own_has_next_to_none() -> None:
    logits, truth = truthful(5000, 5, seed=10)
    own = expected_calibration_error(logits.softmax(dim=1), truth)
    sharpened = expected_calibration_error((3 * logits).softmax(dim=1), truth)
    assert own < 0.03
    assert sharpened > 0.1
