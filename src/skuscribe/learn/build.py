"""From a folder of labelled photos to a bundle: the whole training in the order it happens."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from skuscribe.core.version import __version__
from skuscribe.learn.calibrate import (
    choose_threshold,
    expected_calibration_error,
    fit_shares,
)
from skuscribe.learn.data import MINIMUM_PHOTOS, Dataset, Sample, read_dataset
from skuscribe.learn.freeze import export, largest_difference, round_to_half, store_half
from skuscribe.learn.maps import MapStore, cached_maps
from skuscribe.learn.network.hybrid import HybridConfig, HybridNetwork, Maps, Trunk
from skuscribe.learn.network.pretrained import PACKAGE, imagenet_state, load_imagenet
from skuscribe.learn.train import Recipe, targets_of, train_linear, train_reader, votes_on
from skuscribe.look.bundle import (
    NETWORK_FILE,
    Answering,
    Bundle,
    Card,
    Input,
    Outputs,
    Source,
    Vocabulary,
    write_bundle,
)
from skuscribe.look.prepare import MEAN, SCALE

Say = Callable[[str], None]

OUTPUTS = ("logits", "attention", "embedding")
DESCRIPTION = (
    "EfficientNet-Lite2 maps at stride 16 and 32, cut into 81 patches, read by a 3-layer Vision "
    "Transformer; its vote and the CNN's own are summed"
)

PRECISION = 0.95
"""Wanted of the answers that are stated, on validation photos."""

FEW = 20
"""Photos of a source under which a share says nothing."""

SAME = 1e-4
"""Largest difference allowed between torch and the frozen file."""


@dataclass(frozen=True)
class Title:
    """What a bundle is called, and the licence of its weights: they are the trainer's to say."""

    name: str
    licence: str


def build_bundle(
    data: Path,
    out: Path,
    cache: Path,
    recipe: Recipe,
    title: Title,
    say: Say,
    minimum: int = MINIMUM_PHOTOS,
) -> Card:
    """Train on the open photos of `data`, freeze, and write the bundle to `out`.

    Args:
        data: folder with `index.csv`, `sources.csv` and `photos/`.
        out: folder of the bundle; written in one move when everything has worked.
        cache: folder for the trunk's maps.
        recipe: how to train; one seed and one kind of CPU give one bundle.
        title: of the bundle.
        say: told of progress, a line at a time.
        minimum: training photos that a label needs to be learnt.

    Raises:
        ValueError: groups leak over the split, there is too little to learn from, a source has no
            licence, or the frozen file differs from torch.
    """
    torch.set_num_threads(1)  # the sums, and so the weights, do not depend on the cores
    dataset = read_dataset(data, minimum)
    sources = _sources(dataset, data)
    _refuse_too_little(dataset, recipe)
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
    if dataset.test:
        figures |= _foreign_figures(network, stores["test"], dataset.test, dataset.labels)
    linear = train_linear(stores["train"], targets, len(dataset.labels), recipe)
    figures |= _linear_figures(linear, stores["val"], dataset)
    for name, value in figures.items():
        say(f"{name}: {value:.4f}")
    content = _frozen(network, config, recipe.seed, cache)
    vocabulary = _vocabulary(logits, dataset)
    card = _card(title, content, vocabulary, config.image_size, recipe, figures, sources)
    write_bundle(out, Bundle(card, content))
    return card


def _stores(
    trunk: Trunk, config: HybridConfig, dataset: Dataset, recipe: Recipe, cache: Path, say: Say
) -> dict[str, MapStore]:
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / "trunk.onnx"
    export(trunk, config.image_size, Maps._fields, path)
    store_half(path)
    say("running the trunk over every view of every photo")
    wanted = {"val": (dataset.val, 1), "train": (dataset.train, recipe.views)}
    wanted |= {"test": (dataset.test, 1)} if dataset.test else {}
    return {
        name: cached_maps(samples, views, path, config, cache)
        for name, (samples, views) in wanted.items()
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
    few = min(5, logits.shape[1])
    five = (logits.topk(few, dim=1).indices == truth[:, None]).any(dim=1).float()
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


def _frozen(network: HybridNetwork, config: HybridConfig, seed: int, cache: Path) -> bytes:
    """Return the network's file, held against torch.

    Raises:
        ValueError: it differs.
    """
    path = cache / NETWORK_FILE
    export(network, config.image_size, OUTPUTS, path)
    store_half(path)
    generator = torch.Generator().manual_seed(seed)
    shape = (4, 3, config.image_size, config.image_size)
    pixels = torch.rand(*shape, generator=generator) * 2 - 1
    difference = largest_difference(network, path, pixels)
    if difference > SAME:
        raise ValueError(f"the frozen network differs from torch by {difference:.2g}")
    content = path.read_bytes()
    path.unlink()
    return content


def _card(
    title: Title,
    network: bytes,
    vocabulary: Vocabulary,
    size: int,
    recipe: Recipe,
    figures: Mapping[str, float],
    trained_on: tuple[Source, ...],
) -> Card:
    return Card(
        name=title.name,
        version=__version__,
        description=DESCRIPTION,
        licence=title.licence,
        network_sha256=hashlib.sha256(network).hexdigest(),
        input=Input(size=size, mean=MEAN, scale=SCALE),
        vocabularies=(vocabulary,),
        outputs=Outputs(attention="attention", embedding="embedding"),
        trunk=f"{PACKAGE} 0.1.0 (ImageNet-1k, Apache-2.0), frozen",
        trained_on=trained_on,
        figures={name: round(value, 4) for name, value in figures.items()},
        recipe={name: float(value) for name, value in asdict(recipe).items()},
    )


def _vocabulary(logits: Tensor, dataset: Dataset) -> Vocabulary:
    """Return the labels, with the threshold that validation photos ask for."""
    truth = torch.from_numpy(targets_of(dataset.val, dataset.labels))
    chosen = choose_threshold(logits.softmax(dim=1), truth, PRECISION)
    return Vocabulary(
        name="trained",
        output="logits",
        labels=dataset.labels,
        answering=Answering(**asdict(chosen)),
    )


def _refuse_too_little(dataset: Dataset, recipe: Recipe) -> None:
    """Say before the long work what would fail after it."""
    if len(dataset.labels) < 2:
        raise ValueError("a network needs two labels with enough photos to learn anything")
    if len(dataset.train) < recipe.batch:
        raise ValueError(f"{len(dataset.train)} photos do not fill one batch of {recipe.batch}")
    if not dataset.val:
        raise ValueError("there is no validation photo to calibrate on")


def _sources(dataset: Dataset, data: Path) -> tuple[Source, ...]:
    with (data / "sources.csv").open(encoding="utf-8", newline="") as stream:
        licences = {row["source"]: row["licence"] for row in csv.DictReader(stream)}
    counts = Counter(sample.source for sample in dataset.train)
    unknown = sorted(counts.keys() - licences.keys())
    if unknown:
        raise ValueError(f"sources.csv has no licence of '{unknown[0]}'")
    return tuple(Source(name=n, photos=c, licence=licences[n]) for n, c in sorted(counts.items()))
