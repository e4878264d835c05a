"""The word table knows every word that the attributes can say, and names nothing unknown."""

from __future__ import annotations

from skuscribe.attributes.colour.names import table
from skuscribe.attributes.shape.words import RULES
from skuscribe.describe.languages.en.lexicon import entailed, phrases, properties, senses, words_in


def test_every_colour_and_shape_that_is_named_is_a_word_of_the_table() -> None:
    names = {name for entries in table().values() for name, _ in entries}
    said = {("colour", name) for name in names} | {("shape", rule[0]) for rule in RULES}
    for property, word in said:
        assert property in {entry.property for entry in phrases()[words_in(word)]}, word


def test_entailment_runs_up_a_chain() -> None:
    assert ("performance", "water-repellent") in entailed("performance", "waterproof")
    assert ("performance", "waterproof") not in entailed("performance", "water-repellent")
    assert ("colour", "blue") in entailed("colour", "navy")


def test_what_is_entailed_is_a_value_of_a_known_kind() -> None:
    assert all(p in properties() for sense in senses() for p, _ in sense.entails)
