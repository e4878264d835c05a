"""The trunk runs once over each view of each photo, and what is on disk is what it said."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import build
from conftest import miss

try:
    import onnxscript  # noqa: F401
    import torch
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.core.errors import SkuscribeError
from skuscribe.learn.data import Sample
from skuscribe.learn.freeze import export
from skuscribe.learn.maps import MapStore, _create, _fill, _key, cached_maps
from skuscribe.learn.network.hybrid import HybridConfig, Maps, Stage, Trunk
from skuscribe.learn.views import view_of
from skuscribe.look.prepare import prepare
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo

pytestmark = pytest.mark.slow


torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

TINY = HybridConfig(
    labels=2,
    image_size=64,
    stem=4,
    stages=(Stage(3, 8, 1, 6, 1), Stage(3, 2, 2, 8, 1)),
    fine_stage=0,
    pooled=10,
)
VIEWS = 3


@pytest.fixture(scope="module")
def trunk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("trunk") / "trunk.onnx"
    export(Trunk(TINY), TINY.image_size, Maps._fields, path)
    return path


def draw(folder: Path, seed: int = 0) -> list[Sample]:
    """Five photos of five shapes."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = []
    for number, name in enumerate(build.SHAPES):
        path = folder / f"{name}.png"
        build.shape(name, seed + number).save(path)
        samples.append(Sample(path, name, "train", name, "near"))
    return samples


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    return draw(tmp_path_factory.mktemp("data") / "photos")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def store(samples: list[Sample], trunk: Path, cache: Path) -> MapStore:
    return cached_maps(samples, VIEWS, trunk, TINY, cache)


def numbered() -> MapStore:
    """Three photos in two views; every value tells which it is: 10 x photo + view."""
    number = 10 * np.arange(3)[:, None] + np.arange(2)[None]
    shapes = ((2, 4, 4), (3, 2, 2), (5,))
    return MapStore(
        *(
            np.broadcast_to(number.reshape(3, 2, *(1 for _ in s)), (3, 2, *s)).astype(np.float16)
            for s in shapes
        )
    )


def test_each_photo_comes_in_its_own_view() -> None:
    maps = numbered().maps(np.array([2, 0, 2]), np.array([0, 1, 1]))
    for part in maps:
        assert part.flatten(1)[:, 0].tolist() == [20, 1, 21]
        assert all(len(row.unique()) == 1 for row in part)


def test_maps_come_as_float32_tensors_that_may_be_changed() -> None:
    store = numbered()
    maps = store.maps(np.array([1]), np.array([1]))
    assert {part.dtype for part in maps} == {torch.float32}
    assert [tuple(part.shape) for part in maps] == [(1, 2, 4, 4), (1, 3, 2, 2), (1, 5)]
    maps.pooled.zero_()
    assert store.pooled[1, 1, 0] == 11


def test_a_photo_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        numbered().maps(np.array([3]), np.array([0]))
    with pytest.raises(IndexError):
        numbered().maps(np.array([0]), np.array([2]))


def test_the_arrays_come_in_the_order_of_the_maps() -> None:
    store = numbered()
    assert Maps._fields == ("fine", "coarse", "pooled")
    assert store.arrays() == (store.fine, store.coarse, store.pooled)


def test_every_view_of_every_photo_is_stored_as_half_floats(store: MapStore) -> None:
    assert [array.shape for array in store.arrays()] == [
        (5, VIEWS, 6, 4, 4),
        (5, VIEWS, 8, 2, 2),
        (5, VIEWS, 10),
    ]
    assert {array.dtype for array in store.arrays()} == {np.dtype(np.float16)}
    assert all(
        np.asarray(array).any(axis=tuple(range(2, array.ndim))).all() for array in store.arrays()
    )


@pytest.mark.parametrize("number", [0, 3])
@pytest.mark.parametrize("view", range(VIEWS))
def test_what_is_stored_is_what_the_trunk_says_of_that_view(
    store: MapStore, samples: list[Sample], trunk: Path, number: int, view: int
) -> None:
    pixels = view_of(read_photo(samples[number].path).pixels, view, number)
    said = Session(trunk.read_bytes()).run(prepare(pixels, TINY.image_size)[None])
    for name, array in zip(Maps._fields, store.arrays(), strict=True):
        np.testing.assert_array_equal(array[number, view], said[name][0].astype(np.float16))


def test_a_store_that_is_whole_is_read_and_not_made_again(
    store: MapStore, samples: list[Sample], trunk: Path, cache: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in cache.rglob("*")}
    again = cached_maps(samples, VIEWS, trunk, TINY, cache)
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*")} == before
    for one, other in zip(store.arrays(), again.arrays(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_store_on_disk_cannot_be_changed_by_mistake(store: MapStore) -> None:
    with pytest.raises(ValueError, match="read-only"):
        store.pooled[0, 0] = 0


def test_a_run_that_was_broken_off_is_done_again(
    samples: list[Sample], trunk: Path, tmp_path: Path
) -> None:
    folder = tmp_path / _key(samples[:2], 1, trunk)
    folder.mkdir()
    _create(folder, (2, 1), TINY)  # all zeros, and no mark that it is done

    store = cached_maps(samples[:2], 1, trunk, TINY, tmp_path)

    assert np.asarray(store.pooled).any(axis=2).all()
    assert (folder / "done").exists()


def test_a_photo_that_cannot_be_read_leaves_no_store_that_counts_as_whole(
    trunk: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.png").write_bytes(b"no photo")
    bad = [Sample(tmp_path / "bad.png", "disc", "train", "1", "near")]
    with pytest.raises(SkuscribeError):
        cached_maps(bad, 1, trunk, TINY, tmp_path / "cache")
    assert not list((tmp_path / "cache").rglob("done"))


def test_a_job_fills_its_own_photos_and_no_others(
    samples: list[Sample], trunk: Path, tmp_path: Path
) -> None:
    _create(tmp_path, (5, 1), TINY)
    _fill((tmp_path, trunk, TINY.image_size, 1, 2, samples[2:4]))
    pooled = np.load(tmp_path / "pooled.npy")
    assert pooled.any(axis=(1, 2)).tolist() == [False, False, True, True, False]


def test_other_photos_views_order_or_trunk_make_another_store(
    samples: list[Sample], trunk: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(trunk.read_bytes() + b" ")
    keys = [
        _key(samples, 2, trunk),
        _key(samples, 3, trunk),
        _key(samples[:4], 2, trunk),
        _key(samples[::-1], 2, trunk),
        _key(samples, 2, other),
    ]
    assert len(set(keys)) == len(keys)


def test_a_data_folder_that_moves_keeps_its_store(
    samples: list[Sample], trunk: Path, tmp_path: Path
) -> None:
    moved = draw(tmp_path / "elsewhere" / "photos")
    assert _key(moved, 2, trunk) == _key(samples, 2, trunk)
    assert moved[0].path != samples[0].path
    assert os.sep not in _key(samples, 2, trunk)
