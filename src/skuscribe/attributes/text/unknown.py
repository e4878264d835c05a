"""Words on the product that look like a brand nobody knows: to propose, not to state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from skuscribe.attributes.text.lettering import Lettering, is_cut, is_stacked
from skuscribe.attributes.text.lexicon import folded, label_words
from skuscribe.attributes.text.spans import is_suspicious
from skuscribe.taxonomy.words import words as goods

SURE = 0.8
"""Confidence of a reading from which its words may be proposed."""

LARGE = 0.6
"""Height, of the tallest letters on the product, from which words may be its brand."""

AS_TALL = 0.6
"""Height, of the taller of two lines, from which both may be one name."""

MOST_WORDS = 3
LEAST_LETTERS = 4
TRIM = ".,:;!?*-–•·★\"'()[]®™©"
WORD = re.compile(r"[^\W\d_][\w&'’.\-]*")

OWNER, REPEATED, JOINED = 2.0, 1.3, 1.3
"""How much more a name counts before `Brewing Company` and the like, twice, of several words."""

DOUBT = 0.6
"""What a reading's confidence is worth for being a brand."""


@dataclass(frozen=True)
class Candidate:
    """Words that look like a brand.

    Attributes:
        value: the words as printed.
        line: where the first of them stands.
        height: of their letters.
        owner: whether a word such as `Brewing` follows.
    """

    value: str
    line: Lettering
    height: float
    owner: bool

    @property
    def why(self) -> str:
        """Say what makes it look like one."""
        before = "stands before a word for a business" if self.owner else "large letters"
        return f"{before}, and no known brand or usual word"


def likeliest(lines: Sequence[Lettering]) -> Candidate | None:
    """Return what is most likely the brand's name; None where nothing looks like one."""
    tallest = max((line.height for line in lines if _words(line)), default=0.0)
    found = [each for line in lines for each in _candidates(line, lines, tallest)]
    times = Counter(folded(each.value) for each in found)

    def weight(each: Candidate) -> float:
        factor = (OWNER if each.owner else 1.0) * (JOINED if " " in each.value else 1.0)
        return each.height * factor * (REPEATED if times[folded(each.value)] > 1 else 1.0)

    return max(found, key=weight, default=None)


def _candidates(line: Lettering, lines: Sequence[Lettering], tallest: float) -> Iterator[Candidate]:
    if line.span.confidence < SURE or is_suspicious(line.span.text):
        return
    said = _words(line)
    name, owner = _before_business(said)
    large = line.height >= LARGE * tallest
    if (owner and not name) or is_cut(line):
        return
    upper = _above(line, lines, owner)
    if upper is not None and not owner and _theme(_words(upper)[0]) == "little":
        return  # the end of a slogan
    if upper is not None and _is_name(_words(upper)) and (owner or large):
        both = (*_words(upper), *name)
        if len(both) <= MOST_WORDS and (owner or _is_name(name)):
            yield Candidate(" ".join(both), upper, upper.height, owner)
            return
    if (owner or large) and _is_name(name):
        below = any(_names_business(each) and is_stacked(line, each) for each in lines)
        yield Candidate(" ".join(name), line, line.height, owner or below)


def _above(line: Lettering, lines: Sequence[Lettering], owner: bool) -> Lettering | None:
    """Return the line that this one goes on from; as tall, unless a word for a business follows."""
    above = (each for each in lines if is_stacked(each, line) and _words(each))
    return next((each for each in above if owner or _as_tall(each, line)), None)


def _as_tall(one: Lettering, other: Lettering) -> bool:
    return min(one.height, other.height) >= AS_TALL * max(one.height, other.height)


def _words(line: Lettering) -> tuple[str, ...]:
    """Return the words of a line without what is no word, and without usual ones at both ends."""
    said = [word.strip(TRIM) for word in line.span.text.split()]
    return tuple(word for word in said if word)


def _before_business(said: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the words before the first one for a business, and whether there is one."""
    at = next((i for i, word in enumerate(said) if _theme(word) == "business"), None)
    name = said[:at]
    while name and at is None and _is_usual(name[-1]):
        name = name[:-1]
    while name and _theme(name[0]) == "little":
        name = name[1:]
    return name, at is not None


def _names_business(line: Lettering) -> bool:
    said = _words(line)
    return bool(said) and _theme(said[0]) == "business"


def _theme(word: str) -> str:
    return label_words().get(folded(word), "")


def _is_usual(word: str) -> bool:
    return folded(word) in label_words() or folded(word) in _nouns()


def _is_name(said: tuple[str, ...]) -> bool:
    """Tell whether words may be a name: few, of letters, the first none that labels are made of."""
    letters = sum(char.isalpha() for word in said for char in word)
    return (
        0 < len(said) <= MOST_WORDS
        and letters >= LEAST_LETTERS
        and all(WORD.fullmatch(word) or word == "&" for word in said)
        and not _is_usual(said[0])
        and folded("".join(said)) not in label_words()
    )


@cache
def _nouns() -> frozenset[str]:
    """Return the last words of what products are called."""
    return frozenset(folded(name.split()[-1]) for name in goods())
