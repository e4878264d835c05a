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

from skuscribe.learn.data import read_dataset
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
