"""The deepest sure place on the tree is the answer, and nothing is said that is not sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.record.model import Node
from skuscribe.record.observed import Rule
from skuscribe.taxonomy.decide import Answer, confidence_of, decide, origin_of
from skuscribe.taxonomy.weigh import Weighed, ranked
from skuscribe.taxonomy.words import SEPARATOR, Word, parents, word_of, words

RULE = Rule(from_level=(0.9, 0.6, 0.5))
WORDS = sorted({word.word for word in words().values() if word.origin})

thresholds = st.tuples(*[st.floats(0.01, 1)] * 3)


def known(name: str) -> Word:
    word = word_of(name)
    assert word is not None
    return word


def weighed(*, borrowed: float = 0.0, **masses: float) -> list[Weighed]:
    """Words of the table with masses, of which the share `borrowed` is of that vocabulary."""
    found = [
        Weighed(known(name.replace("_", " ")), mass * (1 - borrowed), mass * borrowed)
        for name, mass in masses.items()
    ]
    return ranked(found)


@st.composite
def products(draw: st.DrawFn) -> list[Weighed]:
    names = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8, unique=True))
    masses = [draw(st.floats(0, 1)) for _ in names]
    whole = max(1.0, sum(masses))
    share = draw(st.floats(0, 1))
    return ranked(
        Weighed(known(name), share * mass / whole, (1 - share) * mass / whole)
        for name, mass in zip(names, masses, strict=True)
    )


def said(found: Answer | None) -> tuple[str, str] | None:
    return (found.word.word, found.level) if found else None


def mass_of(answer: Answer, of: list[Weighed]) -> float:
    path = answer.word.path
    if answer.level == "leaf":
        return sum(each.mass for each in of if each.word == answer.word)
    return sum(each.mass for each in of if each.word.path[: len(path)] == path)


@pytest.mark.parametrize(
    ("masses", "expected"),
    [
        ({"armchair": 0.7, "cup": 0.3}, ("armchair", "leaf")),
        ({"armchair": 0.4, "rocking chair": 0.35, "cup": 0.2}, ("chair", "parent")),
        ({"stool": 0.4, "windsor chair": 0.35}, ("chair", "parent")),
        ({"stool": 0.7, "windsor chair": 0.2}, ("stool", "leaf")),
        ({"armchair": 0.45, "sofa": 0.47}, ("piece of furniture", "parent")),
        ({"armchair": 0.4, "sofa": 0.4}, None),
        ({"cup": 0.3, "mug": 0.3}, ("piece of drinkware", "parent")),
        ({"cup": 0.49}, None),
        ({}, None),
    ],
)
def test_the_deepest_place_that_is_sure(
    masses: dict[str, float], expected: tuple[str, str] | None
) -> None:
    assert said(decide(weighed(**masses), RULE, 1.0)) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0.5, 1, 1), "piece of furniture"),
        ((1, 0.5, 1), "chair"),
        ((1, 1, 0.5), "armchair"),
        ((0.5, 0.5, 1), "chair"),
        ((0.5, 0.5, 0.5), "armchair"),
    ],
)
def test_each_level_has_its_own_threshold(
    levels: tuple[float, float, float], expected: str
) -> None:
    found = decide(weighed(armchair=0.7), Rule(from_level=levels), 1.0)
    assert found is not None
    assert found.word.word == expected


def test_levels_deeper_than_the_third_share_its_threshold() -> None:
    deep = known("mug")
    assert len(deep.path) > 3
    assert said(decide(weighed(mug=0.5), RULE, 1.0)) == ("mug", "leaf")


def test_a_word_that_is_filed_nowhere_is_stated_as_a_deep_one() -> None:
    assert said(decide(weighed(barrel=0.55, cup=0.3), RULE, 1.0)) == ("barrel", "leaf")
    assert decide(weighed(barrel=0.45, cup=0.3), RULE, 1.0) is None


def test_a_node_without_an_entry_is_never_answered() -> None:
    path = ("Nowhere", "Unnamed")
    assert path not in parents()
    names = [(*path, "one"), (*path, "two")]
    nodes = [Node(id=name[-1], path=SEPARATOR.join(name)) for name in names]
    unnamed = [Weighed(Word(n.id, "trained", (), None, n), 0.45, 0.0) for n in nodes]
    assert decide(unnamed, Rule(from_level=(0.1, 0.1, 0.5)), 1.0) is None
    assert said(decide(unnamed, Rule(from_level=(0.1, 0.1, 0.4)), 1.0)) == ("two", "leaf")


def test_where_a_node_has_no_entry_the_nearest_named_one_above_is_the_answer() -> None:
    names = [("Furniture", "Unnamed", "one"), ("Furniture", "Unnamed", "two")]
    nodes = [Node(id=name[-1], path=SEPARATOR.join(name)) for name in names]
    unnamed = [Weighed(Word(n.id, "trained", (), None, n), 0.48, 0.0) for n in nodes]
    found = decide(unnamed, RULE, 1.0)
    assert found is not None
    assert found.word == parents()[("Furniture",)]
    assert found.confidence == pytest.approx(0.96)


@pytest.mark.parametrize(
    ("borrowed", "origin"),
    [(0.0, "trained"), (0.19, "trained"), (0.5, "joined"), (0.81, "borrowed"), (1.0, "borrowed")],
)
def test_an_answers_origin_is_the_vocabulary_that_speaks_for_it(
    borrowed: float, origin: str
) -> None:
    found = decide(weighed(cup=0.9, borrowed=borrowed), RULE, 1.0)
    assert found is not None
    assert found.origin == origin


def test_a_parents_origin_is_that_of_all_its_words() -> None:
    both = [*weighed(armchair=0.4), *weighed(rocking_chair=0.4, borrowed=1.0)]
    found = decide(both, RULE, 1.0)
    assert found is not None
    assert (found.word.word, found.origin) == ("chair", "joined")
    assert origin_of([]) == "trained"


@given(products().flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_order_of_the_words_changes_nothing_even_where_they_are_equal(
    both: tuple[list[Weighed], list[Weighed]],
) -> None:
    one, other = ([Weighed(each.word, 0.25, 0.0) for each in each_way] for each_way in both)
    rule = Rule(from_level=(0.2, 0.2, 0.2))
    assert decide(other, rule, 0.5) == decide(one, rule, 0.5)


@given(products(), thresholds)
def test_whatever_is_answered_has_at_least_its_levels_mass(
    found: list[Weighed], levels: tuple[float, float, float]
) -> None:
    rule = Rule(from_level=levels)
    answer = decide(found, rule, 0.5)
    if answer is None:
        return
    level = min(len(answer.word.path) or 3, 3)
    assert mass_of(answer, found) >= rule.from_level[level - 1] - 1e-9
    assert 0 <= answer.confidence <= 1
    assert (answer.level == "parent") == (answer.word in parents().values())


@given(products(), thresholds, st.integers(0, 2), st.floats(0, 1))
def test_a_higher_threshold_never_gives_a_deeper_answer(
    found: list[Weighed], levels: tuple[float, float, float], which: int, more: float
) -> None:
    higher = list(levels)
    higher[which] = min(1.0, levels[which] + more)
    before = decide(found, Rule(from_level=levels), 0.5)
    after = decide(found, Rule(from_level=(higher[0], higher[1], higher[2])), 0.5)
    if after is None:
        return
    assert before is not None
    assert before.word.path[: len(after.word.path)] == after.word.path
    assert mass_of(before, found) <= mass_of(after, found) + 1e-9


@given(st.floats(0.001, 0.999), st.floats(0, 1))
def test_without_a_scale_the_confidence_is_the_mass(mass: float, trust: float) -> None:
    assert confidence_of(mass, RULE, trust) == pytest.approx(mass)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-3, 3), st.floats(0.1, 3), st.floats(-3, 3))
def test_more_mass_is_never_less_confidence(
    one: float, two: float, intercept: float, slope: float, familiar: float
) -> None:
    rule = Rule(from_level=RULE.from_level, scale=(intercept, slope, familiar))
    low, high = sorted((one, two))
    assert 0 <= confidence_of(low, rule, 0.7) <= confidence_of(high, rule, 0.7) <= 1


def test_certainty_is_no_error_and_familiar_photos_move_the_confidence() -> None:
    assert confidence_of(1.0, RULE, 1.0) == pytest.approx(1.0, abs=1e-5)
    assert confidence_of(0.0, RULE, 1.0) == pytest.approx(0.0, abs=1e-5)
    rule = Rule(from_level=RULE.from_level, scale=(0.0, 1.0, 2.0))
    assert confidence_of(0.6, rule, 1.0) > confidence_of(0.6, rule, 0.0) == pytest.approx(0.6)


def test_a_word_needs_more_than_the_node_where_it_is_filed() -> None:
    rule = Rule(from_level=(0.9, 0.6, 0.5), leaf_surer=0.1)
    found = decide(weighed(hat=0.55, cap=0.3), rule, 1.0)
    assert found is not None
    assert (found.level, found.word.word) == ("parent", "hat")
    surer = decide(weighed(cap=0.65, hat=0.3), rule, 1.0)
    assert surer is not None
    assert (surer.level, surer.word.word) == ("leaf", "cap")
