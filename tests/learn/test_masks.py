"""The mask head: views keep photo and mask together, and a graft changes nothing that was there."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from conftest import miss

try:
    import onnxscript  # noqa: F401
    import torch  # noqa: F401
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.core.errors import SkuscribeError
from skuscribe.learn.masks.build import build_mask, with_mask
from skuscribe.learn.masks.data import Outlined, outlined, read_outlined
from skuscribe.learn.masks.decoder import MaskDecoder, shapes_of
from skuscribe.learn.masks.graft import grafted, tapped
from skuscribe.learn.masks.train import MaskRecipe
from skuscribe.learn.masks.views import View, boxed, draw, views_of
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo

RED, GREY = (210, 20, 30), (90, 90, 90)


def disc(folder: Path, name: str, worn: bool = False) -> tuple[Path, Path]:
    """A red disc and its mask; worn, the left half is skin."""
    image, mask = Image.new("RGB", (90, 60), GREY), Image.new("L", (90, 60))
    for picture, fill in ((image, RED), (mask, 255)):
        ImageDraw.Draw(picture).ellipse((30, 15, 60, 45), fill=fill)
    if worn:
        ImageDraw.Draw(mask).rectangle((0, 0, 20, 60), fill=128)
    photo, drawn = folder / f"{name}.png", folder / f"{name}-mask.png"
    image.save(photo)
    mask.save(drawn)
    return photo, drawn


def photo(folder: Path, *, by_hand: bool = True, worn: bool = False) -> Outlined:
    return Outlined(*disc(folder, "a", worn), "here", "CC0", by_hand, worn)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four outlined photos, one of them with another licence, one for validation."""
    folder = tmp_path / "masks"
    folder.mkdir()
    rows = []
    for name, split, licence in (
        ("a", "train", "open"),
        ("b", "train", "open"),
        ("c", "train", "sharealike"),
        ("d", "val", "open"),
    ):
        photo, mask = disc(folder, name)
        rows.append((photo.name, mask.name, "cup", "here", licence, "CC0", split, "human"))
    with (folder / "index.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ("file", "mask", "label", "source", "licence_class", "licence", "split", "outline")
        )
        writer.writerows(rows)
    return tmp_path


def test_only_open_photos_of_the_split_are_trained_on(data: Path) -> None:
    assert [each.photo.stem for each in outlined(data, "train")] == ["a", "b"]
    assert [each.photo.stem for each in outlined(data, "val")] == ["d"]


def test_data_without_masks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        outlined(tmp_path, "train")
    assert caught.value.code == "config.invalid"


def test_a_worn_garments_mask_tells_skin_from_the_product(tmp_path: Path) -> None:
    _, target = read_outlined(photo(tmp_path, worn=True))
    assert target[30, 45].tolist() == [1, 0]
    assert target[30, 10].tolist() == [0, 1]
    assert target[5, 80].tolist() == [0, 0]


def test_few_kinds_of_masks_are_seen_in_more_views(tmp_path: Path) -> None:
    counts = [
        len(views_of(photo(tmp_path, by_hand=hand, worn=worn)))
        for hand, worn in ((False, False), (True, False), (True, True))
    ]
    assert counts == sorted(counts)
    assert counts[0] == 2


@pytest.mark.parametrize("number", [-1, 0, 1, 2, 3])
def test_in_every_view_the_mask_lies_on_the_product(tmp_path: Path, number: int) -> None:
    each = photo(tmp_path)
    pixels, target = draw(View(each, number), 7, [each])
    inside = cv2.erode(target[..., 0], np.ones((5, 5))) > 0.9
    assert inside.any()
    red = pixels[..., 0].astype(int) - pixels[..., 1]
    assert red[inside].mean() > 60
    again, _ = draw(View(each, number), 7, [each])
    assert (pixels == again).all()


def test_the_square_holds_photo_and_mask_at_the_same_place(tmp_path: Path) -> None:
    square, target = boxed(*read_outlined(photo(tmp_path)), 260)
    small = cv2.resize(square, (130, 130), interpolation=cv2.INTER_AREA)
    assert target.shape == (130, 130, 2)
    assert (small[target[..., 0] > 0.99][:, 1] < 60).all()


@pytest.mark.slow
def test_a_graft_leaves_every_answer_as_it_was_to_the_bit(tmp_path: Path) -> None:
    bundle = read_bundle()
    size = bundle.card.input.size
    batch = np.random.default_rng(0).normal(size=(2, 3, size, size)).astype(np.float32)
    before = Session(bundle.network).run(batch)
    after = Session(grafted(bundle.network, size, MaskDecoder(), tmp_path)).run(batch)
    assert set(after) == {*before, "mask"}
    for name in before.keys() - {"mask"}:
        value = before[name]
        assert (value == after[name]).all(), name
    assert after["mask"].shape == (2, 2, size // 2, size // 2)
    assert ((after["mask"] >= 0) & (after["mask"] <= 1)).all()


def test_the_taps_are_the_trunks_maps(tmp_path: Path) -> None:
    bundle = read_bundle()
    size = bundle.card.input.size
    maps = Session(tapped(bundle.network, size)).run(np.zeros((1, 3, size, size), np.float32))
    assert [value.shape[1:] for value in maps.values()] == list(shapes_of(size))


@pytest.mark.slow
def test_a_head_is_trained_resumed_and_put_into_a_bundle(data: Path, tmp_path: Path) -> None:
    said: list[str] = []
    cache, out = tmp_path / "cache", tmp_path / "bundle"
    build_mask(data, None, out, cache, MaskRecipe(epochs=1, batch=4), said.append)
    made = build_mask(data, None, out, cache, MaskRecipe(epochs=3, batch=4), said.append)
    assert [line.partition(":")[0] for line in said if line.startswith("epoch")] == [
        "epoch 1 of 1",
        "epoch 2 of 3",
        "epoch 3 of 3",
    ]
    assert read_bundle(out).identity == made.identity
    assert made.card.outputs.mask == "mask"
    look = Looker(read_bundle(out)).look(read_photo(data / "masks" / "a.png"))
    assert look.mask is not None
    assert look.mask.shape[2] == 2
    assert abs(look.mask.shape[1] / look.mask.shape[0] - 1.5) < 0.05


def test_a_bundle_without_the_output_that_its_card_names_is_refused() -> None:
    bundle = read_bundle()
    outputs = bundle.card.outputs.model_copy(update={"mask": "elsewhere"})
    card = bundle.card.model_copy(update={"outputs": outputs})
    with pytest.raises(SkuscribeError) as caught:
        Looker(type(bundle)(card, bundle.network))
    assert caught.value.code == "model.invalid"
    assert with_mask(bundle, bundle.network).card.outputs.mask == "mask"
