"""A text cut into units: measures, words of the lexicon by longest match, punctuation, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skuscribe.describe.claims import Entry
from skuscribe.describe.languages.en import lexicon
from skuscribe.describe.languages.en.numbers import measures
from skuscribe.describe.languages.en.plain import common

Phrases = Mapping[tuple[str, ...], tuple[Entry, ...]]

LONGEST = 5
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\S|\n")
_HYPHENS = "-‐‑"
_MARKS = {
    **dict.fromkeys(".;!?\n•|", "break"),
    **dict.fromkeys(",–—(/", "comma"),
    **dict.fromkeys("$£€", "store"),
    "&": "function",
}


@dataclass(frozen=True)
class Token:
    """A word or a mark at characters `start` to `end`; `word` is how tables spell it."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Unit:
    """What is read as one: its meanings, its words, and whether a hyphen joins it to the last."""

    entries: tuple[Entry, ...]
    word: str
    start: int
    end: int
    hyphen: bool = False
    capital: bool = False

    def means(self, property: str) -> Entry | None:
        """Return its meaning of a kind, None when it has none."""
        return next((entry for entry in self.entries if entry.property == property), None)


def units_of(text: str, own: Phrases) -> list[Unit]:
    """Return the units of a text in order; `own` are phrases that go over those of the table."""
    tokens = [Token(lexicon.spelt(m[0]), *m.span()) for m in _TOKEN.finditer(text)]
    named = [_unit(text, tokens[i : i + n], found) for i, n, found in _matches(tokens, own, 12)]
    numbers = _numbers(text, named)
    taken = sorted((*named, *numbers), key=lambda unit: unit.start)
    rest = _outside(tokens, taken)
    return sorted((*taken, *_words(text, rest)), key=lambda unit: unit.start)


def _numbers(text: str, named: Sequence[Unit]) -> list[Unit]:
    found: list[Unit] = []
    for m in measures(text):
        if not any(m.start < u.end and u.start < m.end for u in (*named, *found)):
            priced = text[: m.start].rstrip()[-1:] in tuple("$£€")
            kind = "store" if priced else m.kind
            found.append(Unit((Entry(kind, m.value, path=m.role),), m.value, m.start, m.end))
    return found


def _outside(tokens: Sequence[Token], taken: Sequence[Unit]) -> list[list[Token]]:
    """Return the runs of tokens between the units that are taken."""
    runs: list[list[Token]] = [[]]
    place = 0
    for token in tokens:
        while place < len(taken) and taken[place].end <= token.start:
            place += 1
            runs.append([])
        if not (place < len(taken) and taken[place].start < token.end):
            runs[-1].append(token)
    return runs


def _words(text: str, runs: Sequence[list[Token]]) -> Iterator[Unit]:
    table = lexicon.phrases()
    for run in runs:
        matched = {i: (n, found) for i, n, found in _matches(run, table, LONGEST)}
        place = 0
        while place < len(run):
            length, entries = matched.get(place) or (
                1,
                _other(run[place].word, _is_joined(run, place)),
            )
            if entries:
                yield _unit(text, run[place : place + length], entries)
            place += length


def _is_joined(run: Sequence[Token], place: int) -> bool:
    """Tell whether a hyphen joins a word to another: slip-cast describes, to cast does not."""
    around = (*run[max(place - 1, 0) : place], *run[place + 1 : place + 2])
    return any(token.word in _HYPHENS for token in around)


def _other(word: str, joined: bool) -> tuple[Entry, ...]:
    """Return what a word that no table knows is: a mark, a known or common word, or unknown."""
    if word in _MARKS:
        return (Entry(_MARKS[word], word),)
    if not any(char.isalnum() for char in word):
        return ()
    table = lexicon.phrases()
    singular = (word[:-cut] for cut in (1, 2) if word.endswith("s") and len(word) > 3)
    manner = [word[:-2]] if word.endswith("ly") and len(word) > 5 else []
    forms = (*singular, *manner)
    known = next((table[(form,)] for form in forms if (form,) in table), ())
    return known or (Entry("plain" if word in common() and not joined else "unknown", word),)


def _matches(
    tokens: Sequence[Token], table: Phrases, longest: int
) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
    """Yield place, number of tokens and meanings of the longest phrases; hyphens are passed."""
    place = 0
    while place < len(tokens):
        best = _longest(tokens, place, table, longest) if table else None
        if best:
            yield place, *best
        place += best[0] if best else 1


def _longest(
    tokens: Sequence[Token], place: int, table: Phrases, longest: int
) -> tuple[int, tuple[Entry, ...]] | None:
    words: list[str] = []
    best = None
    for count, token in enumerate(tokens[place : place + 2 * longest], 1):
        if token.word in _HYPHENS:
            continue
        words.append(token.word)
        if found := table.get(tuple(words)):
            best = count, found
    return best


def _unit(text: str, tokens: Sequence[Token], entries: tuple[Entry, ...]) -> Unit:
    start, end = tokens[0].start, tokens[-1].end
    hyphen = text[start - 1 : start] in tuple(_HYPHENS)
    word = " ".join(t.word for t in tokens if t.word not in _HYPHENS)
    return Unit(entries, word, start, end, hyphen, text[start].isupper())


def store_talk(units: Sequence[Unit]) -> list[bool]:
    """Tell of each unit whether its clause talks of the shop: prices, delivery, orders."""
    ends = [i for i, unit in enumerate(units) if unit.means("break") or unit.means("comma")]
    marked = [False] * len(units)
    for start, end in pairwise((0, *(i + 1 for i in ends), len(units))):
        if any(unit.means("store") for unit in units[start:end]):
            marked[start:end] = [True] * (end - start)
    return marked
