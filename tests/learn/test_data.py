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
from skuscribe.taxonomy.words import NOT_A_PRODUCT, names_of, word_of

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
            "e.webp,unknown:odd,train,5,free,open",
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
    words = (word_of(label) for label in read_card().labels)
    assert {word.word for word in words if word} <= set(dataset.labels)
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


def test_the_minimum_itself_is_enough_and_one_by_default(tmp_path: Path) -> None:
    index(tmp_path, *(row(n) for n in range(12)), *(row(n, "cup") for n in range(20, 31)))
    assert MINIMUM_PHOTOS == 1
    assert read_dataset(tmp_path, minimum=12).labels == ("hat",)
    assert read_dataset(tmp_path, minimum=11).labels == ("cup", "hat")
    assert read_dataset(index(tmp_path, row(1), row(2, "cup"))).labels == ("cup", "hat")


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


LEARNT, KEPT_OUT = "unknown:dog", "unknown:odd"
"""One kind of photo without a product from each half."""


def better(folder: Path, name: str, header: str, *rows: str) -> None:
    (folder / name).write_text(f"file,{header}\n" + "\n".join(rows) + "\n", encoding="utf-8")


def labels_of(samples: tuple[Sample, ...]) -> dict[str, str]:
    return {sample.path.name: sample.label for sample in samples}


def test_synonyms_are_learnt_as_one_label(tmp_path: Path) -> None:
    assert set(names_of("aubergine")) == {"aubergine", "eggplant"}
    lines = [row(1, "eggplant"), row(2, "aubergine"), row(3, "Eggplant", "val")]
    dataset = read_dataset(index(tmp_path, *lines), minimum=2)
    assert dataset.labels == ("aubergine",)
    assert labels_of(dataset.train) == {"1.webp": "aubergine", "2.webp": "aubergine"}
    assert labels_of(dataset.val) == {"3.webp": "aubergine"}


def test_a_word_that_the_table_does_not_have_is_learnt_as_it_is(tmp_path: Path) -> None:
    assert word_of("Zorb") is None
    assert read_dataset(index(tmp_path, row(1, "Zorb"), row(2))).labels == ("Zorb", "hat")


def test_a_finer_word_takes_the_place_of_the_indexs(tmp_path: Path) -> None:
    index(tmp_path, row(1, "shoe"), row(2, "shoe"), row(3, "shoe", "val"))
    better(tmp_path, "fine_shoes.csv", "label_fine", "1.webp,sneaker", "3.webp,Sneaker")
    dataset = read_dataset(tmp_path)
    assert labels_of(dataset.train)["1.webp"] == "sneaker"
    assert labels_of(dataset.train)["2.webp"] != "sneaker"
    assert labels_of(dataset.val) == {"3.webp": "sneaker"}


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("yes", "hat"),
        ("", "hat"),
        ("near:mug", "mug"),
        ("no:mug", "mug"),
        ("near:zorb", "hat"),  # no word of the table: the index's is near enough
        ("near:eggplant", "aubergine"),
    ],
)
def test_who_looked_again_is_believed(tmp_path: Path, said: str, label: str) -> None:
    better(index(tmp_path, row(1)), "attributes.csv", "fit_label", f"1.webp,{said}")
    assert labels_of(read_dataset(tmp_path).train) == {"1.webp": label}


@pytest.mark.parametrize("said", ["no:zorb", "no:"])
def test_a_photo_of_something_else_without_a_word_is_not_learnt_from(
    tmp_path: Path, said: str
) -> None:
    better(index(tmp_path, row(1), row(2)), "attributes.csv", "fit_label", f"1.webp,{said}")
    assert labels_of(read_dataset(tmp_path).train) == {"2.webp": "hat"}


def test_the_last_look_counts(tmp_path: Path) -> None:
    index(tmp_path, row(1, "shoe"))
    better(tmp_path, "fine_shoes.csv", "label_fine", "1.webp,sneaker")
    better(tmp_path, "attributes.csv", "fit_label", "1.webp,no:hat")
    assert labels_of(read_dataset(tmp_path).train) == {"1.webp": "hat"}


def test_a_foreign_shops_label_is_never_bettered(tmp_path: Path) -> None:
    """What is measured must not be what was looked at by those who are measured."""
    index(tmp_path, row(1), row(2, split="test", rest="shop,unstated"))
    better(tmp_path, "attributes.csv", "fit_label", "2.webp,near:mug")
    assert labels_of(read_dataset(tmp_path).test) == {"2.webp": "hat"}


def test_the_test_holds_every_foreign_photo_whatever_it_shows(tmp_path: Path) -> None:
    foreign = [
        row(n, label, "test", "shop,unstated")
        for n, label in enumerate(("hat", "eggplant", "zorb", LEARNT), start=2)
    ]
    dataset = read_dataset(index(tmp_path, row(1), *foreign))
    assert dataset.labels == ("hat",)
    assert list(labels_of(dataset.test).values()) == ["hat", "aubergine", "zorb", NOT_A_PRODUCT]


def test_half_of_the_kinds_of_no_product_are_learnt_as_one_label(tmp_path: Path) -> None:
    index(tmp_path, row(1), row(2, LEARNT), row(3, LEARNT, "val"), row(4, KEPT_OUT))
    dataset = read_dataset(tmp_path)
    assert dataset.labels == ("hat", NOT_A_PRODUCT)
    assert labels_of(dataset.train) == {"1.webp": "hat", "2.webp": NOT_A_PRODUCT}
    assert labels_of(dataset.val) == {"3.webp": NOT_A_PRODUCT}


def test_strangers_are_validation_photos_of_the_other_half(tmp_path: Path) -> None:
    lines = [row(2, KEPT_OUT), row(3, KEPT_OUT, "val"), row(4, LEARNT, "val"), row(5, LEARNT)]
    dataset = read_dataset(index(tmp_path, row(1), *lines))
    assert labels_of(dataset.strangers) == {"3.webp": KEPT_OUT}


def test_strangers_are_of_open_licences_as_well(tmp_path: Path) -> None:
    index(tmp_path, row(1), row(2, KEPT_OUT, "val", "shop,unstated"))
    assert not read_dataset(tmp_path).strangers


def test_the_real_index_keeps_kinds_of_no_product_apart(data_root: Path) -> None:
    dataset = read_dataset(data_root / "data")
    assert NOT_A_PRODUCT in dataset.labels
    assert dataset.strangers
    assert not {s.path for s in dataset.strangers} & {s.path for s in dataset.val}
    assert all(word is None or word.word == s.label for s in dataset.train
               for word in [word_of(s.label)])  # fmt: skip
