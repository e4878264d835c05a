"""Known brands, the shop's own and those that are shipped, and how a reading is matched to one."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

BRANDS_VERSION = "brands 1"

SHORT = 4
"""Letters under which a name is as good as a common word."""

FUZZY_FROM = 7
"""Letters from which one may be misread: of six, Miller is a misread Müller."""

CONFUSED = str.maketrans({"0": "o", "1": "l", "i": "l"})
"""Characters that are printed, and read, alike."""


@dataclass(frozen=True)
class KnownBrand:
    """A brand.

    Attributes:
        name: as its owner writes it.
        aliases: other ways it is written.
        kinds: Google's top-level nodes of what it is on; empty where it may be on anything.
        common: whether its name means something else too (Apple).
    """

    name: str
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    common: bool = False


@dataclass(frozen=True)
class Match:
    """A brand that a reading names, how surely (0..1), and why where it is not read exactly."""

    brand: KnownBrand
    sureness: float
    why: str = ""


class Lexicon:
    """Brands by the ways they are written; frozen once made."""

    def __init__(self, brands: tuple[KnownBrand, ...]) -> None:
        pairs = [(folded(n), b) for b in brands for n in (b.name, *b.aliases)]
        self._exact = {key: brand for key, brand in reversed(pairs) if key}
        self._alike: dict[str, KnownBrand] = {}
        self._near: dict[str, list[str]] = {}
        for key, brand in self._exact.items():
            if len(key) >= SHORT and not brand.common:
                self._alike[key.translate(CONFUSED)] = brand
            if len(key) >= FUZZY_FROM and not brand.common:
                for part in _shortened(key):
                    self._near.setdefault(part, []).append(key)

    def match(self, reading: str, *, exactly: bool = False) -> Match | None:
        """Return the brand that `reading` is, as a whole; None for any other words."""
        key = folded(reading)
        if key in self._exact:
            return Match(self._exact[key], 1.0)
        if exactly or len(key) < SHORT:
            return None
        if (brand := self._alike.get(key.translate(CONFUSED))) is not None:
            return Match(brand, 0.95, "characters that look alike")
        return self._misread(key)

    def _misread(self, key: str) -> Match | None:
        if len(key) < FUZZY_FROM:
            return None
        near = (name for part in _shortened(key) for name in self._near.get(part, ()))
        found = sorted({name for name in near if is_one_edit(key, name)})
        brands = {self._exact[name].name: self._exact[name] for name in found}
        if len(brands) != 1:
            return None
        return Match(next(iter(brands.values())), 0.85, "one character misread")


def folded(text: str) -> str:
    """Return the letters and digits of `text` without case, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in plain if char.isalnum())


def _shortened(key: str) -> Iterator[str]:
    """Yield `key`, and `key` without each of its characters: near keys share one of them."""
    yield key
    yield from (key[:i] + key[i + 1 :] for i in range(len(key)))


def is_one_edit(one: str, other: str) -> bool:
    """Tell whether one character inserted, left out or replaced makes `one` the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or short == long:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    same_length = len(short) == len(long)
    return short[at + same_length :] == long[at + 1 :]


def shops(brands: Mapping[str, tuple[str, ...]]) -> Lexicon:
    """Return the lexicon of the brands that a shop carries, by name with their aliases."""
    return Lexicon(tuple(KnownBrand(name, aliases) for name, aliases in brands.items()))


@cache
def shipped() -> Lexicon:
    """Return the lexicon of `brands.csv`."""
    return Lexicon(known_brands())


@cache
def known_brands() -> tuple[KnownBrand, ...]:
    """Return the brands of `brands.csv`; a short name is a common word."""
    return tuple(
        KnownBrand(
            name=row["name"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            kinds=tuple(row["kinds"].split("|")),
            common=bool(row["common"]) or len(folded(row["name"])) < SHORT,
        )
        for row in _rows("brands.csv")
    )


@cache
def label_words() -> Mapping[str, str]:
    """Return what each word that stands on labels and signs, and is no brand, speaks of."""
    rows = _rows("label_words.csv")
    return MappingProxyType({folded(w): r["theme"] for r in rows for w in r["words"].split("|")})


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
