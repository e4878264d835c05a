"""Every label's shelf is real, agrees with the hand-checked words, and is never guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from made import seen
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.model import GivenFact, Node
from skuscribe.shop.profile import NO_SHOP, Shop
from skuscribe.taxonomy.categorise import agreed, categorise, told_category
from skuscribe.taxonomy.mapping import refuse_unknown_words
from skuscribe.taxonomy.table import labels


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


def test_what_has_no_true_place_is_unmapped() -> None:
    assert [e.label for e in labels().values() if e.shopify is None] == ["barrel"]


def test_a_sure_label_is_filed_in_both_taxonomies() -> None:
    category = categorise([seen("t-shirt", "cup", "book", "hat", "pen", sure=0.6)], None, NO_SHOP)
    assert (category.label, category.level, category.confidence) == ("t-shirt", "leaf", 0.6)
    assert category.shopify is not None
    assert category.shopify.id == "aa-1-13-8"
    assert category.google is not None
    assert category.google.path == "Apparel & Accessories > Clothing > Shirts & Tops"
    assert [a.label for a in category.alternatives] == ["cup", "book", "hat", "pen"]


def test_an_unsure_label_is_not_filed_anywhere() -> None:
    category = categorise([seen("hat", "cup", sure=0.4)], None, NO_SHOP)
    assert (category.label, category.level) == (None, "unknown")
    assert (category.shopify, category.google, category.merchant) == (None, None, None)
    assert category.alternatives[0].label == "hat"


def test_the_merchants_word_wins_and_is_filed_where_it_is_known() -> None:
    known = categorise([seen("t-shirt", "hat")], "cup", NO_SHOP)
    assert (known.label, known.origin, known.confidence) == ("cup", "merchant", 1.0)
    assert known.shopify is not None
    assert known.shopify.path.endswith("Drinkware")
    unknown = categorise([seen()], "diving watch", NO_SHOP)
    assert (unknown.label, unknown.shopify) == ("diving watch", None)


@pytest.mark.parametrize("key", ["category", "product"])
def test_the_merchant_says_what_it_is_under_either_key(key: str) -> None:
    assert told_category([GivenFact(key=key, value="Cup")]) == "cup"
    assert told_category([GivenFact(key="brand", value="Cup")]) is None


def test_several_photos_of_a_product_agree_by_their_mean() -> None:
    photos = [seen("cup", "hat", sure=0.9), seen("hat", "cup", sure=0.8)]
    both = agreed([photo.beliefs[0] for photo in photos])
    assert both.words == ("cup", "hat")
    assert both.probabilities == pytest.approx((0.55, 0.45))
    assert categorise(photos, None, NO_SHOP).confidence == pytest.approx(0.55)


def test_one_photo_agrees_with_itself() -> None:
    (belief,) = seen().beliefs
    assert agreed([belief]) is belief


SHOP = Shop(categories={"t-shirt": Node(id="17", path="Men > Tops")})


def test_the_shops_own_categories_are_used() -> None:
    category = categorise([seen("t-shirt", "hat")], None, SHOP)
    assert category.merchant == SHOP.categories["t-shirt"]
    assert categorise([seen("pen", "hat")], None, SHOP).merchant is None


def test_labels_of_any_network_may_be_mapped_and_others_get_near_ones_as_a_hint() -> None:
    own = Shop(categories={"kimono": Node(id="k", path="Kimonos")})
    refuse_unknown_words(own, ["Kimono", "obi"])
    with pytest.raises(SkuscribeError, match="'kimono'") as caught:
        refuse_unknown_words(own, ["obi"])
    assert caught.value.code == "config.invalid"
    near = Shop(categories={"wristwach": Node(id="w", path="Watches")})
    with pytest.raises(SkuscribeError) as caught:
        refuse_unknown_words(near, [])
    assert "wristwatch" in caught.value.hint


def test_a_merchants_word_keeps_its_letters() -> None:
    assert told_category([GivenFact(key="category", value="Straßenschuh")]) == "straßenschuh"
    own = Shop(categories={"straßenschuh".casefold(): Node(id="7", path="Schuhe")})
    assert categorise([seen()], "straßenschuh", own).merchant == Node(id="7", path="Schuhe")
