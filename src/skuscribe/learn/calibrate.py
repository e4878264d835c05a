"""Weigh the two votes and choose when to answer, on photos that were never trained on."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from skuscribe.look.gate import SCORES, Gate, gate_scores
from skuscribe.record.observed import Rule


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


LOWEST, HIGHEST = 0.6, 0.8
SLOPE, CENTRE = 2.0, 0.5
"""Weight of the trained vocabulary: between these, and how steeply and where it rises with the
gate's logit. Chosen on validation photos and on foreign shops that no figure is reported of."""

SHARPNESS = 1.0
"""Factor of the borrowed classifier's logits; chosen as the weights were."""

SOFTNESS = 1.4
"""The trained logits, calibrated on validation photos, are divided by this: abroad they are too
sure. Chosen as the weights were."""

RULE = Rule(
    from_level=(0.85, 0.37, 0.32),
    leaf_surer=0.03,
    scale=(-1.825, 1.036, 5.545),
    nothing_from=0.2,
)
"""When a category is stated, and how sure it is called; chosen as the weights were: the most useful
answers for which at most 0.01 are wrong at home and 0.048 on the shops it was chosen on."""


def fit_gate(inside: Tensor | None, outside: Tensor | None) -> Gate:
    """Return the gate that tells photos of known kinds from photos of others.

    A logistic regression on the scores; both sides count the same, however many photos they have.

    Args:
        inside: float32 (n, k), logits of photos whose kind was trained on.
        outside: float32 (m, k), logits of photos whose kind was not.

    Without both, every photo counts as half known.
    """
    if inside is None or outside is None or not (len(inside) and len(outside)):
        return Gate(weights=(0.0,) * len(SCORES), intercept=0.0, lowest=LOWEST, highest=HIGHEST)
    sides = [torch.from_numpy(gate_scores(side.numpy())).float() for side in (inside, outside)]
    scores = torch.cat(sides)
    known = torch.cat([torch.ones(len(inside)), torch.zeros(len(outside))])
    balance = torch.cat([torch.full((len(side),), 0.5 / len(side)) for side in sides])
    mean, spread = scores.mean(dim=0), scores.std(dim=0) + 1e-6
    weights = torch.zeros(scores.shape[1] + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        sure = ((scores - mean) / spread) @ weights[1:] + weights[0]
        each = F.binary_cross_entropy_with_logits(sure, known, reduction="none")
        loss = (each * balance).sum() + RIDGE * weights[1:].square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    own = weights.detach()[1:] / spread
    intercept = float(weights.detach()[0] - (own * mean).sum())
    return Gate(
        weights=tuple(round(SLOPE * w, 6) for w in own.tolist()),
        intercept=round(SLOPE * (intercept - CENTRE), 6),
        lowest=LOWEST,
        highest=HIGHEST,
    )


RIDGE = 1e-4
"""Keeps the weights small where the scores say nearly the same."""


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
