"""A photo of an animal, a landscape or a receipt is said to show no product; a product never is."""

from __future__ import annotations

from typing import Literal

import pytest

import made
from skuscribe.record.observed import Rule, SeenBelief, SeenPhoto
from skuscribe.shop.profile import NO_SHOP
from skuscribe.taxonomy.categorise import categorise
from skuscribe.taxonomy.weigh import no_product
from skuscribe.taxonomy.words import NOT_A_PRODUCT

RULE = Rule(from_level=(0.9, 0.6, 0.5), nothing_from=0.6)


def said(vocabulary: Literal["trained", "borrowed"], weight: float, **words: float) -> SeenBelief:
    return SeenBelief(
        vocabulary=vocabulary,
        words=tuple(word.replace("_", " ") for word in words),
        probabilities=tuple(words.values()),
        weight=weight,
    )


def photo(*beliefs: SeenBelief) -> SeenPhoto:
    return made.seen().model_copy(update={"beliefs": beliefs})


def test_both_vocabularies_speak_of_it() -> None:
    trained = said("trained", 0.5, not_a_product=0.8, cup=0.2)
    borrowed = said("borrowed", 0.5, tench=0.7, goldfish=0.1, teapot=0.2)
    assert no_product([[trained, borrowed]]) == pytest.approx(0.8)


def test_several_photos_count_equally() -> None:
    animal = [said("trained", 1.0, not_a_product=1.0)]
    product = [said("trained", 1.0, cup=1.0)]
    assert no_product([animal, product]) == pytest.approx(0.5)


@pytest.mark.parametrize(("sure", "told"), [(0.59, False), (0.61, True)])
def test_from_its_own_threshold_on_no_category_is_stated(sure: float, told: bool) -> None:
    seen = photo(said("trained", 1.0, not_a_product=sure, cup=1 - sure))
    category = categorise([seen], None, NO_SHOP, RULE)
    assert category.label is None
    assert (category.alternatives[0].label == NOT_A_PRODUCT) == told


def test_it_is_the_first_that_was_considered_and_the_list_stays_short() -> None:
    words = {f"cup{n}": 0.05 for n in range(6)}
    seen = photo(said("trained", 1.0, not_a_product=0.7, **words))
    category = categorise([seen], None, NO_SHOP, RULE)
    assert category.confidence == pytest.approx(0.7)
    assert category.level == "unknown"
    assert len(category.alternatives) <= 5


def test_the_merchants_word_wins() -> None:
    seen = photo(said("trained", 1.0, not_a_product=1.0))
    assert categorise([seen], "mug", NO_SHOP, RULE).label == "mug"


@pytest.mark.parametrize(
    ("word", "code"),
    [("not_a_product", "taxonomy.not_a_product"), ("cup", "taxonomy.abstained")],
)
def test_the_review_says_which_of_the_two_it_is(word: str, code: str) -> None:
    others = {f"hat{n}": 0.1 for n in range(3)}
    sure = 0.7 if word == "not_a_product" else 0.3
    record = made.record(photo(said("trained", 1.0, **{word: sure}, **others)))
    codes = [problem.code for problem in record.problems]
    assert code in codes
    assert len({"taxonomy.abstained", "taxonomy.not_a_product"} & set(codes)) == 1
