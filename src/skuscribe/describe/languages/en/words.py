"""The words of English: nouns with their number, articles, the few words that claim nothing."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

Number = Literal["count", "pair", "plural", "mass", "bare"]

AND, BY, FOR, MADE_OF, SHOWN_IN = "and", "by", "for", "made of", "shown in"
IT_READS, THEY_READ, READS = "It reads ", "They read ", "The product reads "
TEXT_ON_IT, MEET = "Text on it", "Meet "
PRODUCT = "product"
MANY: tuple[Number, ...] = ("pair", "plural")


# Vowels that sound like consonants (you, one) and a silent h.
_CONSONANT_SOUND = re.compile(
    r"(eu|uni([^nm]|$)|ut[ei]|usu|use|ukulele|one\b|once\b)", re.IGNORECASE
)
_VOWEL_SOUND = re.compile(r"(hour|honest|heir|honou?r)", re.IGNORECASE)
_LETTER_U = re.compile(r"U(?=[A-Z0-9])")  # USB
_LETTER_NAMED_WITH_VOWEL = re.compile(r"[AEFHILMNORSX](?=[A-Z0-9]|\b)")
_TITLED = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*")


@dataclass(frozen=True)
class Noun:
    """A noun as a shop writes it in mid-sentence.

    Attributes:
        words: one of them; of what comes in pairs or in numbers, several.
        number: `count` (a mug), `pair` (a pair of jeans), `plural` (eggs, footwear), `mass` (milk),
            `bare` where the grammar is not known and no article is put.
    """

    words: str
    number: Number


@cache
def nouns() -> dict[str, Noun]:
    """Return the noun of every word that can be answered, in lower case."""
    return {row["word"].casefold(): _noun(row) for row in _rows()}


@cache
def _rows(name: str = "words.csv") -> tuple[dict[str, str], ...]:
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _noun(row: Mapping[str, str]) -> Noun:
    number = cast(Number, row["number"])
    return Noun(row["plural" if number in ("pair", "plural") else "singular"], number)


def noun_of(word: str) -> Noun:
    """Return the noun of a label or of a merchant's word; unknown words go without article.

    A word that ends in a known one has its number: a coffee mug is counted as a mug is.
    """
    known = nouns().get(word.casefold()) or _plurals().get(word.casefold())
    if known is not None:
        return known
    if _TITLED.fullmatch(word):  # a heading's capitals are not those of mid-sentence
        word = word.lower()
    head = nouns().get(word.casefold().rpartition(" ")[2])
    one = head is not None and head.number == "count"
    return Noun(word, "count" if one else "bare")


@cache
def _plurals() -> dict[str, Noun]:
    """Return what several of a thing are, by their word: a merchant's `boots` or `mugs`."""
    return {
        row["plural"].casefold(): Noun(
            row["plural"], "pair" if row["number"] == "pair" else "plural"
        )
        for row in _rows()
        if row["number"] in ("count", "pair") and row["plural"] != row["singular"]
    }


def is_many(noun: Noun) -> bool:
    """Tell whether verbs after the noun are in the plural."""
    bare = noun.number == "bare" and noun.words.endswith("s") and not noun.words.endswith("ss")
    return bare or noun.number in MANY


def comes_in_two(noun: Noun) -> bool:
    """Tell whether a pair is two things (boots) and not one (jeans)."""
    return noun.number == "pair" and noun.words in _of_two()


@cache
def _of_two() -> frozenset[str]:
    pairs = (row for row in _rows() if row["number"] == "pair")
    return frozenset(row["plural"] for row in pairs if row["plural"] != row["singular"])


def subjects(noun: Noun) -> tuple[str, str]:
    """Return what further sentences begin with: the pronoun, the noun."""
    return ("They" if is_many(noun) else "It", f"The {noun.words}")


def spelled(text: str, spelling: str) -> str:
    """Return words of ours as a shop spells them: `us` or `uk`."""
    table = _spellings(spelling)
    return " ".join(table.get(word, word) for word in text.split(" "))


@cache
def _spellings(wanted: str) -> dict[str, str]:
    pairs = [(row["american"], row["british"]) for row in _rows("british.csv")]
    return dict(pairs) if wanted == "uk" else {british: american for american, british in pairs}


def article(following: str) -> str:
    """Return `a` or `an` by how `following` begins when spoken."""
    if _LETTER_NAMED_WITH_VOWEL.match(following):
        return "an"
    if _CONSONANT_SOUND.match(following) or _LETTER_U.match(following):
        return "a"
    if _VOWEL_SOUND.match(following):
        return "an"
    return "an" if following[:1].lower() in "aeiou" else "a"


def opening(noun: Noun, following: str) -> str:
    """Return what stands before adjectives and noun: `a `, `an `, `a pair of ` or nothing."""
    if noun.number == "count":
        return f"{article(following)} "
    return "a pair of " if noun.number == "pair" else ""
