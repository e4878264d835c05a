"""From a trained network to a bundle: frozen, described, and measured by what it answers."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

import torch

from skuscribe.core.version import __version__
from skuscribe.learn.calibrate import RULE
from skuscribe.learn.data import Dataset, Sample
from skuscribe.learn.evaluate.figures import Figures, figures_of, vocabulary_of
from skuscribe.learn.evaluate.labelled import labelled
from skuscribe.learn.evaluate.predict import Asked, Prediction, predictions
from skuscribe.learn.freeze import export, largest_difference, store_half
from skuscribe.learn.network.hybrid import HybridNetwork
from skuscribe.learn.network.pretrained import PACKAGE
from skuscribe.learn.train import Recipe
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
from skuscribe.look.gate import Gate
from skuscribe.look.prepare import MEAN, SCALE
from skuscribe.taxonomy.agreement import Agreement
from skuscribe.taxonomy.words import NOT_A_PRODUCT

OUTPUTS = ("logits", "borrowed", "attention", "embedding")
DESCRIPTION = (
    "EfficientNet-Lite2 maps at stride 16 and 32, cut into 81 patches, read by a 3-layer Vision "
    "Transformer; its vote and the CNN's own are summed; the trunk's own ImageNet classifier "
    "speaks beside them"
)

SAME = 1e-4
"""Largest difference allowed between torch and the frozen file."""


@dataclass(frozen=True)
class Title:
    """What a bundle is called, and the licence of its weights: they are the trainer's to say."""

    name: str
    licence: str


def imagenet_classes() -> tuple[str, ...]:
    """Return the names of the 1000 classes of ImageNet-1k, in their order."""
    text = resources.files("skuscribe.learn.network") / "imagenet.txt"
    return tuple(text.read_text(encoding="utf-8").splitlines())


def bundle_of(
    network: HybridNetwork,
    labels: Sequence[str],
    gate: Gate,
    title: Title,
    recipe: Recipe,
    sources: tuple[Source, ...],
    cache: Path,
) -> Bundle:
    """Return the frozen network with a card that holds no figures yet.

    Raises:
        ValueError: the frozen file differs from torch.
    """
    content = _frozen(network, recipe.seed, cache)
    names = imagenet_classes()
    borrowed = Vocabulary(name="borrowed", output="borrowed", labels=names)
    vocabularies = (Vocabulary(name="trained", output="logits", labels=tuple(labels)),)
    card = Card(
        name=title.name,
        version=__version__,
        description=DESCRIPTION,
        licence=title.licence,
        network_sha256=hashlib.sha256(content).hexdigest(),
        input=Input(size=network.config.image_size, mean=MEAN, scale=SCALE),
        vocabularies=(*vocabularies, borrowed),
        gate=gate,
        answering=Answering(rule=RULE, precision=0.0, coverage=0.0),
        outputs=Outputs(attention="attention", embedding="embedding"),
        trunk=f"{PACKAGE} 0.1.0 (ImageNet-1k, Apache-2.0), frozen",
        trained_on=sources,
        figures={},
        recipe={name: float(value) for name, value in asdict(recipe).items()},
    )
    return Bundle(card, content)


def _frozen(network: HybridNetwork, seed: int, cache: Path) -> bytes:
    path = cache / NETWORK_FILE
    export(network, network.config.image_size, OUTPUTS, path)
    store_half(path)
    generator = torch.Generator().manual_seed(seed)
    shape = (4, 3, network.config.image_size, network.config.image_size)
    pixels = torch.rand(*shape, generator=generator) * 2 - 1
    difference = largest_difference(network, path, pixels)
    if difference > SAME:
        raise ValueError(f"the frozen network differs from torch by {difference:.2g}")
    content = path.read_bytes()
    path.unlink()
    return content


def measured(
    draft: Bundle,
    dataset: Dataset,
    figures: Mapping[str, float],
    cache: Path,
    say: Callable[[str], None],
) -> Bundle:
    """Return the bundle with the figures of what it answers, as `model evaluate` tells them.

    Args:
        draft: frozen, without figures.
        dataset: whose validation photos, strangers and foreign shops are looked at.
        figures: what is known already.
        cache: folder for the draft.
        say: told of every figure.
    """
    folder = cache / "draft"
    write_bundle(folder, draft)
    products = [sample for sample in dataset.val if sample.label != NOT_A_PRODUCT]
    val = _figures(products, folder, draft.card.labels)
    found = {f"val_{name}": value for name, value in val.flat().items()}
    if dataset.test:
        foreign = _figures(dataset.test, folder, draft.card.labels)
        found |= {f"foreign_{name}": value for name, value in foreign.flat().items()}
    if dataset.strangers:
        strangers = _answers(dataset.strangers, folder)
        silent = sum(not p.stated for p in strangers) / len(strangers)
        found |= {"no_product_photos": float(len(strangers)), "no_product_silent": silent}
    answered = 1 - val.whole.shares[str(Agreement.SILENT)]
    useful = val.whole.useful[0] / answered if answered else 0.0
    rounded = {name: round(value, 4) for name, value in (*figures.items(), *found.items())}
    for name, value in rounded.items():
        say(f"{name}: {value:.4f}")
    answering = Answering(rule=RULE, precision=round(useful, 4), coverage=round(answered, 4))
    return Bundle(
        draft.card.model_copy(update={"figures": rounded, "answering": answering}), draft.network
    )


def _figures(samples: Iterable[Sample], bundle: Path, labels: Sequence[str]) -> Figures:
    return figures_of(_answers(samples, bundle), vocabulary_of(labels, borrowed=True))


def _answers(samples: Iterable[Sample], bundle: Path) -> list[Prediction]:
    photos = [labelled(sample.path, sample.label, sample.source) for sample in samples]
    return list(predictions(photos, Asked(bundle)))


def sources_of(dataset: Dataset, data: Path) -> tuple[Source, ...]:
    """Return where the training photos come from, with licences.

    Raises:
        ValueError: a source has no licence in `sources.csv`.
    """
    with (data / "sources.csv").open(encoding="utf-8", newline="") as stream:
        licences = {row["source"]: row["licence"] for row in csv.DictReader(stream)}
    counts = Counter(sample.source for sample in dataset.train)
    unknown = sorted(counts.keys() - licences.keys())
    if unknown:
        raise ValueError(f"sources.csv has no licence of '{unknown[0]}'")
    return tuple(Source(name=n, photos=c, licence=licences[n]) for n, c in sorted(counts.items()))
