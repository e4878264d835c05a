"""The figures of the heads, the names of the classes, and where photos come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import miss

try:
    import torch
    from torch.nn.functional import one_hot
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.build import scores
from skuscribe.learn.bundling import imagenet_classes, sources_of
from skuscribe.learn.data import Dataset, Sample
from skuscribe.record.text import clean_text
from skuscribe.taxonomy.words import by_class

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other


def test_top_one_counts_the_likeliest_label_and_top_five_the_first_five() -> None:
    logits = torch.tensor([[6.0, 5, 4, 3, 2, 1]]).repeat(4, 1)
    given = scores(logits, torch.tensor([0, 0, 4, 5]), "x")
    assert given["x_top1"] == pytest.approx(0.5)
    assert given["x_top5"] == pytest.approx(0.75)


def test_mean_recall_weighs_a_rare_label_as_much_as_a_common_one() -> None:
    logits = one_hot(torch.zeros(10, dtype=torch.int64), 6).float()
    truth = torch.tensor([0] * 9 + [1])
    given = scores(logits, truth, "x")
    assert given["x_top1"] == pytest.approx(0.9)
    assert given["x_mean_recall"] == pytest.approx(0.5)


def test_labels_without_a_photo_do_not_lower_the_mean_recall() -> None:
    logits = one_hot(torch.tensor([2, 3]), 6).float()
    assert scores(logits, torch.tensor([2, 3]), "x")["x_mean_recall"] == 1


def test_figures_bear_their_prefix() -> None:
    given = scores(torch.eye(6), torch.arange(6), "val_cnn")
    assert set(given) == {"val_cnn_top1", "val_cnn_top5", "val_cnn_mean_recall"}


def test_every_class_that_a_word_stands_for_is_one_of_imagenets() -> None:
    names = imagenet_classes()
    assert len(names) == len(set(names)) == 1000
    assert set(by_class()) <= set(names)
    assert all(clean_text(name) == name for name in names)


def dataset(*sources: str) -> Dataset:
    samples = (Sample(Path(f"{n}.png"), "hat", "train", str(n), s) for n, s in enumerate(sources))
    foreign = Sample(Path("f.png"), "hat", "test", "f", "far")
    return Dataset(("hat",), tuple(samples), (), (foreign,))


def test_sources_are_counted_over_training_photos_and_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("source,licence\nnear,CC0\na,MIT\nfar,none\n")
    given = sources_of(dataset("near", "a", "near"), tmp_path)
    assert [(s.name, s.photos, s.licence) for s in given] == [("a", 1, "MIT"), ("near", 2, "CC0")]


def test_a_source_without_a_licence_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("source,licence\nnear,CC0\n")
    with pytest.raises(ValueError, match=r"sources\.csv has no licence of 'other'"):
        sources_of(dataset("near", "other"), tmp_path)
