"""The two votes are weighed fairly, confidence means what it says, and the gate knows its own."""

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
    HIGHEST,
    LOWEST,
    RULE,
    expected_calibration_error,
    fit_gate,
    fit_shares,
)
from skuscribe.look.gate import Gate, trust

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


def cloud(n: int, height: float, seed: int) -> Tensor:
    """Logits of six labels, of which one, a different one each time, stands out by `height`."""
    random = torch.Generator().manual_seed(seed)
    logits = torch.randn(n, 6, generator=random)
    return logits + height * one_hot(torch.arange(n) % 6, 6)


def weights(gate: Gate, logits: Tensor) -> Tensor:
    return torch.tensor([trust(gate, row) for row in logits.numpy()])


def sureness(gate: Gate, logits: Tensor) -> Tensor:
    """How sure the gate is that it knows the kind, 0..1."""
    return (weights(gate, logits) - gate.lowest) / (gate.highest - gate.lowest)


def test_the_gate_trusts_known_kinds_and_not_unknown_ones() -> None:
    gate = fit_gate(cloud(300, 9, seed=1), cloud(300, 2, seed=2))
    known, unknown = sureness(gate, cloud(200, 9, seed=3)), sureness(gate, cloud(200, 2, seed=4))
    assert float(known.mean()) > float(unknown.mean()) + 0.5
    assert float(known.min()) > float(unknown.quantile(0.95))


def test_trust_lies_between_the_two_weights_that_were_chosen() -> None:
    gate = fit_gate(cloud(300, 9, seed=1), cloud(300, 2, seed=2))
    given = weights(gate, torch.cat([cloud(50, 60, seed=5), cloud(50, 0, seed=6)]))
    assert (gate.lowest, gate.highest) == (LOWEST, HIGHEST)
    assert LOWEST - 1e-6 <= float(given.min()) < float(given.max()) <= HIGHEST + 1e-6


def test_both_sides_count_the_same_however_many_photos_they_have() -> None:
    """A side told twice over says nothing new."""
    inside, outside = cloud(200, 5, seed=1), cloud(200, 3, seed=2)
    fresh = torch.cat([cloud(100, 5, seed=3), cloud(100, 3, seed=4)])
    even = sureness(fit_gate(inside, outside), fresh)
    uneven = sureness(fit_gate(inside.repeat(9, 1), outside), fresh)
    assert torch.allclose(even, uneven, atol=0.02)


def test_the_gate_does_not_depend_on_the_order_of_the_photos() -> None:
    inside, outside = cloud(100, 5, seed=1), cloud(60, 3, seed=2)
    turned = fit_gate(inside.flip(0), outside.flip(0))
    fresh = cloud(100, 4, seed=3)
    assert torch.allclose(
        sureness(fit_gate(inside, outside), fresh), sureness(turned, fresh), atol=0.01
    )


def test_clouds_that_no_score_tells_apart_leave_one_weight_for_all() -> None:
    same = cloud(200, 4, seed=1)
    given = weights(fit_gate(same, same), cloud(100, 4, seed=2))
    assert float(given.std()) < 0.01


def test_clouds_that_lie_far_apart_still_give_a_finite_gate() -> None:
    gate = fit_gate(cloud(50, 200, seed=1), cloud(50, 0, seed=2))
    assert all(torch.isfinite(torch.tensor([*gate.weights, gate.intercept])))
    assert float(sureness(gate, cloud(20, 200, seed=3)).min()) > 0.8


@pytest.mark.parametrize("missing", ["both", "inside", "outside", "all of the unknown"])
def test_without_both_sides_every_photo_counts_as_half_known(missing: str) -> None:
    some, none = cloud(20, 5, seed=1), torch.zeros(0, 6)
    sides = {
        "both": (None, None),
        "inside": (None, some),
        "outside": (some, None),
        "all of the unknown": (some, none),
    }
    given = weights(fit_gate(*sides[missing]), torch.cat([some, cloud(20, 0, seed=2)]))
    assert given.tolist() == pytest.approx([(LOWEST + HIGHEST) / 2] * 40)


def test_a_single_photo_on_each_side_still_gives_a_gate() -> None:
    gate = fit_gate(cloud(1, 9, seed=1), cloud(1, 1, seed=2))
    assert all(torch.isfinite(torch.tensor([*gate.weights, gate.intercept])))


def test_a_broad_answer_has_to_be_surer_than_a_narrow_one() -> None:
    assert RULE.from_level == tuple(sorted(RULE.from_level, reverse=True))


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
