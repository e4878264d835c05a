"""Only open photos are learnt from, no object lies on two sides, and views are repeatable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import build
from conftest import miss

try:
    import torch  # noqa: F401
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.data import MINIMUM_PHOTOS, Sample, read_dataset
from skuscribe.learn.views import view_of
from skuscribe.look.bundle import read_card

HEADER = "file,label,split,group,source,licence_class\n"


def index(folder: Path, *rows: str) -> Path:
    (folder / "index.csv").write_text(HEADER + "\n".join(rows) + "\n")
    return folder


def test_closed_sources_are_never_trained_on(tmp_path: Path) -> None:
    dataset = read_dataset(
        index(
            tmp_path,
            "a.webp,hat,train,1,free,open",
            "b.webp,hat,train,2,shop,unstated",
            "c.webp,hat,train,3,boss_small,sharealike",
            "d.webp,hat,test,4,shop,unstated",
            "e.webp,unknown:dog,train,5,free,open",
        ),
        minimum=1,
    )
    assert [s.path.name for s in dataset.train] == ["a.webp", "c.webp"]
    assert [s.path.name for s in dataset.test] == ["d.webp"]
    assert dataset.labels == ("hat",)


def test_rare_labels_are_left_out(tmp_path: Path) -> None:
    rows = [f"{n}.webp,hat,train,{n},free,open" for n in range(3)]
    dataset = read_dataset(index(tmp_path, *rows, "x.webp,cup,train,9,free,open"), minimum=3)
    assert dataset.labels == ("hat",)
    assert len(dataset.train) == 3


def test_an_object_on_two_sides_is_refused(tmp_path: Path) -> None:
    index(tmp_path, "a.webp,hat,train,1,free,open", "b.webp,hat,val,1,free,open")
    with pytest.raises(ValueError, match="group 1"):
        read_dataset(tmp_path, minimum=1)


def test_the_real_index_has_no_leak_and_every_label_that_ships(data_root: Path) -> None:
    dataset = read_dataset(data_root / "data")
    assert set(read_card().labels) <= set(dataset.labels)
    assert not {s.group for s in dataset.train} & {s.group for s in (*dataset.val, *dataset.test)}


def test_views_repeat_themselves_and_differ() -> None:
    pixels = np.asarray(build.mark())
    assert (view_of(pixels, 0, 5) == pixels).all()
    assert (view_of(pixels, 1, 5)[:, ::-1] == pixels).all()
    third = view_of(pixels, 2, 5)
    assert third.dtype == np.uint8
    assert (third == view_of(pixels, 2, 5)).all()
    assert third.shape != view_of(pixels, 2, 6).shape or (third != view_of(pixels, 2, 6)).any()


@pytest.mark.parametrize("shape", [(16, 16), (16, 800), (256, 171)])
@pytest.mark.parametrize("view", [2, 3])
def test_views_of_any_photo_are_photos(shape: tuple[int, int], view: int) -> None:
    pixels = build.noise(shape[1], shape[0])
    changed = view_of(pixels, view, 1)
    assert changed.ndim == 3
    assert min(changed.shape[:2]) >= 8


def row(number: int, label: str = "hat", split: str = "train", rest: str = "free,open") -> str:
    return f"{number}.webp,{label},{split},{number},{rest}"


@pytest.mark.parametrize("licence", ["unstated", "noncommercial", "sharealike", "", "Open"])
@pytest.mark.parametrize("split", ["train", "val"])
def test_no_licence_but_open_is_learnt_from_or_chosen_by(
    tmp_path: Path, licence: str, split: str
) -> None:
    closed = row(2, split=split, rest=f"shop,{licence}")
    dataset = read_dataset(index(tmp_path, row(1), closed), minimum=1)
    assert [s.path.name for s in (*dataset.train, *dataset.val)] == ["1.webp"]


def test_closed_photos_do_not_help_a_label_over_the_minimum(tmp_path: Path) -> None:
    closed = [row(n, "cup", rest="shop,unstated") for n in range(10, 20)]
    dataset = read_dataset(index(tmp_path, row(1), row(2, "cup"), row(3), *closed), minimum=2)
    assert dataset.labels == ("hat",)


@pytest.mark.parametrize("split", ["val", "test"])
def test_photos_of_other_splits_do_not_help_a_label_over_the_minimum(
    tmp_path: Path, split: str
) -> None:
    more = [row(n, "cup", split) for n in range(10, 20)]
    dataset = read_dataset(index(tmp_path, row(1), row(2), row(3, "cup"), *more), minimum=2)
    assert dataset.labels == ("hat",)
    assert not dataset.val
    assert not dataset.test


def test_the_minimum_itself_is_enough_and_twelve_by_default(tmp_path: Path) -> None:
    index(tmp_path, *(row(n) for n in range(12)), *(row(n, "cup") for n in range(20, 31)))
    assert MINIMUM_PHOTOS == 12
    assert read_dataset(tmp_path).labels == ("hat",)
    assert read_dataset(tmp_path, minimum=11).labels == ("cup", "hat")


def test_labels_come_in_alphabetical_order_and_samples_in_the_indexs(tmp_path: Path) -> None:
    lines = [row(1, "mug"), row(2, "cup"), row(3, "bag"), row(4, "cup")]
    dataset = read_dataset(index(tmp_path, *lines), minimum=1)
    assert dataset.labels == ("bag", "cup", "mug")
    assert [s.label for s in dataset.train] == ["mug", "cup", "bag", "cup"]


def test_samples_tell_what_their_line_tells(tmp_path: Path) -> None:
    line = 'near/ä 1.webp,"hat, felt",train,g7,free,open'
    (tmp_path / "index.csv").write_text(f"{HEADER}{line}\n", encoding="utf-8")
    (sample,) = read_dataset(tmp_path, minimum=1).train
    path = tmp_path / "photos" / "near" / "ä 1.webp"
    assert sample == Sample(path, "hat, felt", "train", "g7", "free")


def test_further_columns_and_another_order_of_them_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text(
        "licence_class,note,source,group,split,label,file\nopen,x,free,1,train,hat,a.webp\n"
    )
    assert read_dataset(tmp_path, minimum=1).train[0].path.name == "a.webp"


def test_an_object_of_a_foreign_shop_that_was_trained_on_is_refused(tmp_path: Path) -> None:
    index(tmp_path, row(1), "2.webp,hat,test,1,shop,unstated")
    with pytest.raises(ValueError, match="group 1"):
        read_dataset(tmp_path, minimum=1)


def test_a_leak_is_refused_even_where_its_label_is_too_rare_to_learn(tmp_path: Path) -> None:
    index(tmp_path, row(1), row(2), row(3, "cup"), "4.webp,cup,val,3,free,open")
    with pytest.raises(ValueError, match="group 3"):
        read_dataset(tmp_path, minimum=2)


def test_a_closed_photo_that_nobody_learns_from_leaks_nothing(tmp_path: Path) -> None:
    index(tmp_path, row(1), "2.webp,hat,train,9,shop,unstated", "3.webp,hat,val,9,free,open")
    dataset = read_dataset(tmp_path, minimum=1)
    assert [s.path.name for s in dataset.val] == ["3.webp"]


def test_many_photos_of_one_object_on_one_side_are_welcome(tmp_path: Path) -> None:
    index(tmp_path, *(f"{n}.webp,hat,train,1,free,open" for n in range(4)))
    assert len(read_dataset(tmp_path, minimum=4).train) == 4
