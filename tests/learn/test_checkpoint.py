"""A run that was interrupted goes on with the next epoch and ends as one that was not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from conftest import miss

try:
    import torch
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.build import _checkpoint
from skuscribe.learn.checkpoint import Training, restore, save
from skuscribe.learn.maps import MapStore
from skuscribe.learn.network.hybrid import Reader
from skuscribe.learn.train import Recipe, train_reader
from tiny import TINY

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

RECIPE = Recipe(epochs=4, batch=8, views=2, learning_rate=5e-3)
TRUTH = np.arange(24, dtype=np.int64) % 3


class PowerCutError(Exception):
    """The power went."""


def store() -> MapStore:
    random = np.random.default_rng(1)
    shapes = ((4, 4, 4), (6, 2, 2), (12,))
    return MapStore(*(random.normal(0, 1, (24, 2, *s)).astype(np.float16) for s in shapes))


STORE = MapStore(*[np.zeros((1, 1), np.float16)] * 3, key="these photos")


def everything(reader: Reader) -> dict[str, NDArray[np.float32]]:
    """Weights and the running means of the norms."""
    return {name: value.numpy() for name, value in reader.state_dict().items()}


def same(one: Reader, other: Reader) -> bool:
    theirs = everything(other)
    return all((value == theirs[name]).all() for name, value in everything(one).items())


def interrupt(path: Path, after: int) -> None:
    def stop(epoch: int, _: float) -> None:
        if epoch == after:
            raise PowerCutError

    with pytest.raises(PowerCutError):
        train_reader(TINY, store(), TRUTH, RECIPE, stop, checkpoint=path)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_interrupted_run_ends_as_one_that_was_not(tmp_path: Path, after: int) -> None:
    whole = train_reader(TINY, store(), TRUTH, RECIPE)
    interrupt(tmp_path / "run.pt", after)
    torch.rand(5)  # whatever was drawn in between
    told: list[int] = []

    reader = train_reader(
        TINY, store(), TRUTH, RECIPE, lambda n, _: told.append(n), checkpoint=tmp_path / "run.pt"
    )

    assert told == list(range(after + 1, RECIPE.epochs + 1))
    assert same(reader, whole)


def test_an_interrupted_run_had_not_ended_yet(tmp_path: Path) -> None:
    """Else the test above would hold of anything."""
    interrupt(tmp_path / "run.pt", 1)
    stopped = torch.load(tmp_path / "run.pt", weights_only=True)["network"]
    whole = train_reader(TINY, store(), TRUTH, RECIPE)
    assert not torch.equal(stopped["class_token"], whole.class_token)


def test_keeping_checkpoints_changes_nothing(tmp_path: Path) -> None:
    kept = train_reader(TINY, store(), TRUTH, RECIPE, checkpoint=tmp_path / "run.pt")
    assert same(kept, train_reader(TINY, store(), TRUTH, RECIPE))
    assert [path.name for path in tmp_path.iterdir()] == ["run.pt"]


def test_a_run_that_had_ended_is_read_and_not_run_again(tmp_path: Path) -> None:
    path, told = tmp_path / "run.pt", list[int]()
    first = train_reader(TINY, store(), TRUTH, RECIPE, checkpoint=path)
    again = train_reader(TINY, store(), TRUTH, RECIPE, lambda n, _: told.append(n), checkpoint=path)
    assert not told
    assert same(first, again)
    assert not again.training


def training() -> Training:
    reader = Reader(TINY)
    optimiser = torch.optim.AdamW(reader.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1e-3, total_steps=10)
    return Training(reader, optimiser, schedule, np.random.default_rng(3))


def test_without_a_file_a_run_begins_at_its_beginning(tmp_path: Path) -> None:
    assert restore(tmp_path / "none.pt", training()) == 0


def test_both_generators_go_on_where_they_stood(tmp_path: Path) -> None:
    first, path = training(), tmp_path / "run.pt"
    save(path, first, 7)
    expected = (torch.rand(3), first.random.random(3))
    second = training()
    assert restore(path, second) == 7
    assert torch.equal(torch.rand(3), expected[0])
    assert (second.random.random(3) == expected[1]).all()


def test_a_write_that_fails_leaves_the_last_epochs_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.pt"
    save(path, training(), 1)
    before = path.read_bytes()

    def full(whole: object, partial: Path) -> None:
        partial.write_bytes(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="no space"):
        save(path, training(), 2)
    assert path.read_bytes() == before


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    torch.save({"epoch": Path("x")}, tmp_path / "run.pt")
    with pytest.raises(Exception, match=r"[Ww]eights.only"):
        restore(tmp_path / "run.pt", training())


def test_another_recipe_other_targets_and_another_fit_have_other_files(tmp_path: Path) -> None:
    files = {
        _checkpoint(tmp_path, RECIPE, STORE, TRUTH, "all"),
        _checkpoint(tmp_path, RECIPE, STORE, TRUTH, "second"),
        _checkpoint(tmp_path, RECIPE, STORE, TRUTH[::-1].copy(), "all"),
        _checkpoint(tmp_path, replace(RECIPE, epochs=5), STORE, TRUTH, "all"),
        _checkpoint(tmp_path, replace(RECIPE, seed=1), STORE, TRUTH, "all"),
        _checkpoint(tmp_path, replace(RECIPE, mixup=0.3), STORE, TRUTH, "all"),
        _checkpoint(tmp_path, replace(RECIPE, views=3), STORE, TRUTH, "all"),
        _checkpoint(tmp_path, RECIPE, replace(STORE, key="other photos"), TRUTH, "all"),
    }
    assert len(files) == 8
    assert _checkpoint(tmp_path, RECIPE, STORE, TRUTH, "all") in files
    assert {path.parent for path in files} == {tmp_path}
