"""Words that claim nothing of a product: what people do, when, where, what things are called.

`plain.csv` has a row a theme. A verb stands there once and is known in its regular forms, a noun
with its plural. A word that the table of meanings knows keeps its meaning. `wordnet.csv` adds
common verbs, abstract nouns and adverbs, and the nouns of things, from WordNet
(`benchmarks/wordnet_words.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

VOWELS = "aeiou"
THING = "thing"


@cache
def plain() -> frozenset[str]:
    """Return every such word, in every form."""
    return frozenset(form for row in _rows("plain.csv") for form in _forms(row))


@cache
def common() -> frozenset[str]:
    """Return common words of the language that claim nothing, in every form."""
    rows = (row for row in _rows("wordnet.csv") if row["form"] != THING)
    return frozenset(form for row in rows for form in _forms(row))


@cache
def things() -> frozenset[str]:
    """Return nouns of things: after `into your` they are where ours is put."""
    rows = (row for row in _rows("wordnet.csv") if row["form"] == THING)
    return frozenset(form for row in rows for form in _forms(row))


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files(__package__ or "") / name).read_text(encoding="utf-8")
    lines = (line.split(",") for line in text.splitlines()[1:])
    return [{"form": form, "words": words} for _, form, words in lines]


def _forms(row: dict[str, str]) -> Iterator[str]:
    for word in row["words"].split("|"):
        yield from _FORMS[row["form"]](word)


def _noun(word: str) -> Iterator[str]:
    yield from (word, _with_s(word))


def _verb(word: str) -> Iterator[str]:
    yield from (word, _with_s(word))
    stem = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
    stem = stem + stem[-1] if _doubles(word) else stem
    past = f"{word[:-1]}i" if _ends_in_y(word) else stem
    yield from (f"{past}ed", f"{stem}ing")


def _present(word: str) -> Iterator[str]:
    yield from list(_verb(word))[:2]
    yield list(_verb(word))[-1]


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
    "present": _present,
    THING: _noun,
    "other": lambda word: iter((word,)),
}
