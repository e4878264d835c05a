"""English: every answer has its noun and its number, and articles follow the sound."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from skuscribe.describe.languages.en.words import Noun, article, noun_of, nouns, opening
from skuscribe.taxonomy.words import parents, words


def test_every_answer_has_a_noun_and_no_noun_is_left_over() -> None:
    answers = (*(word for word in words().values() if word.origin), *parents().values())
    assert set(nouns()) == {word.word.casefold() for word in answers}


def test_numbers_are_of_the_closed_list_and_no_row_stands_twice() -> None:
    package = resources.files("skuscribe.describe.languages.en")
    rows = list(csv.DictReader((package / "words.csv").read_text("utf-8").splitlines()))
    assert {row["number"] for row in rows} == {"count", "pair", "plural", "mass"}
    assert all(cell and cell == cell.strip() for row in rows for cell in row.values())
    assert len(rows) == len(nouns())


@pytest.mark.parametrize(
    ("word", "noun", "before"),
    [
        ("umbrella", Noun("umbrella", "count"), "an "),
        ("piece of furniture", Noun("piece of furniture", "count"), "a "),
        ("boot", Noun("boots", "pair"), "a pair of "),
        ("jeans", Noun("jeans", "pair"), "a pair of "),
        ("eggs", Noun("eggs", "plural"), ""),
        ("milk", Noun("milk", "mass"), ""),
        ("usb cable", Noun("USB cable", "count"), "a "),
        ("gizmo", Noun("gizmo", "bare"), ""),
    ],
)
def test_the_number_gives_form_and_opening(word: str, noun: Noun, before: str) -> None:
    assert noun_of(word) == noun
    assert opening(noun, noun.words) == before


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
