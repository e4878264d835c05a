"""Train the mask head on maps of the frozen trunk, computed once for every view."""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor

from skuscribe.learn.masks.data import Outlined
from skuscribe.learn.masks.decoder import CHANNELS, MaskDecoder, shapes_of
from skuscribe.learn.masks.views import View, boxed, draw, views_of
from skuscribe.look.prepare import MEAN, SCALE
from skuscribe.look.session import Session

CHUNK = 32
MADE_HERE = 0.7
"""Weight of a mask that a simple method made: it is easy by choice."""

SKIN = 0.5
"""Weight of the second channel's loss."""

Told = Callable[[str], None]


@dataclass(frozen=True)
class MaskRecipe:
    """How to train. The values were chosen on validation photos."""

    epochs: int = 8
    batch: int = 32
    learning_rate: float = 3e-3
    warm_up: int = 200
    weight_decay: float = 0.01
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Seen:
    """Maps and targets of n views, memory-mapped.

    Attributes:
        maps: float16 (n, channels, side, side) each, finest first.
        targets: uint8 (n, 2, h, w), 255 for the product, and for skin.
        weights: float32 (n,), how much each counts.
    """

    maps: tuple[NDArray[np.float16], ...]
    targets: NDArray[np.uint8]
    weights: NDArray[np.float32]


def see(photos: Sequence[Outlined], taps: Path, size: int, cache: Path) -> Seen:
    """Run the trunk over every view of every photo.

    Args:
        photos: training photos.
        taps: a network that gives the trunk's maps (see `graft.tapped`).
        size: side of its input in pixels.
        cache: folder for the maps, 0.43 MB a view; what it holds is written over.
    """
    views = [view for photo in photos for view in views_of(photo)]
    cache.mkdir(parents=True, exist_ok=True)
    paths = _create(cache, len(views), size)
    jobs = [
        (paths, taps, size, start, views[start : start + CHUNK], list(photos))
        for start in range(0, len(views), CHUNK)
    ]
    with multiprocessing.get_context("spawn").Pool() as pool:
        for _ in pool.imap_unordered(_fill, jobs):
            pass
    *maps, targets = (np.load(path, mmap_mode="r") for path in paths)
    weights = [1.0 if view.photo.by_hand else MADE_HERE for view in views]
    return Seen(tuple(maps), targets, np.array(weights, np.float32))


def _create(cache: Path, count: int, size: int) -> list[Path]:
    half = size // 2
    kinds: list[tuple[str, type, tuple[int, ...]]] = [
        (f"s{level}", np.float16, shape) for level, shape in enumerate(shapes_of(size))
    ]
    kinds.append(("target", np.uint8, (len(CHANNELS), half, half)))
    for name, kind, shape in kinds:
        path = cache / f"{name}.npy"
        np.lib.format.open_memmap(path, "w+", kind, (count, *shape)).flush()
    return [cache / f"{name}.npy" for name, _, _ in kinds]


Job = tuple[Sequence[Path], Path, int, int, Sequence[View], list[Outlined]]


def _fill(job: Job) -> None:
    paths, taps, size, start, views, grounds = job
    cv2.setNumThreads(1)
    session = Session(taps.read_bytes())
    *stores, targets = (np.load(path, mmap_mode="r+") for path in paths)
    for place, view in enumerate(views, start=start):
        pixels, target = boxed(*draw(view, place, grounds), size)
        planes = pixels.transpose(2, 0, 1).astype(np.float32)
        maps = session.run(((planes - MEAN) / SCALE)[None].astype(np.float32))
        for store, value in zip(stores, maps.values(), strict=True):
            store[place] = value[0]
        targets[place] = np.rint(255 * target.transpose(2, 0, 1))
    for store in (*stores, targets):
        store.flush()


def train_head(seen: Seen, recipe: MaskRecipe, checkpoint: Path, say: Told) -> MaskDecoder:
    """Return a trained head; after an interruption it goes on at the last whole epoch."""
    torch.manual_seed(recipe.seed)
    head = MaskDecoder()
    optimiser = torch.optim.AdamW(
        head.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    first = _restored(head, optimiser, checkpoint)
    count = len(seen.targets)
    batches = max(1, count // recipe.batch)
    for epoch in range(first, recipe.epochs):
        order = np.random.default_rng((recipe.seed, epoch)).permutation(count)
        total = 0.0
        for number in range(batches):
            step = epoch * batches + number
            rate = _rate(step / (recipe.epochs * batches), step, recipe)
            for group in optimiser.param_groups:
                group["lr"] = rate
            some = np.sort(order[number * recipe.batch : (number + 1) * recipe.batch])
            loss = _loss(head, seen, some)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            total += float(loss.detach())
        state = {"epoch": epoch, "head": head.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save(state, checkpoint)
        say(f"epoch {epoch + 1} of {recipe.epochs}: loss {total / batches:.4f}")
    return head


def _restored(head: MaskDecoder, optimiser: torch.optim.Optimizer, checkpoint: Path) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    head.load_state_dict(state["head"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["epoch"]) + 1


def _rate(share: float, step: int, recipe: MaskRecipe) -> float:
    """Return the learning rate: a warm-up, then half a cosine to nothing."""
    warm = min(1.0, (step + 1) / recipe.warm_up)
    return recipe.learning_rate * warm * (0.5 + 0.5 * math.cos(math.pi * share))


def _loss(head: MaskDecoder, seen: Seen, some: NDArray[np.int64]) -> Tensor:
    """Return cross-entropy of both channels, and Dice of the product (Milletari et al. 2016)."""
    maps = [torch.from_numpy(np.ascontiguousarray(store[some])).float() for store in seen.maps]
    targets = torch.from_numpy(np.ascontiguousarray(seen.targets[some])).float() / 255
    weights = torch.from_numpy(seen.weights[some])
    logits = head(*maps)
    crossed = F.binary_cross_entropy_with_logits(logits, targets, reduction="none").mean((2, 3))
    said, true = torch.sigmoid(logits[:, 0]), targets[:, 0]
    shared = 2 * (said * true).sum((1, 2)) + 1
    dice = 1 - shared / ((said + true).sum((1, 2)) + 1)
    return ((crossed[:, 0] + dice) * weights).mean() + SKIN * crossed[:, 1].mean()
