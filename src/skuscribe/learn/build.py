"""From a folder of labelled photos to a bundle: the whole training in the order it happens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from skuscribe.learn.bundling import Title, bundle_of, measured, sources_of
from skuscribe.learn.calibrate import SHARPNESS, SOFTNESS, fit_gate, fit_shares
from skuscribe.learn.data import MINIMUM_PHOTOS, Dataset, read_dataset
from skuscribe.learn.freeze import export, round_to_half, store_half
from skuscribe.learn.maps import MapStore, cached_maps
from skuscribe.learn.network.hybrid import HybridConfig, HybridNetwork, Maps, Trunk
from skuscribe.learn.network.pretrained import imagenet_state, load_classifier, load_imagenet
from skuscribe.learn.train import Recipe, targets_of, train_linear, train_reader, votes_on
from skuscribe.look.bundle import Card, write_bundle
from skuscribe.look.gate import Gate
from skuscribe.taxonomy.words import NOT_A_PRODUCT

Say = Callable[[str], None]

LEFT_OUT = 5
"""One label in so many is left out of the second fit, to learn how the unknown looks."""

SHORTER = 3
"""The second fit has a third of the epochs."""


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
        cache: folder for the trunk's maps and for where a training run stands.
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
    sources = sources_of(dataset, data)
    _refuse_too_little(dataset, recipe)
    say(f"{len(dataset.train)} training photos, {len(dataset.labels)} labels")
    network = _untrained(HybridConfig(labels=len(dataset.labels)))
    stores = _stores(network.trunk, network.config, dataset, recipe, cache, say)
    targets = targets_of(dataset.train, dataset.labels)
    network.reader = train_reader(
        network.config,
        stores["train"],
        targets,
        recipe,
        lambda epoch, loss: say(f"epoch {epoch} of {recipe.epochs}: {loss:.3f}"),
        checkpoint=_checkpoint(cache, recipe, stores["train"], targets, "all"),
    )
    round_to_half(network.reader)
    figures = _weigh_votes(network, stores["val"], dataset)
    linear = train_linear(stores["train"], targets, len(dataset.labels), recipe)
    figures |= _linear_figures(linear, stores["val"], dataset)
    gate = _gate(network.config, stores, dataset, recipe, cache, say)
    network.sharpness = torch.tensor(SHARPNESS)
    round_to_half(network)
    draft = bundle_of(network, dataset.labels, gate, title, recipe, sources, cache)
    say("measuring it on validation photos and on foreign shops")
    bundle = measured(draft, dataset, figures, cache, say)
    write_bundle(out, bundle)
    return bundle.card


def _untrained(config: HybridConfig) -> HybridNetwork:
    """Return the network with ImageNet's weights in all that stays frozen."""
    network, state = HybridNetwork(config), imagenet_state()
    load_imagenet(network.trunk, state)
    if config.classes == len(state["_fc.bias"]):
        load_classifier(network.borrowed, state)
    round_to_half(network.trunk)
    return network


def _stores(
    trunk: Trunk, config: HybridConfig, dataset: Dataset, recipe: Recipe, cache: Path, say: Say
) -> dict[str, MapStore]:
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / "trunk.onnx"
    export(trunk, config.image_size, Maps._fields, path)
    store_half(path)
    say("running the trunk over every view of every photo")
    wanted = {"val": (dataset.val, 1), "train": (dataset.train, recipe.views)}
    return {
        name: cached_maps(samples, views, path, config, cache)
        for name, (samples, views) in wanted.items()
    }


def _checkpoint(
    cache: Path, recipe: Recipe, store: MapStore, targets: NDArray[np.int64], name: str
) -> Path:
    """Return the file that holds where this very run stands: other photos have another."""
    said = json.dumps([store.key, asdict(recipe)])
    digest = hashlib.sha256(said.encode() + targets.tobytes())
    return cache / f"{name}-{digest.hexdigest()[:12]}.pt"


def _weigh_votes(network: HybridNetwork, store: MapStore, dataset: Dataset) -> dict[str, float]:
    """Set the network's shares; return its figures on validation photos."""
    truth = torch.from_numpy(targets_of(dataset.val, dataset.labels))
    transformer, cnn = votes_on(network.reader, store)
    network.shares = torch.tensor(fit_shares(transformer, cnn, truth)) / SOFTNESS
    round_to_half(network)
    logits = network.shares[0] * transformer + network.shares[1] * cnn
    return scores(logits, truth, "label") | scores(transformer, truth, "label_transformer_alone")


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


@torch.no_grad()
def _linear_figures(linear: torch.nn.Module, store: MapStore, dataset: Dataset) -> dict[str, float]:
    truth = torch.from_numpy(targets_of(dataset.val, dataset.labels))
    pooled = torch.from_numpy(np.asarray(store.pooled[:, 0], np.float32))
    return scores(linear(pooled), truth, "label_linear_layer")


def _gate(
    config: HybridConfig,
    stores: dict[str, MapStore],
    dataset: Dataset,
    recipe: Recipe,
    cache: Path,
    say: Say,
) -> Gate:
    """Fit how the unknown looks, on a second, shorter fit that never saw some of the labels."""
    hidden = {label for label in dataset.labels if _is_left_out(label)}
    kept = tuple(label for label in dataset.labels if label not in hidden)
    if len(kept) < 2 or not hidden:
        return fit_gate(None, None)
    say(f"a second fit without {len(hidden)} of the labels: {', '.join(sorted(hidden)[:8])} ...")
    known = np.array([sample.label not in hidden for sample in dataset.train])
    if known.sum() < recipe.batch:
        return fit_gate(None, None)
    number = {label: index for index, label in enumerate(kept)}
    targets = np.array([number.get(sample.label, 0) for sample in dataset.train], np.int64)
    shorter = replace(recipe, epochs=max(1, recipe.epochs // SHORTER))
    reader = train_reader(
        replace(config, labels=len(kept)),
        stores["train"],
        targets,
        shorter,
        lambda epoch, loss: say(f"second fit, epoch {epoch} of {shorter.epochs}: {loss:.3f}"),
        among=np.flatnonzero(known),
        checkpoint=_checkpoint(cache, shorter, stores["train"], targets, "second"),
    )
    return _gate_of(reader, stores, dataset, hidden, number)


def _gate_of(
    reader: torch.nn.Module,
    stores: dict[str, MapStore],
    dataset: Dataset,
    hidden: set[str],
    number: dict[str, int],
) -> Gate:
    inside = np.array([s.label not in hidden | {NOT_A_PRODUCT} for s in dataset.val])
    outside = np.array([sample.label in hidden for sample in dataset.val])
    unseen = np.flatnonzero([sample.label in hidden for sample in dataset.train])
    transformer, cnn = votes_on(reader, stores["val"])
    others = votes_on(reader, stores["train"], photos=unseen)
    truth = torch.tensor([number.get(sample.label, 0) for sample in dataset.val])
    rows = torch.from_numpy(inside)
    if int(rows.sum()) < 2:
        return fit_gate(None, None)
    a, b = fit_shares(transformer[rows], cnn[rows], truth[rows])
    within = (a * transformer + b * cnn) / SOFTNESS
    unknown = (a * others[0] + b * others[1]) / SOFTNESS
    without = torch.cat([within[torch.from_numpy(outside)], unknown])
    return fit_gate(within[rows], without)


def _is_left_out(label: str) -> bool:
    first = hashlib.sha256(label.encode()).digest()[0]
    return label != NOT_A_PRODUCT and first % LEFT_OUT == 0


def _refuse_too_little(dataset: Dataset, recipe: Recipe) -> None:
    """Say before the long work what would fail after it."""
    if len(dataset.labels) < 2:
        raise ValueError("a network needs two labels with enough photos to learn anything")
    if len(dataset.train) < recipe.batch:
        raise ValueError(f"{len(dataset.train)} photos do not fill one batch of {recipe.batch}")
    if not dataset.val:
        raise ValueError("there is no validation photo to calibrate on")
