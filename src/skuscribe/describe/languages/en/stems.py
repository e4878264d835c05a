"""Words without their endings, so that `padding` and `padded`, `strap` and `straps` are one."""

from __future__ import annotations

import re
from functools import cache

from skuscribe.describe.languages.en.lexicon import spelt

_WORD = re.compile(r"\w+")
_ENDINGS = (("ies", "y"), ("s", ""), ("ing", ""), ("ed", ""), ("ly", ""), ("e", ""), ("y", ""))
SHORTEST = 3
"""Letters that stay."""


def stems_in(text: str) -> frozenset[str]:
    """Return the stem of every word of a text."""
    return frozenset(_stem(spelt(word)) for word in _WORD.findall(text.replace("'s", "")))


@cache
def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        kept = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(kept) >= SHORTEST and not word.endswith("ss"):
            word = kept
    twice = len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if twice else word
