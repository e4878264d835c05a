"""Occurrences counts as a Counter does, whatever the texts and however many they are."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from skuscribe.catalogue.occurrences import SMALLEST, Occurrences

texts = st.text(st.characters(exclude_categories=()), max_size=5)


@given(st.lists(texts, max_size=200))
@settings(deadline=None)
def test_it_counts_what_a_counter_counts(given_: list[str]) -> None:
    found, truth = Occurrences(), Counter[str]()
    for text in given_:
        truth[text] += 1
        assert found.add(text) == truth[text]
    assert len(found) == len(truth)


def test_halves_of_characters_are_not_the_sign_that_replaces_them() -> None:
    found = Occurrences()
    assert [found.add(text) for text in ("?", "\ud800", "\udfff", "?")] == [1, 1, 1, 2]


def test_nothing_is_lost_while_it_grows() -> None:
    found, many = Occurrences(), 5 * SMALLEST
    assert all(found.add(f"SKU-{n}") == 1 for n in range(many))
    assert all(found.add(f"SKU-{n}") == 2 for n in range(many))
    assert len(found) == many


def test_an_empty_text_is_a_text_and_nothing_is_empty() -> None:
    found = Occurrences()
    assert len(found) == 0
    assert (found.add(""), found.add(""), len(found)) == (1, 2, 1)
