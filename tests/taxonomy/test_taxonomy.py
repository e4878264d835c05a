"""Every label's shelf is real, agrees with the hand-checked words, and is never guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.record.stations import Look
from skuscribe.taxonomy.categorise import categorise, unmapped
from skuscribe.taxonomy.mapping import load_mapping
from skuscribe.taxonomy.table import labels

PARENTS = {
    "apparel", "appliances", "bags", "drinks", "electronics", "food", "footwear", "fruit",
    "furniture", "health", "home", "jewellery and watches", "kitchen", "lighting", "music",
    "office", "sports and outdoors", "tools", "toys", "vegetables", "vehicles",
}  # fmt: skip


def table(root: Path, name: str, key: str) -> dict[str, dict[str, str]]:
    with (root / "taxonomy" / name).open(encoding="utf-8", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


def test_every_id_and_path_exists_and_they_belong_together(data_root: Path) -> None:
    shopify = table(data_root, "shopify_categories.csv", "id")
    google = table(data_root, "google_taxonomy_en-US.csv", "id")
    for entry in labels().values():
        if entry.shopify:
            assert shopify[entry.shopify.id]["path"] == entry.shopify.path
        if entry.google:
            assert google[entry.google.id]["path"] == entry.google.path


def test_common_words_stand_where_people_put_them(data_root: Path) -> None:
    truth = table(data_root, "common_words.csv", "word")
    checked = 0
    for entry in labels().values():
        row = truth.get(entry.label)
        if row and entry.shopify and entry.google:
            checked += 1
            assert (entry.shopify.id, entry.google.id) == (row["shopify_id"], row["google_id"])
    assert checked > 80


def test_parents_are_a_small_closed_set() -> None:
    assert {entry.parent for entry in labels().values()} == PARENTS


def test_what_has_no_true_place_is_unmapped() -> None:
    assert [e.label for e in labels().values() if e.shopify is None] == ["barrel"]


def seen(answer: str | None) -> Look:
    names = ("barrel", "hat", "cup", "book", "pen", "lamp")
    beliefs = np.array([0.05, 0.6, 0.2, 0.1, 0.03, 0.02], np.float32)
    if answer:
        names = (names[1], answer, *names[2:])
    one = np.ones((1, 1), np.float32)
    return Look(names, beliefs, answer, one, one[0])


def test_a_sure_label_is_filed_in_both_taxonomies() -> None:
    category = categorise(seen("t-shirt"), None, {})
    assert (category.label, category.level, category.confidence) == ("t-shirt", "leaf", 0.6)
    assert category.shopify is not None
    assert category.shopify.id == "aa-1-13-8"
    assert category.google is not None
    assert category.google.path == "Apparel & Accessories > Clothing > Shirts & Tops"
    assert [a.label for a in category.alternatives] == ["cup", "book", "hat", "pen"]
    assert unmapped(category, {}) == ()


def test_an_unsure_label_is_not_filed_anywhere() -> None:
    category = categorise(seen(None), None, {})
    assert (category.label, category.level) == (None, "unknown")
    assert (category.shopify, category.google, category.merchant) == (None, None, None)
    assert category.alternatives[0].label == "hat"
    assert unmapped(category, {}) == ()


def test_a_label_without_a_node_is_said_to_be_unmapped() -> None:
    assert unmapped(categorise(seen("barrel"), None, {}), {}) == ("shopify", "google")


def test_the_merchants_word_wins_and_is_filed_where_it_is_known() -> None:
    known = categorise(seen("t-shirt"), "cup", {})
    assert (known.label, known.origin, known.confidence) == ("cup", "merchant", 1.0)
    assert known.shopify is not None
    assert known.shopify.path.endswith("Drinkware")
    unknown = categorise(seen(None), "diving watch", {})
    assert (unknown.label, unknown.shopify) == ("diving watch", None)
    assert unmapped(unknown, {}) == ("shopify", "google")


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "map.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_shops_own_categories_are_used(tmp_path: Path) -> None:
    mapping = load_mapping(
        write(tmp_path, "label,category,id\nT-Shirt , Men > Tops ,17\ncup,Mugs,\n")
    )

    category = categorise(seen("t-shirt"), None, mapping)

    assert category.merchant is not None
    assert (category.merchant.id, category.merchant.path) == ("17", "Men > Tops")
    assert mapping["cup"].id == "Mugs"
    assert unmapped(categorise(seen("pen"), None, mapping), mapping) == ("merchant",)


@pytest.mark.parametrize(
    "content",
    [
        "\ufefflabel;category\r\nhat;Kopf, Hüte\r\n",
        'category,label\n"Kopf, Hüte",hat\n',
        "LABEL\tCategory\n\nhat\tKopf, Hüte\n",
    ],
    ids=["semicolon and BOM", "quoted", "tab"],
)
def test_common_csv_dialects_are_read(tmp_path: Path, content: str) -> None:
    assert load_mapping(write(tmp_path, content))["hat"].path == "Kopf, Hüte"


@pytest.mark.parametrize(
    ("content", "where", "says"),
    [
        ("", "line 1", "missing"),
        ("label,shelf\nhat,A\n", "line 1", "missing"),
        ("label,category\nhat,\n", "line 2", "filled"),
        ("label,category\nhat,A\nhat,B\n", "line 3", "twice"),
        ("label,category\nhaat,A\n", "line 2", "haat"),
        ('label,category\nhat,"A\n', "line", "CSV"),
        (b"label,category\nhat,H\xfcte\n", "map.csv", "UTF-8"),
    ],
    ids=["empty", "column", "cell", "twice", "unknown", "quote", "encoding"],
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, content: str | bytes, where: str, says: str
) -> None:
    with pytest.raises(SkuscribeError, match=says) as caught:
        load_mapping(write(tmp_path, content))
    assert caught.value.code == "config.invalid"
    assert where in caught.value.where


def test_an_unknown_label_gets_near_ones_as_a_hint(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        load_mapping(write(tmp_path, "label,category\nwatch,A\nwristwach,B\n"))
    assert "wristwatch" in caught.value.hint


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        load_mapping(tmp_path / "none.csv")
    assert caught.value.code == "config.invalid"
