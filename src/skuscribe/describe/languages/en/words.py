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

AND, BY, SHOWN_IN = "and", "by", "shown in"
WITH_TEXT, READS, TEXT_ON_IT = "It reads ", "The product reads ", "Text on it"
PRODUCT, A_PRODUCT = "product", "a product"

# Vowels that sound like consonants (you, one) and a silent h.
_CONSONANT_SOUND = re.compile(
    r"(eu|uni([^nm]|$)|ut[ei]|usu|use|ukulele|one\b|once\b)", re.IGNORECASE
)
_VOWEL_SOUND = re.compile(r"(hour|honest|heir|honou?r)", re.IGNORECASE)
_LETTER_U = re.compile(r"U(?=[A-Z0-9])")  # USB
_LETTER_NAMED_WITH_VOWEL = re.compile(r"[AEFHILMNORSX](?=[A-Z0-9]|\b)")


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
    text = (resources.files(__package__) / "words.csv").read_text(encoding="utf-8")
    return {row["word"].casefold(): _noun(row) for row in csv.DictReader(text.splitlines())}


def _noun(row: Mapping[str, str]) -> Noun:
    number = cast(Number, row["number"])
    return Noun(row["plural" if number in ("pair", "plural") else "singular"], number)


def noun_of(word: str) -> Noun:
    """Return the noun of a label or of a merchant's word; unknown words go without article."""
    return nouns().get(word.casefold(), Noun(word, "bare"))


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
