"""The shop's words in place of others: capitals and articles agree, marks stay on their words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from skuscribe.describe.languages.en.words import article
from skuscribe.describe.phrase import Phrase
from skuscribe.shop.wording import pattern_of

AS_THEY_ARE = frozenset({"brand", "name", "text"})
"""Kinds whose words are somebody's own: a name, and what stands on the product."""

_ARTICLE = re.compile(r"(?<!\w)([Aa])n? $")


def reword(phrase: Phrase, prefer: Mapping[str, str]) -> Phrase:
    """Return the phrase with every word that is not preferred replaced, in one pass.

    Args:
        phrase: what is said.
        prefer: the word to say by the word it takes the place of.
    """
    table = {old.casefold(): new for old, new in prefer.items()}
    for found in reversed([*pattern_of(tuple(prefer)).finditer(phrase.text)]):
        new = table.get(found[0].casefold())
        if new and not _is_kept(phrase, *found.span()):
            raised = new[:1].upper() + new[1:] if found[0][:1].isupper() else new
            phrase = _agreeing(phrase.replaced(*found.span(), raised), found.start())
    return phrase


def _is_kept(phrase: Phrase, start: int, end: int) -> bool:
    marks = (m for m in phrase.marks if m.kind in AS_THEY_ARE)
    return any(m.start < end and start < m.end for m in marks)


def _agreeing(phrase: Phrase, place: int) -> Phrase:
    """Return the phrase with the article before a place as the word there asks for."""
    found = _ARTICLE.search(phrase.text[:place])
    if found is None or any(m.start <= found.start() < m.end for m in phrase.marks):
        return phrase  # Vitamin A is no article
    asked = found[1] + article(phrase.text[place:])[1:]
    return phrase.replaced(found.start(), found.end() - 1, asked)
