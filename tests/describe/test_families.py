"""Families tell their facts in their own order; a pair is said of two pieces alone."""

from __future__ import annotations

import made
from skuscribe.describe.facts import facts_of
from skuscribe.describe.families import families, kind_told, order_for
from skuscribe.describe.voice import Voice
from skuscribe.taxonomy.words import words

SQUARE = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.4), (0.1, 0.4))
SPECK = ((0.8, 0.8), (0.85, 0.8), (0.85, 0.85), (0.8, 0.85))


def test_every_kind_of_a_family_is_one_that_a_key_tells() -> None:
    orders = {kind for order in families().values() for kind in order}
    assert orders <= {kind_told(kind) for kind in orders}
    nodes = {" > ".join(w.path[:depth]) for w in words().values() for depth in range(9)}
    assert {*families()} <= nodes


def test_a_table_is_told_by_its_measures_and_an_unknown_thing_as_most_are() -> None:
    assert order_for("table")[0] == "dimensions"
    assert order_for("gizmo") == families()[""]
    text = made.record(category="table", care="wipe clean", height="75 cm").description.text
    assert text.index("75 cm") < text.index("ipe clean")


def test_a_pair_is_seen_in_two_large_pieces_and_not_in_one_or_three() -> None:
    def pairs(*parts: tuple[tuple[float, float], ...]) -> int:
        subject = made.subject_info().model_copy(update={"outline": SQUARE, "parts": parts})
        facts = facts_of(made.category("boot"), (), (), None, (), subject)
        return len(facts.of("pair"))

    assert [pairs(), pairs(SPECK), pairs(SQUARE), pairs(SQUARE, SQUARE)] == [0, 0, 1, 0]


def test_the_same_product_has_the_same_text_and_others_vary() -> None:
    def text(id: str) -> str:
        return made.record(id=id, material="clay").description.text

    assert text("a") == text("a")
    assert {text(id) for id in "abcdefgh"} == {
        "A red cup, made of clay.",
        "This red cup is made of clay.",
    }


def test_british_spelling_is_of_our_words_and_not_of_the_merchants() -> None:
    found = made.record(voice=Voice(spelling="uk"), finish="gray").description
    assert found.bullets == ("Colour: red", "Finish: gray")
