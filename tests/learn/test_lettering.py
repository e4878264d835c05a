"""Which photos show text: learnt from what the engine reads, put onto the network as one layer."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from conftest import miss

try:
    import onnx  # noqa: F401
    import torch  # noqa: F401
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.core.errors import SkuscribeError
from skuscribe.learn.lettering.data import Read
from skuscribe.learn.lettering.train import (
    KEPT,
    Layer,
    LetteringRecipe,
    build_lettering,
    fit,
    with_layer,
)
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo

pytestmark = pytest.mark.slow


def told(text: np.ndarray) -> list[Read]:
    return [Read(Path(f"{number}.png"), 9 * int(has)) for number, has in enumerate(text)]


def test_the_layer_reads_nearly_all_photos_with_text_and_few_without() -> None:
    random = np.random.default_rng(1)
    text = random.random(400) < 0.4
    seen = random.normal(size=(400, 16)) + 1.5 * text[:, None] * (np.arange(16) < 4)
    seen = (seen / np.linalg.norm(seen, axis=1, keepdims=True)).astype(np.float32)
    layer = fit(seen, told(text), LetteringRecipe())
    read = seen @ layer.weights + layer.intercept >= 0
    assert read[text].mean() >= KEPT - 0.02
    assert read[~text].mean() < 0.6


def test_photos_of_one_kind_alone_are_refused() -> None:
    seen = np.eye(12, dtype=np.float32)
    with pytest.raises(SkuscribeError, match="too few"):
        fit(seen, told(np.ones(12, np.bool_)), LetteringRecipe())


def test_a_layer_changes_nothing_that_was_there_and_takes_the_place_of_another() -> None:
    bundle = read_bundle()
    card, size = bundle.card, bundle.card.input.size
    layer = Layer(np.linspace(-1, 1, 1280), 0.25)
    once = with_layer(bundle.network, card.outputs.embedding, layer)
    twice = with_layer(once, card.outputs.embedding, layer)
    assert once == twice
    batch = np.random.default_rng(2).normal(size=(1, 3, size, size)).astype(np.float32)
    before, after = Session(bundle.network).run(batch), Session(once).run(batch)
    for name, value in before.items():
        if name != "lettering":
            assert np.array_equal(value, after[name]), name
    logit = before[card.outputs.embedding] @ layer.weights + layer.intercept
    assert after["lettering"].shape == (1, 1)
    assert after["lettering"][0, 0] == pytest.approx(1 / (1 + np.exp(-logit[0])), abs=1e-4)


def test_a_bundle_learns_it_from_photos(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    rows = []
    for number in range(60):
        has = number % 3 == 0
        picture = Image.new("RGB", (220, 220), (90 + 2 * number, 140, 160))
        pen = ImageDraw.Draw(picture)
        pen.rectangle((40, 40, 180, 180), fill=(240, 240, 230))
        if has:
            pen.text((50, 90), "HELLO", (10, 10, 10), ImageFont.load_default(40))
        picture.save(photos / f"{number}.png")
        rows.append(
            {"file": f"{number}.png", "label": "box", "split": ("train", "val")[number % 2]}
        )
    with (tmp_path / "index.csv").open("w", newline="") as stream:
        names = ["file", "label", "split", "source", "licence_class"]
        table = csv.DictWriter(stream, names)
        table.writeheader()
        table.writerows({**row, "source": "here", "licence_class": "open"} for row in rows)
    said: list[str] = []
    found = build_lettering(
        tmp_path, None, tmp_path / "out", tmp_path / "cache", LetteringRecipe(), said.append
    )
    assert found.card.outputs.lettering == "lettering"
    look = Looker(read_bundle(tmp_path / "out")).look(read_photo(photos / "0.png"))
    assert (look.lettering or 0.0) >= 0.5
    again: list[str] = []
    build_lettering(
        tmp_path, None, tmp_path / "out2", tmp_path / "cache", LetteringRecipe(), again.append
    )
    assert not any("photos read" in line for line in again), "what was read is read again"
