"""Lines of several photos as the lines of one product: what is read on two of them is one line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from skuscribe.attributes.text.lexicon import folded
from skuscribe.record.model import TextSpan

LIKE = 0.88
"""How alike two readings of one line are, 0..1."""

LEAST_LETTERS = 6
"""Shorter lines are one only where they are equal: mint and mist are two words."""


def united(spans: Sequence[TextSpan]) -> tuple[TextSpan, ...]:
    """Return `spans` in their order without the less sure reading of a line on another photo."""
    kept: list[TextSpan] = []
    for span in spans:
        same = [place for place, other in enumerate(kept) if _is_same(other, span)]
        if not same:
            kept.append(span)
        elif span.confidence > kept[same[0]].confidence:
            kept[same[0]] = span
    return tuple(kept)


def _is_same(one: TextSpan, other: TextSpan) -> bool:
    """Tell whether two lines are one, seen on two photos; a line twice on one photo is two."""
    if one.photo == other.photo:
        return False
    first, second = (folded(span.text) for span in (one, other))
    if first == second:
        return bool(first) or one.text == other.text
    # Digits are facts: 500 ml and 750 ml are no two readings of one line.
    alike = min(len(first), len(second)) >= LEAST_LETTERS and _digits(first) == _digits(second)
    return alike and _alike(first, second)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())
