"""The figures on the card: shares, recall by label, calibration held out, sources with enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from conftest import miss

try:
    import torch
    from torch.nn.functional import one_hot
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.build import FEW, _foreign_figures, _held_out_error, scores
from skuscribe.learn.data import Sample
from skuscribe.learn.maps import MapStore
from skuscribe.learn.network.hybrid import HybridConfig, HybridNetwork

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

RIGHT, WRONG = "a", "c"  # two groups that fall into different halves
SMALL = HybridConfig(labels=6, width=16, depth=1, heads=2)


def sample(group: str, source: str = "far", label: str = "l0") -> Sample:
    return Sample(Path(f"{group}.png"), label, "val", group, source)


def test_top_one_counts_the_likeliest_label_and_top_five_the_first_five() -> None:
    logits = torch.tensor([[6.0, 5, 4, 3, 2, 1]]).repeat(4, 1)
    given = scores(logits, torch.tensor([0, 0, 4, 5]), "x")
    assert given["x_top1"] == pytest.approx(0.5)
    assert given["x_top5"] == pytest.approx(0.75)


def test_mean_recall_weighs_a_rare_label_as_much_as_a_common_one() -> None:
    logits = one_hot(torch.zeros(10, dtype=torch.int64), 6).float()
    truth = torch.tensor([0] * 9 + [1])
    given = scores(logits, truth, "x")
    assert given["x_top1"] == pytest.approx(0.9)
    assert given["x_mean_recall"] == pytest.approx(0.5)


def test_labels_without_a_photo_do_not_lower_the_mean_recall() -> None:
    logits = one_hot(torch.tensor([2, 3]), 6).float()
    assert scores(logits, torch.tensor([2, 3]), "x")["x_mean_recall"] == 1


def test_figures_bear_their_prefix() -> None:
    given = scores(torch.eye(6), torch.arange(6), "val_cnn")
    assert set(given) == {"val_cnn_top1", "val_cnn_top5", "val_cnn_mean_recall"}


def votes(n: int, sharpness: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of a vote that is right as often as softmax(logits / sharpness) says, and truth."""
    torch.manual_seed(4)
    logits = torch.randn(n, 6) * 2
    truth = torch.multinomial(logits.softmax(dim=1), 1)[:, 0]
    return logits * sharpness, truth


def test_an_overconfident_vote_is_calibrated_on_photos_it_was_not_fitted_to() -> None:
    logits, truth = votes(3000, sharpness=10)
    samples = [sample(str(n)) for n in range(3000)]
    assert _held_out_error(logits, torch.zeros_like(logits), truth, samples) < 0.04


def test_one_objects_photos_never_fit_the_shares_that_judge_them() -> None:
    """The vote is always right on one object and never on the other; alone, neither warns of it."""
    logits, _ = votes(400, sharpness=1)
    answer = logits.argmax(dim=1)
    truth = torch.cat([answer[:200], (answer[200:] + 1) % 6])
    by_object = [sample(RIGHT) for _ in range(200)] + [sample(WRONG) for _ in range(200)]
    across = [sample((RIGHT, WRONG)[n % 2]) for n in range(400)]
    zeros = torch.zeros_like(logits)
    assert _held_out_error(logits, zeros, truth, by_object) > 0.7
    assert _held_out_error(logits, zeros, truth, across) < 0.4


def blank_store(n: int) -> MapStore:
    random = np.random.default_rng(0)
    shapes = ((120, 17, 17), (352, 9, 9), (1280,))
    return MapStore(*(random.normal(0, 1, (n, 1, *s)).astype(np.float16) for s in shapes))


def test_a_source_with_few_photos_gets_no_share_of_its_own() -> None:
    torch.manual_seed(0)
    samples = [sample(str(n)) for n in range(FEW)] + [sample("z", "small")] * (FEW - 1)
    given = _foreign_figures(
        HybridNetwork(SMALL).eval(), blank_store(len(samples)), samples, ("l0", "l1")
    )
    assert set(given) == {"foreign_photos", "foreign_top1", "foreign_far_top1"}
    assert given["foreign_photos"] == 2 * FEW - 1


def test_a_sources_share_is_of_its_own_photos() -> None:
    torch.manual_seed(0)
    network = HybridNetwork(SMALL).eval()
    with torch.no_grad():  # a network that always says label 1
        for head in (network.reader.head[-1], network.reader.pooled_head):
            head.weight.zero_()
            head.bias.copy_(torch.tensor([0.0, 1, 0, 0, 0, 0]))
    samples = [sample(str(n), "good", "l1") for n in range(FEW)]
    samples += [sample(str(n), "ill", "l0") for n in range(FEW)]

    given = _foreign_figures(network, blank_store(2 * FEW), samples, ("l0", "l1"))

    assert given["foreign_good_top1"] == 1
    assert given["foreign_ill_top1"] == 0
    assert given["foreign_top1"] == pytest.approx(0.5)
