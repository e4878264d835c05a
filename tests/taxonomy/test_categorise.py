"""What the network believes and what the merchant says become one category of the record."""

from __future__ import annotations

import pytest

from made import RULE, belief, seen
from skuscribe.record.model import Category, GivenFact, Node
from skuscribe.record.observed import SeenBelief, SeenPhoto
from skuscribe.shop.profile import NO_SHOP, Profile, Shop
from skuscribe.taxonomy.categorise import CONSIDERED, categorise, shops_own, told_category
from skuscribe.taxonomy.sells import LEAST_SOLD, UNSOLD
from skuscribe.taxonomy.words import Word, parents, word_of

MINE = Node(id="17", path="Mine")
OTHER = Node(id="18", path="Other")


def category(*photos: SeenPhoto, named: str | None = None, shop: Shop = NO_SHOP) -> Category:
    return categorise(photos, named, shop, RULE)


def showing(*beliefs: SeenBelief) -> SeenPhoto:
    return seen().model_copy(update={"beliefs": beliefs})


def mapped(*words: str) -> Shop:
    """A shop that files the first of `words` under Mine, others under Other."""
    return Shop(categories={w.casefold(): MINE if w == words[0] else OTHER for w in words})


def own(said: str, shop: Shop) -> Node | None:
    word = word_of(said)
    assert word is not None
    return shops_own(word, shop)


def test_a_sure_word_is_filed_in_both_trees() -> None:
    found = category(seen("t-shirt", "cup", "book", "hat", "pen", sure=0.6))
    assert (found.label, found.level, found.confidence) == ("t-shirt", "leaf", 0.6)
    assert found.shopify is not None
    assert found.shopify.id == "aa-1-13-8"
    assert found.google is not None
    assert found.google.path == "Apparel & Accessories > Clothing > Shirts & Tops"
    assert [a.label for a in found.alternatives] == ["book", "cup", "hat", "pen"]
    assert found.origin == "trained"


def test_a_class_of_the_borrowed_vocabulary_is_called_by_its_word() -> None:
    found = category(
        showing(
            belief("hat", weight=0.0),
            belief("coffee mug", sure=0.8, vocabulary="borrowed", weight=1.0),
        )
    )
    assert (found.label, found.origin) == ("mug", "borrowed")
    assert found.google is not None
    assert found.google.id == "2169"


def test_both_vocabularies_speak_for_one_word() -> None:
    found = category(
        showing(
            belief("mug", sure=0.6, weight=0.5),
            belief("coffee mug", sure=0.8, vocabulary="borrowed", weight=0.5),
        )
    )
    assert (found.label, found.origin) == ("mug", "joined")
    assert found.confidence == pytest.approx(0.7)


def test_several_kinds_of_one_thing_are_called_by_its_name() -> None:
    found = category(seen("armchair", "rocking chair", "folding chair", sure=0.4))
    assert (found.label, found.level) == ("chair", "parent")
    assert found.confidence == pytest.approx(1.0, abs=1e-4)
    assert found.google == Node(id="443", path="Furniture > Chairs")
    assert found.shopify == Node(id="fr-7", path="Furniture > Chairs")
    assert found.alternatives[0].label == "armchair"


def test_an_unsure_word_is_not_filed_anywhere() -> None:
    found = category(seen("hat", "cup", "pen", sure=0.4))
    assert (found.label, found.level) == (None, "unknown")
    assert (found.shopify, found.google, found.merchant) == (None, None, None)
    assert found.alternatives[0].label == "hat"
    assert found.confidence == found.alternatives[0].confidence


def test_the_answer_is_no_alternative_of_itself_and_there_are_few() -> None:
    words = ("cup", "hat", "pen", "book", "sofa", "t-shirt", "boot")
    for named in (None, "cup", "CUP"):
        labels = [a.label for a in category(seen(*words, sure=0.6), named=named).alternatives]
        assert "cup" not in labels
        assert len(labels) == CONSIDERED - 1
    assert len(category(seen(*words, sure=0.2)).alternatives) == CONSIDERED


def test_several_photos_agree_by_their_mean() -> None:
    found = category(seen("cup", "hat", sure=0.9), seen("hat", "cup", sure=0.8))
    assert found.label == "cup"
    assert found.confidence == pytest.approx(0.55)


def test_the_merchants_word_wins_and_is_filed_where_it_is_known() -> None:
    known = category(seen("t-shirt", "hat"), named="cup")
    assert (known.label, known.origin, known.confidence) == ("cup", "merchant", 1.0)
    assert known.shopify is not None
    assert known.shopify.path.endswith("Drinkware")
    unknown = category(seen(), named="diving watch")
    assert (unknown.label, unknown.shopify, unknown.google) == ("diving watch", None, None)


@pytest.mark.parametrize("said", ["bin", "ashcan", "rubbish bin", "Trash Can"])
def test_a_synonym_is_filed_as_its_word_and_stays_as_the_merchant_says_it(said: str) -> None:
    trash, found = word_of("trash can"), category(seen(), named=said)
    assert trash is not None
    assert (found.label, found.shopify, found.google) == (said, trash.shopify, trash.google)


@pytest.mark.parametrize("key", ["category", "product"])
def test_the_merchant_says_what_it_is_under_either_key(key: str) -> None:
    assert told_category([GivenFact(key=key, value="Cup")]) == "cup"
    assert told_category([GivenFact(key="brand", value="Cup")]) is None


def test_a_merchants_word_keeps_its_letters() -> None:
    assert told_category([GivenFact(key="category", value="Straßenschuh")]) == "straßenschuh"
    assert category(seen(), named="straßenschuh", shop=mapped("Straßenschuh")).merchant == MINE


TABLES = "Furniture > Tables"


@pytest.mark.parametrize(
    "key",
    [
        "nightstand",
        "bedside table",
        "piece of furniture",
        "Furniture",
        TABLES,
        f"{TABLES} > Nightstands",
    ],
)
def test_the_shops_own_category_is_found_by_every_name_and_node_of_a_word(key: str) -> None:
    assert own("nightstand", mapped(key)) == MINE
    assert own("cup", mapped(key)) is None


@pytest.mark.parametrize(
    ("nearest", "farther"),
    [
        ("nightstand", "bedside table"),
        ("bedside table", f"{TABLES} > Nightstands"),
        (f"{TABLES} > Nightstands", TABLES),
        (TABLES, "piece of furniture"),
        (TABLES, "Furniture"),
    ],
)
def test_the_nearest_of_the_shops_categories_is_used(nearest: str, farther: str) -> None:
    assert own("nightstand", mapped(nearest, farther)) == MINE


def test_what_the_merchant_says_goes_before_its_other_names() -> None:
    shop = mapped("bin", "trash can")
    assert category(seen(), named="bin", shop=shop).merchant == MINE
    assert category(seen("trash can"), shop=shop).merchant == OTHER


def test_a_parent_and_an_own_label_are_filed_by_the_shop_too() -> None:
    chair = parents()[("Furniture", "Chairs")]
    assert shops_own(chair, mapped("chair", "Furniture")) == MINE
    assert shops_own(chair, mapped("Furniture")) == MINE
    assert shops_own(Word("Gizmo", "trained", (), None, None), mapped("gizmo")) == MINE
    assert shops_own(chair, NO_SHOP) is None


def test_what_the_shop_sells_limits_the_answer_and_what_was_considered() -> None:
    shop = Shop(profile=Profile(sells=("Apparel & Accessories",)))
    photo = seen("hat", "cup", "t-shirt", sure=0.6)
    assert category(seen("hat", "cup", sure=0.3)).label == "cup"
    assert category(seen("hat", "cup", sure=0.3), shop=shop).label == "hat"
    assert category(photo, shop=shop).label == "hat"
    assert [a.label for a in category(photo, shop=shop).alternatives] == ["t-shirt"]
    outside = category(seen("cup", "hat", sure=0.95), shop=shop)
    assert (outside.label, outside.level) == (None, "unknown")
    assert outside.confidence == pytest.approx(0.05 / LEAST_SOLD / UNSOLD, abs=1e-4)


def test_the_merchants_word_is_his_whatever_he_sells() -> None:
    shop = Shop(profile=Profile(sells=("Furniture",)))
    assert category(seen(), named="cup", shop=shop).label == "cup"
