"""English: every label has its noun, and articles follow the sound."""

from __future__ import annotations

import pytest

from skuscribe.describe.languages.en.words import article, nouns
from skuscribe.taxonomy.table import labels


def test_every_label_has_a_noun_and_no_noun_is_left_over() -> None:
    assert set(nouns()) == set(labels())


def test_numbers_are_of_the_closed_list() -> None:
    assert {noun.number for noun in nouns().values()} <= {"count", "pair", "mass"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("apple", "an"), ("banana", "a"), ("hour glass", "an"), ("honest price", "an"),
        ("uniform", "a"), ("unicycle", "a"), ("unusual hat", "an"), ("umbrella", "an"),
        ("utility knife", "a"), ("euphonium", "a"), ("one-piece", "a"), ("onion", "an"),
        ("used book", "a"), ("ukulele", "a"), ("LED lamp", "an"), ("USB hub", "a"),
        ("MP3 player", "an"), ("hat", "a"), ("X-ray", "an"), ("Nordholm cup", "a"),
        ("Xerox machine", "a"), ("Hat", "a"), ("European plug", "a"), ("upright piano", "an"),
    ],
)  # fmt: skip
def test_articles(word: str, expected: str) -> None:
    assert article(word) == expected
