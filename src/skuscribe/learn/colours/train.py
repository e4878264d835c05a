"""Fit the rules for colour words: which word a cluster is, which is first, which are named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from skuscribe.attributes.colour.attribute import Region, clusters_in
from skuscribe.attributes.colour.features import NAMES, features_of
from skuscribe.attributes.colour.words import LEAST_SHARE
from skuscribe.learn.colours.data import WORDS, measured, named
from skuscribe.learn.colours.rendered import rendered


@dataclass(frozen=True)
class ColourRecipe:
    """How to fit. The values were chosen by cross-validation on the training photos.

    Attributes:
        steps, learning_rate, weight_decay: of Adam over all photos at once.
        set_weight: of naming the right set, beside naming the right word first.
        cluster_weight: of a photo's clusters having only words of the photo.
        renders, render_weight: drawn products for each name of the colour table, and how much each
            counts beside a photo.
    """

    steps: int = 300
    learning_rate: float = 0.02
    weight_decay: float = 1e-4
    set_weight: float = 0.5
    cluster_weight: float = 0.3
    renders: int = 8
    render_weight: float = 0.2
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Examples:
    """Photos as tensors.

    Attributes:
        features: (clusters of all photos, features), standardised by `mean` and `deviation`.
        shares: (clusters,), of their photo's region.
        photo: (clusters,), which photo each belongs to.
        first: (photos,), the main word; named: (photos, words), 1 for each of its words.
        weights: (photos,), sum to 1.
    """

    features: Tensor
    shares: Tensor
    photo: Tensor
    first: Tensor
    named: Tensor
    weights: Tensor
    mean: Tensor
    deviation: Tensor


class Rule(torch.nn.Module):
    """The three rules of `attributes/colour/words.py`, with gradients."""

    def __init__(self, features: int) -> None:
        super().__init__()
        count = len(WORDS)
        self.cluster = torch.nn.Linear(features, count)
        torch.nn.init.zeros_(self.cluster.weight)
        torch.nn.init.zeros_(self.cluster.bias)
        self.first_scale = torch.nn.Parameter(torch.tensor(1.0))
        self.first_bias = torch.nn.Parameter(torch.zeros(count))
        self.named_scale = torch.nn.Parameter(torch.tensor(2.0))
        self.named_bias = torch.nn.Parameter(torch.full((count,), 4.0))

    def forward(self, seen: Examples) -> tuple[Tensor, Tensor, Tensor]:
        """Return each cluster's words, each photo's logits of the first, and of all named."""
        words = torch.softmax(self.cluster(seen.features), 1)
        shares = torch.zeros_like(seen.named).index_add_(
            0, seen.photo, words * seen.shares[:, None]
        )
        logs = torch.log(shares + LEAST_SHARE)
        first = self.first_scale * logs + self.first_bias
        return words, first, self.named_scale * logs + self.named_bias


def train_colours(data: Path, out: Path, recipe: ColourRecipe, say: Callable[[str], None]) -> None:
    """Fit the rules to the open training photos of `data` and write their table to `out`.

    Raises:
        SkuscribeError: `config.invalid`, there are no such photos.
    """
    photos = named(data)
    say(f"{len(photos)} photos whose colours were named")
    regions = list(measured(photos))
    drawn = list(rendered(recipe.renders, recipe.seed))
    told = [each.words for each in photos] + [(word,) for _, word in drawn]
    weights = [1.0] * len(photos) + [recipe.render_weight] * len(drawn)
    seen = examples_of([*regions, *(region for region, _ in drawn)], told, weights)
    rule = fit(seen, recipe)
    with torch.no_grad():
        right = (rule(seen)[1].argmax(1) == seen.first)[: len(photos)].float().mean()
    say(f"the first word is right on {float(right):.1%} of the training photos")
    write(rule, seen, out)


def examples_of(
    regions: Sequence[Region], told: Sequence[Sequence[str]], weights: Sequence[float]
) -> Examples:
    """Return photos as tensors: what was measured, their words, how much each counts."""
    parts = [features_of(clusters_in(region), region.light) for region in regions]
    features = torch.tensor(np.concatenate(parts), dtype=torch.float32)
    mean, deviation = features.mean(0), features.std(0) + 1e-6
    shares = [colour.share for region in regions for colour in region.colours]
    words = torch.zeros(len(regions), len(WORDS))
    for row, names in enumerate(told):
        words[row, [WORDS.index(name) for name in names]] = 1
    counts = torch.tensor(weights, dtype=torch.float32)
    return Examples(
        features=(features - mean) / deviation,
        shares=torch.tensor(shares, dtype=torch.float32),
        photo=torch.repeat_interleave(torch.tensor([len(part) for part in parts])),
        first=torch.tensor([WORDS.index(names[0]) for names in told]),
        named=words,
        weights=counts / counts.sum(),
        mean=mean,
        deviation=deviation,
    )


def fit(seen: Examples, recipe: ColourRecipe) -> Rule:
    """Return the rules that fit best."""
    torch.manual_seed(recipe.seed)
    rule = Rule(seen.features.shape[1])
    optimiser = torch.optim.Adam(rule.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, recipe.steps)
    for _ in range(recipe.steps):
        optimiser.zero_grad()
        _loss(rule, seen, recipe).backward()
        optimiser.step()
        schedule.step()
    return rule


def _loss(rule: Rule, seen: Examples, recipe: ColourRecipe) -> Tensor:
    words, first, named_ = rule(seen)
    firsts = F.cross_entropy(first, seen.first, reduction="none")
    sets = F.binary_cross_entropy_with_logits(named_, seen.named, reduction="none").sum(1)
    own = (words * seen.named[seen.photo]).sum(1)
    strange = -torch.log(own + LEAST_SHARE) * seen.shares
    clusters = torch.zeros_like(firsts).index_add_(0, seen.photo, strange)
    whole = firsts + recipe.set_weight * sets + recipe.cluster_weight * clusters
    decay = recipe.weight_decay * (rule.cluster.weight**2).sum()
    return (seen.weights * whole).sum() + decay


def write(rule: Rule, seen: Examples, out: Path) -> None:
    """Write the table, with the standardisation worked into the weights."""
    with torch.no_grad():
        weights = rule.cluster.weight / seen.deviation
        bias = rule.cluster.bias - weights @ seen.mean
        count = len(WORDS)
        rows = {
            **dict(zip(NAMES, weights.T, strict=True)),
            "bias": bias,
            "first scale": rule.first_scale.expand(count),
            "first bias": rule.first_bias,
            "named scale": rule.named_scale.expand(count),
            "named bias": rule.named_bias,
        }
        with out.open("w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream, lineterminator="\n")
            table.writerow(["feature", *WORDS])
            table.writerows(
                [name, *(f"{value:.6g}" for value in row)] for name, row in rows.items()
            )
