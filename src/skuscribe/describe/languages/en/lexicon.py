"""The two-way word table of English: what words say, what that entails and what it excludes.

`lexicon.csv` has a row a value. `words` are its wordings, `form:wording|wording;form:...`, the
first of a form being the one a writer prefers. `entails` and `excludes` name values of the same
property, or `property:value`. `where` holds fragments of category paths: a homonym (gold, olive)
has that meaning under these alone. Kinds of product come from the words of
the taxonomy.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from skuscribe.describe.claims import Entry
from skuscribe.describe.languages.en.plain import plain
from skuscribe.taxonomy import words as taxonomy

Value = tuple[str, str]
"""Property and value."""


@dataclass(frozen=True)
class Sense:
    """A value: its wordings by grammatical form, and how it stands to other values."""

    property: str
    value: str
    wordings: Mapping[str, tuple[str, ...]]
    entails: tuple[Value, ...]
    excludes: tuple[Value, ...]
    where: tuple[str, ...]
    regulated: bool


@dataclass(frozen=True)
class Property:
    """How claims of a kind are grounded.

    Attributes:
        grounds: `any`; `said` for the merchant's word or text on the product; `merchant`; `none`
            for what nothing could ground.
        single: whether another value on the same part contradicts it.
        trait: `hue`, `named` or nothing.
    """

    grounds: str
    single: bool
    trait: str


_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\s‐‑-]")

HUE, NAMED = "hue", "named"
"""Traits: what `-coloured` words are; what merchants have names of their own for."""


@cache
def hue() -> str:
    """Return the kind of claim that `-coloured` words make."""
    return next(name for name, property in properties().items() if property.trait == HUE)


@cache
def _spellings() -> Mapping[str, str]:
    rows = _rows(__package__, "spellings.csv")
    return {row["spelling"]: row["word"] for row in rows}


def spelt(word: str) -> str:
    """Return a word in lower case and in the one spelling of the table."""
    low = word.casefold().replace("’", "'").removesuffix("'s")
    return _spellings().get(low, low)


@cache
def properties() -> Mapping[str, Property]:
    """Return the kinds of claims by name."""
    return MappingProxyType(
        {
            row["property"]: Property(row["grounds"], row["single"] == "yes", row["trait"])
            for row in _rows(__package__, "properties.csv")
        }
    )


@cache
def senses() -> tuple[Sense, ...]:
    """Return every value of the table."""
    return tuple(_sense(row) for row in _rows(__package__, "lexicon.csv"))


def _sense(row: Mapping[str, str]) -> Sense:
    return Sense(
        row["property"],
        row["value"],
        MappingProxyType(dict(_wordings(row["words"]))),
        _values(row["property"], row["entails"]),
        _values(row["property"], row["excludes"]),
        _parts(row["where"]),
        row["regulated"] == "yes",
    )


def _wordings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for form in text.split(";"):
        name, _, wordings = form.partition(":")
        yield name, _parts(wordings)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _values(own: str, text: str) -> tuple[Value, ...]:
    pairs = (part.rpartition(":") for part in _parts(text))
    return tuple((property or own, value) for property, _, value in pairs)


@cache
def phrases() -> Mapping[tuple[str, ...], tuple[Entry, ...]]:
    """Return the meanings of every wording, by its words."""
    found: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for sense in senses():
        entry = Entry(sense.property, sense.value, sense.where)
        for wording in (w for form in sense.wordings.values() for w in form):
            _add(found, wording, entry)
    for wording, entry in _kinds():
        _add(found, wording, entry)
    for word in plain():
        if words_in(word) not in found:
            found[words_in(word)] = (Entry("plain", word),)
    return MappingProxyType(found)


def words_in(wording: str) -> tuple[str, ...]:
    """Return the words that a wording is matched by; hyphens join nothing."""
    return tuple(spelt(word) for word in _TOKEN.findall(wording))


def _add(found: dict[tuple[str, ...], tuple[Entry, ...]], wording: str, entry: Entry) -> None:
    key = words_in(wording)
    if entry not in found.get(key, ()):
        found[key] = (*found.get(key, ()), entry)


def _kinds() -> Iterator[tuple[str, Entry]]:
    """Yield what products and groups of products are called."""
    forms = {r["word"].casefold(): (r["singular"], r["plural"]) for r in _nouns()}
    everything = {word.word: word for word in taxonomy.parents().values()} | dict(taxonomy.words())
    for said, word in everything.items():
        entry = Entry("category", word.word, path=taxonomy.SEPARATOR.join(word.path))
        yield from ((name, entry) for name in {said, *forms.get(said.casefold(), ())})
    # The levels of the tree are words too: Drinkware, Tableware.
    paths = {place for word in everything.values() for place in taxonomy.places_of(word.google)}
    for path in sorted(paths):
        name = path.rpartition(taxonomy.SEPARATOR)[2].casefold()
        if name.isalpha() and name not in everything:
            yield name, Entry("category", name, path=path)


def _nouns() -> Iterator[dict[str, str]]:
    return _rows(__package__, "words.csv")


@cache
def entailed(property: str, value: str) -> frozenset[Value]:
    """Return a value and all that it entails: navy gives navy and blue."""
    direct = {v for s in _by_value().get((property, value), ()) for v in s.entails}
    further = (entailed(*v) for v in direct if v != (property, value))
    return frozenset({(property, value)}).union(*further)


@cache
def excluded(property: str, value: str) -> frozenset[Value]:
    """Return what a value, or a value that it entails, excludes."""
    known = _by_value()
    every = (s for v in entailed(property, value) for s in known.get(v, ()))
    return frozenset(v for s in every for v in s.excludes)


@cache
def _by_value() -> Mapping[Value, tuple[Sense, ...]]:
    found: dict[Value, tuple[Sense, ...]] = {}
    for sense in senses():
        key = (sense.property, sense.value)
        found[key] = (*found.get(key, ()), sense)
    return found


def _rows(package: str | None, name: str) -> Iterator[dict[str, str]]:
    text = (resources.files(package or "") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
