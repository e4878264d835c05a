"""What a product has: a merchant's list of features as a sentence says it."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from skuscribe.describe.facts import Fact
from skuscribe.describe.languages.en import words
from skuscribe.describe.phrase import Phrase, joined, listed, say

MOST_WORDS = 4
_COUNTED = re.compile(
    r"(?:an?|no|one|two|three|four|five|six|eight|ten|\d{1,2}) [a-z]", re.IGNORECASE
)
_CLAUSE = re.compile(r"\b(?:with|without|for|to|of|the|not|has|is|are|in|on|your|its)\b", re.I)
_ITEM = re.compile(r"(?:\d{1,2} )?[A-Za-z]+(?:[ -][A-Za-z]+)*")


@cache
def _numbers() -> dict[str, bool]:
    """Return whether a part's word is of one: `lid` is, `lids` is not."""
    text = (resources.files(__package__ or "") / "parts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {r["singular"].casefold(): True for r in rows} | {
        r["plural"].casefold(): False for r in rows
    }


def features(fact: Fact) -> Phrase:
    """Return `two side pockets and a laptop sleeve`; empty where an item is in no table."""
    items = [_item(fact, part) for part in re.split(r"\s*[,;]\s*| and ", fact.value)]
    return listed(items, words.AND) if all(items) else Phrase()


def _item(fact: Fact, text: str) -> Phrase:
    """Return a part with its article, empty for what is none."""
    one = next((_numbers()[end] for end in _ends(text) if end in _numbers()), None)
    plain = _ITEM.fullmatch(text) and not _CLAUSE.search(text)
    if one is None or not plain or len(text.split()) > MOST_WORDS:
        return Phrase()
    lower = text if text[1:] != text[1:].lower() else text[:1].lower() + text[1:]
    counted = bool(_COUNTED.match(text))
    before = Phrase(words.article(lower)) if one and not counted else Phrase()
    return joined((before, say(fact, lower)), " ")


def _ends(text: str) -> list[str]:
    """Return the last word of a text and its last two, in lower case."""
    said = text.casefold().split()
    return [" ".join(said[-count:]) for count in (1, 2) if len(said) >= count]
