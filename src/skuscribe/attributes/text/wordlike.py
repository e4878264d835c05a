"""Whether a line that was read looks like words: to be quoted it must, OCR makes words of folds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from skuscribe.attributes.text.lexicon import folded, label_words, shipped
from skuscribe.record.model import TextSpan
from skuscribe.taxonomy.words import words as goods

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

SHORT, USUAL = 3, 50_000
"""Up to so many letters a word must be read so often in the frequency list: there are as many
abbreviations as there are letters to make them of."""

MOSTLY = 0.7
"""Share of a line's letters that stand in words."""

PLAIN = frozenset({"quantity", "model"})
"""Roles of lines that are no words and may be quoted."""

LANGUAGES = ("en",)
"""Of the frequency lists; labels in others are known by the words that labels are made of."""


def is_wording(span: TextSpan) -> bool:
    """Tell whether a line is words, a quantity, a model number or a known brand, read exactly."""
    brand = shipped().match(span.text)
    if brand is not None:
        return not brand.why
    return span.role in PLAIN or looks_like_words(span.text)


def looks_like_words(text: str) -> bool:
    """Tell whether most letters of a line are in words.

    The words are those of pyspellchecker's frequency lists (OpenSubtitles; MIT licence), of the
    table of goods, of labels, and brands.
    """
    said = WORD.findall(text)
    letters = sum(map(len, said))
    known = sum(len(word) for word in said if _is_word(word))
    return letters > 0 and known >= MOSTLY * letters


def is_torn(word: str) -> bool:
    """Tell whether a word is the beginning or end of a longer one, whose rest is out of sight."""
    said = word.casefold()
    return any(
        _has_longer(said[::-1] if backwards else said, _sorted(language, backwards=backwards))
        for language in LANGUAGES
        for backwards in (False, True)
    )


def _has_longer(said: str, ordered: Sequence[str]) -> bool:
    at = bisect_right(ordered, said)
    return at < len(ordered) and ordered[at].startswith(said)


def _is_word(word: str) -> bool:
    key = folded(word)
    if key in label_words() or key in _goods() or shipped().match(word, exactly=True) is not None:
        return True
    least = USUAL if len(key) <= SHORT else 1
    return any(_counts(language).get(word.casefold(), 0) >= least for language in LANGUAGES)


@cache
def _goods() -> frozenset[str]:
    return frozenset(folded(part) for name in goods() for part in name.split())


@cache
def _sorted(language: str, *, backwards: bool) -> Sequence[str]:
    return sorted(word[::-1] if backwards else word for word in _counts(language))


@cache
def _counts(language: str) -> dict[str, int]:
    """Return how often each word of a language was counted; opened when a photo has text."""
    from spellchecker import SpellChecker

    return dict(SpellChecker(language=language).word_frequency.dictionary)
