"""Train the Transformer and both heads on cached maps of the frozen trunk.

Both votes are trained side by side, each by its own loss, and do not touch each other: on a few
thousand photos a Transformer that has to correct a fitted linear layer does worse than one that
learns for itself and is averaged with it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor

from skuscribe.learn.checkpoint import Training, restore, save
from skuscribe.learn.data import Sample
from skuscribe.learn.maps import MapStore
from skuscribe.learn.network.hybrid import HybridConfig, Maps, Reader

OnEpoch = Callable[[int, float], None]
"""Called after each epoch with its number and mean loss."""


@dataclass(frozen=True)
class Recipe:
    """How to train. The values were chosen on validation photos."""

    epochs: int = 16
    batch: int = 64
    learning_rate: float = 6e-4
    warm_up: float = 0.15
    weight_decay: float = 0.05
    label_smoothing: float = 0.1
    mixup: float = 0.2
    tokens_kept: float = 0.5  # of the patches; the rest is neither computed nor missed
    views: int = 4
    clip: float = 1.0
    seed: int = 0


def targets_of(samples: Sequence[Sample], labels: Sequence[str]) -> NDArray[np.int64]:
    """Return the index of each sample's label, int64 (n,)."""
    index = {label: number for number, label in enumerate(labels)}
    return np.array([index[sample.label] for sample in samples], np.int64)


def train_reader(
    config: HybridConfig,
    store: MapStore,
    targets: NDArray[np.int64],
    recipe: Recipe,
    on_epoch: OnEpoch = lambda epoch, loss: None,
    *,
    among: NDArray[np.int64] | None = None,
    checkpoint: Path | None = None,
) -> Reader:
    """Return a reader trained on the store's photos, in evaluation mode.

    Args:
        config: sizes of the network.
        store: maps of n photos in at least `recipe.views` views.
        targets: int64 (n,), label indices.
        recipe: how to train.
        on_epoch: told of progress.
        among: int64 (m,), the photos to learn from; all when None.
        checkpoint: file that every epoch is kept in; a run that finds it goes on from there.
    """
    learnt = np.arange(len(targets)) if among is None else among
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    reader = Reader(config)
    optimiser = torch.optim.AdamW(_groups(reader, recipe), lr=recipe.learning_rate)
    steps = recipe.epochs * (len(learnt) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.learning_rate, total_steps=steps, pct_start=recipe.warm_up
    )
    training = Training(reader, optimiser, schedule, random)
    done = restore(checkpoint, training) if checkpoint else 0
    for epoch in range(done, recipe.epochs):
        reader.train()
        losses = []
        for photos in learnt[_batches(len(learnt), recipe.batch, random)]:
            views = random.integers(0, recipe.views, len(photos))
            maps, other, share = _mixed(store.maps(photos, views), recipe.mixup, random)
            truth = torch.from_numpy(targets[photos])
            keep = _kept(config.grid**2, recipe.tokens_kept, random)
            with torch.autocast("cpu", torch.bfloat16):
                votes = reader(maps, keep)
            loss = sum(
                _loss(vote.float(), truth, truth[other], share, recipe.label_smoothing)
                for vote in (votes.transformer, votes.cnn)
            )
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), recipe.clip)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        if checkpoint:
            save(checkpoint, training, epoch + 1)
        on_epoch(epoch + 1, float(np.mean(losses)))
    return reader.eval()


def _groups(reader: Reader, recipe: Recipe) -> list[dict[str, object]]:
    # Norms, biases, tokens and positions are not pulled to zero (Loshchilov and Hutter's AdamW
    # as every ViT recipe uses it).
    decayed = [p for p in reader.parameters() if p.ndim == 2]
    others = [p for p in reader.parameters() if p.ndim != 2]
    return [
        {"params": decayed, "weight_decay": recipe.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]


def _batches(count: int, size: int, random: np.random.Generator) -> NDArray[np.int64]:
    order = random.permutation(count)[: count // size * size]
    return order.reshape(-1, size)


def _kept(tokens: int, share: float, random: np.random.Generator) -> Tensor:
    return torch.from_numpy(np.sort(random.permutation(tokens)[: round(tokens * share)]))


def _mixed(maps: Maps, strength: float, random: np.random.Generator) -> tuple[Maps, Tensor, float]:
    """Mix each photo's maps with another's (mixup, Zhang et al. 2018, on the trunk's maps)."""
    share = float(random.beta(strength, strength))
    other = torch.from_numpy(random.permutation(len(maps.pooled)))
    return Maps(*(share * m + (1 - share) * m[other] for m in maps)), other, share


def _loss(logits: Tensor, truth: Tensor, other: Tensor, share: float, smooth: float) -> Tensor:
    first = F.cross_entropy(logits, truth, label_smoothing=smooth)
    second = F.cross_entropy(logits, other, label_smoothing=smooth)
    return share * first + (1 - share) * second


@torch.no_grad()
def votes_on(
    reader: Reader, store: MapStore, batch: int = 128, photos: NDArray[np.int64] | None = None
) -> tuple[Tensor, Tensor]:
    """Return the Transformer's and the CNN's logits on the plain view, float32 (n, k) each.

    Args:
        reader: what votes.
        store: maps of the photos.
        batch: photos at once.
        photos: int64 (n,), the photos to vote on; all of the store when None.
    """
    reader.eval()
    if photos is not None and not len(photos):
        width = reader.pooled_head.out_features
        return torch.zeros(0, width), torch.zeros(0, width)
    wanted = np.arange(len(store.pooled)) if photos is None else photos
    pairs = []
    for start in range(0, len(wanted), batch):
        part = wanted[start : start + batch]
        votes = reader(store.maps(part, np.zeros_like(part)))
        pairs.append((votes.transformer, votes.cnn))
    transformer, cnn = zip(*pairs, strict=True)
    return torch.cat(transformer), torch.cat(cnn)


def train_linear(
    store: MapStore, targets: NDArray[np.int64], labels: int, recipe: Recipe
) -> torch.nn.Module:
    """Return a linear layer on the standardised pooled features: the floor to be beaten.

    30 epochs of AdamW on the plain view, dropout 0.3 and label smoothing: the strongest linear
    recipe that was found on this trunk.
    """
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    pooled = torch.from_numpy(np.asarray(store.pooled[:, 0], np.float32))
    width = pooled.shape[1]
    model = torch.nn.Sequential(
        torch.nn.BatchNorm1d(width, affine=False),
        torch.nn.Dropout(0.3),
        torch.nn.Linear(width, labels),
    )
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=recipe.weight_decay)
    epochs = 30
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
        optimiser, epochs * (len(targets) // recipe.batch)
    )
    for _ in range(epochs):
        for photos in _batches(len(targets), recipe.batch, random):
            logits = model(pooled[photos])
            truth = torch.from_numpy(targets[photos])
            loss = F.cross_entropy(logits, truth, label_smoothing=recipe.label_smoothing)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()
