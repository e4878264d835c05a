"""How English is read: the functions that a verifier needs."""

from __future__ import annotations

from skuscribe.describe.languages.en.lexicon import (
    entailed,
    excluded,
    phrases,
    properties,
    words_in,
)
from skuscribe.describe.languages.en.reader import read
from skuscribe.describe.languages.en.stems import stems_in
from skuscribe.describe.languages.en.units import units_of

__all__ = [
    "entailed",
    "excluded",
    "grounds_of",
    "is_denial",
    "is_named",
    "is_single",
    "meaning_of_key",
    "read",
    "stems_in",
    "words_in",
]


def meaning_of_key(key: str) -> tuple[str, str]:
    """Return property and part of a merchant's key: `sole colour` is colour, of the sole."""
    words = words_in(key.replace("_", " "))
    if label := _meant("label", words):
        return label, ""
    part = next((p for n in range(len(words), 0, -1) if (p := _meant("part", words[:n]))), "")
    return (_meant("label", words[1:]) if part else "") or ("" if part else key), part


def _meant(property: str, words: tuple[str, ...]) -> str:
    found = (e.value for e in phrases().get(words, ()) if e.property == property)
    return next(found, words[0] if property == "label" and words[:1] in _PROPERTIES else "")


_PROPERTIES = {(name,) for name in properties()}


def is_denial(text: str) -> bool:
    """Tell whether a few words deny something: `not water-tight`, `BPA-free`."""
    units = units_of(text, {})
    return any(unit.means("negation") or unit.word == "free" for unit in units)


def grounds_of(property: str) -> str:
    """Return what may ground claims of a kind."""
    known = properties().get(property)
    return known.grounds if known else "said"


def is_single(property: str) -> bool:
    """Tell whether another value contradicts a claim of a kind."""
    known = properties().get(property)
    return known is not None and known.single


def is_named(property: str) -> bool:
    """Tell whether merchants have names of their own for values of a kind."""
    known = properties().get(property)
    return known is not None and known.trait != ""
