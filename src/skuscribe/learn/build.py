"""From a folder of labelled photos to a bundle: the whole training in the order it happens."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from skuscribe import __version__
from skuscribe.core.files import write_whole
from skuscribe.learn.calibrate import (
    choose_threshold,
    expected_calibration_error,
    fit_shares,
)
from skuscribe.learn.data import Dataset, Sample, read_dataset
from skuscribe.learn.freeze import export, largest_difference, round_to_half, store_half
from skuscribe.learn.maps import MapStore, cached_maps
from skuscribe.learn.network.hybrid import HybridConfig, HybridNetwork, Maps, Trunk
from skuscribe.learn.network.pretrained import PACKAGE, imagenet_state, load_imagenet
from skuscribe.learn.train import Recipe, targets_of, train_linear, train_reader, votes_on
from skuscribe.look.bundle import CARD_FILE, NETWORK_FILE, Answering, Card, Input, Source
from skuscribe.look.looker import OUTPUTS
from skuscribe.look.prepare import MEAN, SCALE

Say = Callable[[str], None]

PRECISION = 0.95
"""Wanted of the answers that are stated, on validation photos."""

FEW = 20
"""Photos of a source under which a share says nothing."""

SAME = 1e-4
"""Largest difference allowed between torch and the frozen file."""


def build_bundle(data: Path, out: Path, cache: Path, seed: int, say: Say) -> Card:
    """Train on the open photos of `data`, freeze, and write the bundle to `out`.

    Args:
        data: folder with `index.csv`, `sources.csv` and `photos/`.
        out: folder of the bundle; written only when everything has worked.
        cache: folder for the trunk's maps.
        seed: of the training run; one seed and one kind of CPU give one bundle.
        say: told of progress, a line at a time.

    Raises:
        ValueError: groups leak over the split, or the frozen file differs from torch.
    """
    torch.set_num_threads(1)  # the sums, and so the weights, do not depend on the cores
    recipe = Recipe(seed=seed)
    dataset = read_dataset(data)
    config = HybridConfig(labels=len(dataset.labels))
    say(f"{len(dataset.train)} training photos, {len(dataset.labels)} labels")
    network = HybridNetwork(config)
    load_imagenet(network.trunk, imagenet_state())
    round_to_half(network.trunk)
    stores = _stores(network.trunk, config, dataset, recipe, cache, say)
    targets = targets_of(dataset.train, dataset.labels)
    network.reader = train_reader(
        config, stores["train"], targets, recipe, lambda e, loss: say(f"epoch {e}: {loss:.3f}")
    )
    round_to_half(network.reader)
    logits, figures = _calibrated(network, stores["val"], dataset)
    figures |= _foreign_figures(network, stores["test"], dataset.test, dataset.labels)
    linear = train_linear(stores["train"], targets, len(dataset.labels), recipe)
    figures |= _linear_figures(linear, stores["val"], dataset)
    for name, value in figures.items():
        say(f"{name}: {value:.4f}")
    return _write(network, dataset, recipe, logits, figures, data, out)


def _stores(
    trunk: Trunk, config: HybridConfig, dataset: Dataset, recipe: Recipe, cache: Path, say: Say
) -> dict[str, MapStore]:
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / "trunk.onnx"
    export(trunk, config.image_size, Maps._fields, path)
    store_half(path)
    say("running the trunk over every view of every photo")
    return {
        "val": cached_maps(dataset.val, 1, path, config, cache),
        "train": cached_maps(dataset.train, recipe.views, path, config, cache),
        "test": cached_maps(dataset.test, 1, path, config, cache),
    }


def _calibrated(
    network: HybridNetwork, store: MapStore, dataset: Dataset
) -> tuple[Tensor, dict[str, float]]:
    """Set the network's shares; return its validation logits and figures."""
    truth = torch.from_numpy(targets_of(dataset.val, dataset.labels))
    transformer, cnn = votes_on(network.reader, store)
    network.shares = torch.tensor(fit_shares(transformer, cnn, truth))
    round_to_half(network)
    logits = network.shares[0] * transformer + network.shares[1] * cnn
    figures = scores(logits, truth, "val")
    figures |= scores(transformer, truth, "val_transformer_alone")
    figures["val_calibration_error"] = _held_out_error(transformer, cnn, truth, dataset.val)
    return logits, figures


def _foreign_figures(
    network: HybridNetwork, store: MapStore, samples: Sequence[Sample], labels: Sequence[str]
) -> dict[str, float]:
    """Return top-1 on other shops' photos, by source: reported, never chosen by."""
    transformer, cnn = votes_on(network.reader, store)
    logits = network.shares[0] * transformer + network.shares[1] * cnn
    right = (logits.argmax(dim=1) == torch.from_numpy(targets_of(samples, labels))).float()
    figures = {"foreign_photos": float(len(samples)), "foreign_top1": float(right.mean())}
    for source in sorted({sample.source for sample in samples}):
        chosen = torch.tensor([sample.source == source for sample in samples])
        if int(chosen.sum()) >= FEW:
            figures[f"foreign_{source}_top1"] = float(right[chosen].mean())
    return figures


def scores(logits: Tensor, truth: Tensor, prefix: str) -> dict[str, float]:
    """Return top-1, top-5 and the mean recall over labels.

    Args:
        logits: float32 (n, k).
        truth: int64 (n,).
        prefix: begins the names of the figures.
    """
    right = (logits.argmax(dim=1) == truth).float()
    five = (logits.topk(5, dim=1).indices == truth[:, None]).any(dim=1).float()
    recalls = [float(right[truth == label].mean()) for label in truth.unique()]
    return {
        f"{prefix}_top1": float(right.mean()),
        f"{prefix}_top5": float(five.mean()),
        f"{prefix}_mean_recall": float(np.mean(recalls)),
    }


def _held_out_error(
    transformer: Tensor, cnn: Tensor, truth: Tensor, samples: Sequence[Sample]
) -> float:
    """Fit the shares on one half of the groups, measure on the other, and the other way round."""
    groups = torch.tensor(
        [int(hashlib.sha256(s.group.encode()).hexdigest(), 16) % 2 for s in samples]
    )
    probabilities = torch.empty_like(transformer)
    for half in (0, 1):
        fit, held = groups != half, groups == half
        a, b = fit_shares(transformer[fit], cnn[fit], truth[fit])
        probabilities[held] = (a * transformer[held] + b * cnn[held]).softmax(dim=1)
    return expected_calibration_error(probabilities, truth)


@torch.no_grad()
def _linear_figures(linear: torch.nn.Module, store: MapStore, dataset: Dataset) -> dict[str, float]:
    truth = torch.from_numpy(targets_of(dataset.val, dataset.labels))
    pooled = torch.from_numpy(np.asarray(store.pooled[:, 0], np.float32))
    return scores(linear(pooled), truth, "val_linear_layer")


def _write(
    network: HybridNetwork,
    dataset: Dataset,
    recipe: Recipe,
    logits: Tensor,
    figures: dict[str, float],
    data: Path,
    out: Path,
) -> Card:
    out.mkdir(parents=True, exist_ok=True)
    fresh = out / f"{NETWORK_FILE}.new"
    size = HybridConfig(labels=len(dataset.labels)).image_size
    export(network, size, OUTPUTS, fresh)
    store_half(fresh)
    generator = torch.Generator().manual_seed(recipe.seed)
    pixels = torch.rand(4, 3, size, size, generator=generator) * 2 - 1
    difference = largest_difference(network, fresh, pixels)
    if difference > SAME:
        raise ValueError(f"the frozen network differs from torch by {difference:.2g}")
    truth = torch.from_numpy(targets_of(dataset.val, dataset.labels))
    chosen = choose_threshold(logits.softmax(dim=1), truth, PRECISION)
    content = fresh.read_bytes()
    card = Card(
        name="hybrid-lite2",
        version=__version__,
        description=(
            "EfficientNet-Lite2 maps at stride 16 and 32, cut into 81 patches, read by a "
            "3-layer Vision Transformer; its vote and the CNN's own are summed"
        ),
        licence="Apache-2.0",
        network_sha256=hashlib.sha256(content).hexdigest(),
        input=Input(size=size, mean=MEAN, scale=SCALE),
        labels=dataset.labels,
        answering=Answering(**asdict(chosen)),
        trunk=f"{PACKAGE} 0.1.0 (ImageNet-1k, Apache-2.0), frozen",
        trained_on=_sources(dataset, data),
        figures={name: round(value, 4) for name, value in figures.items()},
        recipe={name: float(value) for name, value in asdict(recipe).items()},
    )
    fresh.replace(out / NETWORK_FILE)
    write_whole(out / CARD_FILE, f"{card.model_dump_json(indent=1)}\n".encode())
    return card


def _sources(dataset: Dataset, data: Path) -> tuple[Source, ...]:
    with (data / "sources.csv").open(encoding="utf-8", newline="") as stream:
        licences = {row["source"]: row["licence"] for row in csv.DictReader(stream)}
    counts = Counter(sample.source for sample in dataset.train)
    return tuple(Source(name=n, photos=c, licence=licences[n]) for n, c in sorted(counts.items()))
