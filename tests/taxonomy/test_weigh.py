"""Two vocabularies and several photos become one mass for each word of the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import belief
from skuscribe.record.observed import SeenBelief
from skuscribe.taxonomy.weigh import Weighed, ranked, trust_of, weigh
from skuscribe.taxonomy.words import NOT_A_PRODUCT, Word, by_class, word_of, words

LABELS = sorted({*(word.word for word in words().values() if word.origin), NOT_A_PRODUCT, "gizmo"})
CLASSES = [*sorted(by_class())[:60], "tench", "goldfish"]


def masses(photos: Sequence[Sequence[SeenBelief]]) -> dict[str, float]:
    return {each.word.word: each.mass for each in weigh(photos)}


def borrowed(*classes: str, sure: float = 0.9, weight: float = 1.0) -> SeenBelief:
    return belief(*classes, sure=sure, vocabulary="borrowed", weight=weight)


@st.composite
def beliefs(draw: st.DrawFn) -> tuple[SeenBelief, ...]:
    """What both vocabularies say of a photo, their weights adding up to 1."""
    trust = draw(st.floats(0, 1))
    found = []
    spoken: tuple[tuple[Literal["trained", "borrowed"], Sequence[str], float], ...] = (
        ("trained", LABELS, trust),
        ("borrowed", CLASSES, 1 - trust),
    )
    for vocabulary, labels, weight in spoken:
        said = draw(st.lists(st.sampled_from(labels), min_size=1, max_size=4, unique=True))
        parts = [draw(st.floats(0, 1)) / len(said) for _ in said]
        found.append(
            SeenBelief(
                vocabulary=vocabulary,
                words=tuple(said),
                probabilities=tuple(parts),
                weight=weight,
            )
        )
    return tuple(found)


products = st.lists(beliefs(), min_size=1, max_size=4)


def test_the_masses_of_both_vocabularies_add_up() -> None:
    (first, second) = weigh(
        [[belief("mug", "hat", weight=0.6), borrowed("coffee mug", weight=0.4)]]
    )
    assert first.word == word_of("mug")
    assert (first.trained, first.borrowed) == pytest.approx((0.54, 0.36))
    assert first.mass == pytest.approx(0.9)
    assert (second.word.word, second.borrowed) == ("hat", 0.0)


def test_classes_that_mean_one_word_add_up() -> None:
    bathtub = word_of("bathtub")
    assert bathtub is not None
    assert bathtub.classes == ("bathtub", "tub")
    assert masses([[borrowed("bathtub", "tub", sure=0.7)]]) == pytest.approx({"bathtub": 1.0})


def test_photos_count_equally() -> None:
    photos = [[belief("cup", "hat", sure=0.9)], [belief("hat", "cup", sure=0.8)]]
    assert masses(photos) == pytest.approx({"cup": 0.55, "hat": 0.45})
    assert masses([photos[0]] * 3) == pytest.approx(masses([photos[0]]))


def test_what_is_no_product_has_no_mass() -> None:
    assert masses([[belief("cup", NOT_A_PRODUCT, sure=0.3)]]) == pytest.approx({"cup": 0.3})
    assert masses([[borrowed("cup", "tench", sure=0.3)]]) == pytest.approx({"cup": 0.3})
    assert weigh([[belief(NOT_A_PRODUCT, "cup", sure=1.0)]])[0].mass == 0


def test_a_label_of_a_networks_own_stays_and_is_filed_nowhere() -> None:
    (found,) = weigh([[belief("Gizmo", sure=0.8)]])
    assert found == Weighed(Word("Gizmo", "trained", (), None, None), 0.8, 0.0)
    assert weigh([[borrowed("Gizmo")]]) == []


def test_synonyms_that_a_network_says_are_one_word() -> None:
    assert masses([[belief("bin", "trash can", sure=0.6)]]) == pytest.approx({"trash can": 1.0})


def test_a_mass_is_never_more_than_one() -> None:
    assert Weighed(Word("cup", "both", (), None, None), 0.7, 0.4).mass == 1.0


def test_equal_words_stand_by_name() -> None:
    even = [Weighed(Word(name, "", (), None, None), 0.2, 0.0) for name in "bca"]
    assert [each.word.word for each in ranked(even)] == ["a", "b", "c"]


def test_trust_is_the_mean_weight_of_the_vocabulary_that_leads() -> None:
    photos = [[belief("cup", weight=0.8), borrowed("cup", weight=0.2)], [belief("cup", weight=0.4)]]
    assert trust_of(photos) == pytest.approx(0.6)


@given(products)
def test_all_words_together_have_at_most_the_mass_of_one(
    photos: list[tuple[SeenBelief, ...]],
) -> None:
    found = weigh(photos)
    assert all(each.trained >= 0 and each.borrowed >= 0 for each in found)
    assert sum(each.mass for each in found) <= 1 + 1e-4
    assert [each.mass for each in found] == sorted((each.mass for each in found), reverse=True)
    assert len({each.word.word for each in found}) == len(found)


@given(products.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_order_of_the_photos_changes_nothing(
    both: tuple[list[tuple[SeenBelief, ...]], list[tuple[SeenBelief, ...]]],
) -> None:
    one, other = both
    assert masses(other) == pytest.approx(masses(one), abs=1e-9)
    assert trust_of(other) == pytest.approx(trust_of(one))
