"""What a shop's examples say of a photo, and how it joins what the network believes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import RULE, belief, observed
from skuscribe import Settings, Tagger
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.voice import Voice
from skuscribe.record.model import Category, Node
from skuscribe.record.observed import ObservedLine, SeenBelief
from skuscribe.settling import Words, settle_line
from skuscribe.shop.examples import Examples, joined, write_examples
from skuscribe.shop.profile import NO_SHOP, Profile, Shop
from skuscribe.taxonomy.categorise import categorise, judge
from skuscribe.taxonomy.decide import decide, taught_confidence
from skuscribe.taxonomy.mapping import refuse_other_examples
from skuscribe.taxonomy.taught import Lessons, distinct, is_node, learn, lessons_of, word_for
from skuscribe.taxonomy.weigh import Taught, Weighed, weigh
from skuscribe.taxonomy.words import NOT_A_PRODUCT, Word, parents, word_of
from teach.clusters import BUNDLE, Vector, photo, taught, vector

THREE = taught({"rain boot": 5, "desk lamp": 4, "Gizmo": 5})
NOTHING = Word("Gizmo", "", (), None, None)
SHOES = parents()[("Apparel & Accessories", "Shoes")]
FAR = vector("something else")


def said(examples: Examples, embedding: Vector, *beliefs: SeenBelief) -> Taught:
    return learn(examples, NO_SHOP).of(embedding, weigh([beliefs]) if beliefs else [])


def shares(found: Taught) -> dict[str, float]:
    return {word.word: mass for word, mass in found.masses}


def best(found: Taught) -> str:
    return max(found.masses, key=lambda pair: pair[1])[0].word


def known(name: str) -> Word:
    word = word_of(name)
    assert word is not None
    return word


def category(
    *embeddings: Vector, shop: Shop, beliefs: Sequence[SeenBelief] = (), named: str | None = None
) -> Category:
    return categorise([photo(each, *beliefs) for each in embeddings], named, shop, RULE)


@pytest.mark.parametrize("label", ["rain boot", "desk lamp", "Gizmo"])
def test_a_photo_near_the_examples_of_a_label_has_that_label(label: str) -> None:
    for number in range(100, 105):
        found = said(THREE, vector(label, number))
        assert best(found) == label
        assert found.weight > 0.8
        assert shares(found)[label] > 0.9 * found.weight


@pytest.mark.parametrize("number", range(5))
def test_a_photo_far_from_all_examples_is_left_to_the_network(number: int) -> None:
    assert said(THREE, vector("something else", number)).weight < 0.4
    assert said(THREE, vector("something else", number), belief("cup", sure=0.95)).weight < 0.03


def test_one_example_of_each_label_already_tells() -> None:
    one = taught({"rain boot": 1, "Gizmo": 1})
    assert best(said(one, vector("rain boot", 100))) == "rain boot"
    assert best(said(taught({"Gizmo": 1}), vector("Gizmo", 100))) == "Gizmo"


def test_what_the_network_believes_of_a_taught_word_speaks_for_it() -> None:
    between = vector("rain boot", 1) + vector("desk lamp", 1)
    between /= np.linalg.norm(between)
    assert best(said(THREE, between, belief("rain boot"))) == "rain boot"
    assert best(said(THREE, between, belief("desk lamp"))) == "desk lamp"


def test_a_taught_node_has_what_the_network_believes_of_the_words_under_it() -> None:
    node = taught({"footwear": 3, "Gizmo": 3})
    without = shares(said(node, FAR, belief("cup")))
    found = shares(said(node, FAR, belief("sandal")))
    assert found["footwear"] > found["Gizmo"]
    assert found["footwear"] > 2 * without["footwear"]


def test_near_copies_of_a_photo_count_once() -> None:
    copy = replace(THREE.only([0]), photos=("f" * 64,), groups=("copy",))
    both = joined(THREE, copy)
    assert distinct(both) == list(range(len(THREE)))
    one, other = learn(THREE, NO_SHOP), learn(both, NO_SHOP)
    assert (one.words, one.density) == (other.words, other.density)
    assert one.weights.tobytes() == other.weights.tobytes()


def test_a_photo_of_another_label_is_no_copy() -> None:
    twice = joined(THREE.only([0]), replace(THREE.only([0]), photos=("f" * 64,), labels=("Gizmo",)))
    assert distinct(twice) == [0, 1]


MINE = Node(id="M-17", path="Mine > Rare")
OTHER = Node(id="18", path="Mine > Several")
FILED = Shop(categories={"mug": MINE, "sandal": OTHER, "boot": OTHER})


@pytest.mark.parametrize(
    ("label", "word"),
    [
        ("rain boot", known("rain boot")),
        ("Rain Boot", known("rain boot")),
        ("rubbish bin", known("trash can")),
        ("Footwear", SHOES),
        ("apparel & accessories > shoes", SHOES),
        ("Mine > Rare", known("mug")),
        ("mine > rare", known("mug")),
        ("M-17", known("mug")),
        ("m-17", known("mug")),
        ("Mine > Several", Word("Mine > Several", "", (), None, None)),
        ("Gizmo", NOTHING),
        ("Straße; <b>", Word("Straße; <b>", "", (), None, None)),
    ],
)
def test_a_label_is_a_word_a_node_an_own_category_or_a_word_of_its_own(
    label: str, word: Word
) -> None:
    assert word_for(label, FILED) == word


def test_a_node_is_told_from_a_word_that_is_filed_there() -> None:
    assert is_node(SHOES)
    assert not is_node(known("boot"))
    assert not is_node(NOTHING)


def test_labels_that_mean_the_same_are_one_word() -> None:
    both = taught({"bin": 3, "trash can": 3, "Gizmo": 3})
    found = said(both, vector("bin", 100))
    assert [word.word for word, _ in found.masses] == ["trash can", "Gizmo"]
    assert best(found) == best(said(both, vector("trash can", 100))) == "trash can"


@given(st.integers(0, 10_000), st.sampled_from([*THREE.labels, "else"]), st.floats(0, 1))
def test_the_masses_are_together_the_weight(number: int, label: str, sure: float) -> None:
    found = said(THREE, vector(label, number), belief("cup", "desk lamp", sure=sure))
    assert 0 <= found.weight <= 1
    assert all(mass >= 0 for _, mass in found.masses)
    assert math.fsum(mass for _, mass in found.masses) == pytest.approx(found.weight, abs=1e-5)


@given(st.permutations(range(len(THREE))), st.integers(0, 1000))
def test_the_order_of_the_examples_changes_nothing(order: list[int], number: int) -> None:
    embedding = vector("Gizmo", number, spread=1.5)
    one = said(THREE, embedding, belief("cup", "desk lamp"))
    other = said(THREE.only(order), embedding, belief("cup", "desk lamp"))
    assert other.weight == pytest.approx(one.weight, abs=1e-4)
    assert shares(other) == pytest.approx(shares(one), abs=1e-4)


def test_the_same_examples_teach_the_same() -> None:
    embedding = vector("rain boot", 100)
    assert said(THREE, embedding) == said(THREE, embedding)


def test_a_shop_that_taught_nothing_has_no_lessons() -> None:
    assert lessons_of(NO_SHOP) is None
    shop = Shop(examples=THREE)
    assert isinstance(lessons_of(shop), Lessons)
    assert lessons_of(shop) is lessons_of(shop)


def test_examples_and_network_share_the_mass_by_the_examples_weight() -> None:
    beliefs = [belief("cup", "hat", sure=0.8)]
    lesson = Taught(0.25, ((known("hat"), 0.15), (NOTHING, 0.1)))
    found = {each.word.word: each for each in weigh([beliefs], [lesson])}
    assert found["cup"].mass == pytest.approx(0.75 * 0.8)
    assert (found["hat"].trained, found["hat"].taught) == pytest.approx((0.75 * 0.2, 0.15))
    assert found["Gizmo"].mass == found["Gizmo"].taught == pytest.approx(0.1)
    assert math.fsum(each.mass for each in found.values()) == pytest.approx(1)


def test_several_photos_count_equally() -> None:
    lessons = [Taught(1.0, ((NOTHING, 1.0),)), Taught(0.0, ((NOTHING, 0.0),))]
    found = {e.word.word: e.mass for e in weigh([[belief("cup", sure=1.0)]] * 2, lessons)}
    assert found == pytest.approx({"Gizmo": 0.5, "cup": 0.5})


def test_two_taught_kinds_of_shoe_in_doubt_are_footwear() -> None:
    lesson = Taught(0.95, ((known("rain boot"), 0.48), (known("sandal"), 0.47)))
    answer = judge([[belief("cup")]], (), RULE, [lesson]).answer
    assert answer is not None
    assert (answer.word, answer.level, answer.origin) == (SHOES, "parent", "taught")


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_mass_of_what_was_taught_is_never_less_confidence(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert 0 <= taught_confidence(low) <= taught_confidence(high) <= 1


@pytest.mark.parametrize(
    ("of_examples", "origin"),
    [(0.1, "trained"), (0.3, "joined"), (0.5, "taught"), (0.9, "taught")],
)
def test_what_examples_decide_says_so(of_examples: float, origin: str) -> None:
    answer = decide([Weighed(known("cup"), 0.9 - of_examples, 0.0, of_examples)], RULE, 1.0)
    assert answer is not None
    assert answer.origin == origin
    sure = taught_confidence(0.9) if origin == "taught" else 0.9
    assert answer.confidence == pytest.approx(sure)


def test_a_taught_photo_is_called_by_its_label_and_filed() -> None:
    found = category(vector("rain boot", 100), shop=Shop(examples=THREE))
    assert (found.label, found.level, found.origin) == ("rain boot", "leaf", "taught")
    assert found.google == known("rain boot").google
    assert found.shopify == known("rain boot").shopify
    assert 0.5 < found.confidence < 1


def test_a_word_of_its_own_is_stated_and_filed_nowhere() -> None:
    found = category(vector("Gizmo", 100), shop=Shop(examples=THREE))
    assert (found.label, found.level, found.origin) == ("Gizmo", "leaf", "taught")
    assert (found.shopify, found.google, found.merchant) == (None, None, None)


def test_what_was_not_taught_is_still_answered_by_the_network() -> None:
    beliefs = (belief("cup", "hat", sure=0.95),)
    found = category(FAR, shop=Shop(examples=THREE), beliefs=beliefs)
    assert (found.label, found.origin) == ("cup", "trained")
    alone = category(FAR, shop=NO_SHOP, beliefs=beliefs)
    assert found.confidence == pytest.approx(alone.confidence, abs=0.03)


def test_what_the_merchant_says_goes_before_what_he_taught() -> None:
    found = category(vector("Gizmo", 100), shop=Shop(examples=THREE), named="cup")
    assert (found.label, found.origin) == ("cup", "merchant")
    assert found.alternatives[0].label == "Gizmo"


def test_what_was_taught_is_sold_whatever_the_shop_says_it_sells() -> None:
    for label in ("rain boot", "Gizmo"):
        shop = Shop(profile=Profile(sells=("Furniture",)), examples=THREE)
        assert category(vector(label, 100), shop=shop).label == label


def test_a_taught_photo_that_shows_no_product_to_the_network_is_answered() -> None:
    nothing = (belief(NOT_A_PRODUCT, "cup", sure=0.99),)
    shop = Shop(examples=THREE)
    assert category(vector("Gizmo", 100), shop=shop, beliefs=nothing).label == "Gizmo"
    far = category(FAR, shop=shop, beliefs=nothing)
    assert (far.label, far.alternatives[0].label) == (None, NOT_A_PRODUCT)


def test_two_photos_of_one_product_agree_by_their_mean() -> None:
    shop = Shop(examples=THREE)
    one, two = vector("Gizmo", 100), vector("rain boot", 100)
    assert category(one, vector("Gizmo", 101), shop=shop).label == "Gizmo"
    both = category(one, two, shop=shop)
    assert {each.label for each in both.alternatives} | {both.label} >= {"Gizmo", "rain boot"}
    assert both == category(two, one, shop=shop)


@pytest.mark.parametrize(
    ("label", "node"), [("Mine > Rare", MINE), ("Mine > Several", OTHER), ("18", OTHER)]
)
def test_a_label_that_is_a_category_of_the_shop_is_filed_there(label: str, node: Node) -> None:
    shop = replace(FILED, examples=taught({label: 3, "Gizmo": 3}))
    assert category(vector(label, 100), shop=shop).merchant == node
    assert category(vector("Gizmo", 100), shop=shop).merchant is None


def test_examples_of_another_network_are_refused_before_a_photo_is_looked_at(
    tmp_path: Path,
) -> None:
    write_examples(tmp_path, THREE)
    with pytest.raises(SkuscribeError, match=BUNDLE) as caught:
        Tagger(Settings(shop=tmp_path, ocr="none"))
    assert (caught.value.code, caught.value.where) == ("config.invalid", "examples.npz")
    assert "shop teach" in caught.value.hint
    assert "--replace" in caught.value.hint


def test_observations_of_another_network_are_not_settled_with_examples() -> None:
    line = ObservedLine(facts={}, observed=observed(photo(vector("Gizmo", 100))))
    shop = Shop(examples=THREE)
    assert settle_line(line, Words(shop, Voice())).category.label == "Gizmo"
    other = Shop(examples=replace(THREE, bundle="test 2"))
    with pytest.raises(SkuscribeError, match="the network test 2, not to test 1") as caught:
        settle_line(line, Words(other, Voice()))
    assert caught.value.code == "config.invalid"
    refuse_other_examples(NO_SHOP, "any")
