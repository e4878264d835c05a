"""Words that claim nothing of a product: what people do, when, where, what things are called.

`plain.csv` has a row a theme. A verb stands there once and is known in its regular forms, a noun
with its plural. A word that the table of meanings knows keeps its meaning.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

VOWELS = "aeiou"


@cache
def plain() -> frozenset[str]:
    """Return every such word, in every form."""
    text = (resources.files(__package__ or "") / "plain.csv").read_text(encoding="utf-8")
    return frozenset(
        form
        for row in csv.DictReader(text.splitlines())
        for word in row["words"].split("|")
        for form in _FORMS[row["form"]](word)
    )


def _noun(word: str) -> Iterator[str]:
    yield from (word, _with_s(word))


def _verb(word: str) -> Iterator[str]:
    yield from (word, _with_s(word))
    stem = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
    stem = stem + stem[-1] if _doubles(word) else stem
    past = f"{word[:-1]}i" if _ends_in_y(word) else stem
    yield from (f"{past}ed", f"{stem}ing")


def _with_s(word: str) -> str:
    if _ends_in_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in VOWELS


def _doubles(word: str) -> bool:
    """Tell whether the last letter of a short verb is written twice: fit, fitting."""
    short = sum(letter in VOWELS for letter in word) == 1
    return short and word[-1] not in "aeiouwxy" and word[-2] in VOWELS


_FORMS: dict[str, Callable[[str], Iterator[str]]] = {
    "noun": _noun,
    "verb": _verb,
    "other": lambda word: iter((word,)),
}
