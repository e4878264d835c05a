"""What a title is about: its words before what is with the product, and what they call it."""

from __future__ import annotations

import re

from skuscribe.describe.reading import open_reading

_REST = re.compile(
    r"\s(?:with|for|in|of|by|from|and|on|to|w/|without|plus)\s|\s[-–—|•]\s|[,;:()\[\]|/&+]",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def head_of(title: str) -> str:
    """Return a title up to the first word or sign that begins something else: with, for, (."""
    found = _REST.search(title)
    return title[: found.start()] if found else title


def kind_in(title: str) -> str:
    """Return the word for what the product is, where the title's head ends with one; else empty.

    Of `Black shoe rack` it is not known what a rack is, and it is no shoe.
    """
    head = head_of(title)
    claims = open_reading("en").read(head)
    kinds = [claim for claim in claims if claim.property == "category" and claim.polarity]
    if not kinds:
        return ""
    last, rest = kinds[-1], list(head)
    for claim in claims:
        if claim.property not in ("unknown", "plain"):
            rest[claim.start : claim.end] = " " * (claim.end - claim.start)
    after = "".join(rest)[last.end :]
    return "" if _LETTERS.search(after) else last.value
