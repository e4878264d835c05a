"""Weigh the two votes and choose when to answer, on photos that were never trained on."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor


def fit_shares(transformer: Tensor, cnn: Tensor, targets: Tensor) -> tuple[float, float]:
    """Return the two factors for which the summed logits have the least cross-entropy.

    One convex problem finds the weights and the temperature together (Guo et al. 2017, section
    4.2, with two logit sets instead of one).

    Args:
        transformer: float32 (n, k), its logits.
        cnn: float32 (n, k), its logits.
        targets: int64 (n,).
    """
    shares = torch.zeros(2, requires_grad=True)
    optimiser = torch.optim.LBFGS([shares], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        # Softplus keeps a vote from counting against itself.
        a, b = F.softplus(shares)
        loss = F.cross_entropy(a * transformer + b * cnn, targets)
        loss.backward()
        return loss

    optimiser.step(closure)
    a, b = F.softplus(shares).tolist()
    return float(a), float(b)


@dataclass(frozen=True)
class Threshold:
    """Answer when the confidence is at least `confidence`."""

    confidence: float
    precision: float  # of the answers given, on the photos it was chosen on
    coverage: float  # share of photos answered


def choose_threshold(probabilities: Tensor, targets: Tensor, precision: float) -> Threshold:
    """Return the lowest threshold at which the given answers reach `precision`.

    Args:
        probabilities: float32 (n, k), calibrated.
        targets: int64 (n,).
        precision: 0..1, wanted of the answers given.
    """
    confidence, answer = probabilities.max(dim=1)
    order = confidence.argsort(descending=True)
    right = (answer == targets)[order].float().cumsum(0)
    running = right / torch.arange(1, len(order) + 1)
    # Photos of one confidence are answered together or not at all.
    ranked = confidence[order]
    last_of_equals = torch.cat([ranked[1:] < ranked[:-1], torch.tensor([True])])
    reached = ((running >= precision) & last_of_equals).nonzero()
    last = int(reached[-1]) if len(reached) else 0
    return Threshold(float(confidence[order[last]]), float(running[last]), (last + 1) / len(order))


def expected_calibration_error(probabilities: Tensor, targets: Tensor, bins: int = 15) -> float:
    """Return the mean gap between confidence and accuracy over equal bins (Guo et al. 2017)."""
    confidence, answer = probabilities.max(dim=1)
    right = (answer == targets).float()
    index = (confidence * bins).long().clamp(max=bins - 1)
    gaps = [
        (confidence[index == b].mean() - right[index == b].mean()).abs() * (index == b).sum()
        for b in range(bins)
        if (index == b).any()
    ]
    return float(sum(gaps) / len(targets))
