"""What would fail after an hour of work is said before it begins; a changed photo is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import miss

try:
    import torch
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.build import build_bundle, scores
from skuscribe.learn.bundling import Title
from skuscribe.learn.data import Sample
from skuscribe.learn.maps import _key
from skuscribe.learn.train import Recipe

HEADER = "file,label,split,group,source,licence_class\n"


def write(folder: Path, photos: int, val: int, labels: tuple[str, ...], sources: str) -> Path:
    rows = [
        f"{split}{n}{label}.webp,{label},{split},{split}{n}{label},free,open"
        for split, count in (("train", photos), ("val", val))
        for label in labels
        for n in range(count)
    ]
    (folder / "index.csv").write_text(HEADER + "\n".join(rows) + "\n")
    (folder / "sources.csv").write_text(f"source,licence\n{sources}\n")
    return folder


@pytest.mark.parametrize(
    ("photos", "val", "labels", "sources", "says"),
    [
        (8, 2, ("hat",), "free,CC0", "two labels"),
        (2, 2, ("hat", "cup"), "free,CC0", "one batch"),
        (8, 0, ("hat", "cup"), "free,CC0", "validation"),
        (8, 2, ("hat", "cup"), "other,CC0", "licence of 'free'"),
    ],
)
def test_too_little_to_learn_from_is_refused_before_the_work(
    tmp_path: Path, photos: int, val: int, labels: tuple[str, ...], sources: str, says: str
) -> None:
    data = write(tmp_path, photos, val, labels, sources)
    out, recipe = tmp_path / "out", Recipe(batch=8)
    with pytest.raises(ValueError, match=says):
        build_bundle(data, out, tmp_path / "c", recipe, Title("t", "CC0"), print, minimum=1)
    assert not out.exists()
    assert not (tmp_path / "c").exists()


def test_a_few_labels_have_their_best_of_few() -> None:
    figures = scores(torch.eye(3), torch.arange(3), "val")
    assert figures == {"val_top1": 1.0, "val_top5": 1.0, "val_mean_recall": 1.0}


def test_the_store_is_named_by_the_photos_bytes_and_by_the_code_of_the_views(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, trunk = tmp_path / "a.webp", tmp_path / "trunk.onnx"
    photo.write_bytes(b"1")
    trunk.write_bytes(b"trunk")
    samples = [Sample(photo, "hat", "train", "1", "free")]
    first = _key(samples, 2, trunk)
    assert _key(samples, 2, trunk) == first
    photo.write_bytes(b"2")
    second = _key(samples, 2, trunk)
    monkeypatch.setattr("inspect.getsource", lambda module: f"other {module.__name__}")
    third = _key(samples, 2, trunk)
    assert len({first, second, third}) == 3
