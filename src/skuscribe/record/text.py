"""Make foreign text safe to keep and to show. Text is data: nothing here interprets it."""

from __future__ import annotations

import os
import unicodedata

MAX_TEXT = 1000
"""Characters kept of one piece of foreign text."""

MOST_MARKS = 3
"""Combining marks on one letter; more only paint over the neighbours."""

# Cc control, Cf format (bidi, zero width, tags), Cs surrogate, Co private use, Cn unassigned.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset({"\u200d"})  # joins emoji; harmless between visible characters


def clean_text(raw: str, limit: int = MAX_TEXT) -> str:
    """Return `raw` in NFC on one line, without control, bidi or invisible characters.

    Runs of more than `MOST_MARKS` combining marks are cut, white space collapses to single blanks,
    nothing invisible stands at an end, and the result is at most `limit` characters. Cleaning twice
    changes nothing.
    """
    text = raw
    # Dropping a character can bring two others together that compose, and cutting can bare a blank.
    while (cleaned := _cleaned(text)[:limit].strip(" \u200d")) != text:
        text = cleaned
    return text


def _cleaned(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if char.isspace():
            kept.append(" ")
        elif category in _DROPPED and char not in _JOINERS:
            continue  # what is dropped parts nothing: marks before and behind it are one run
        else:
            marks = marks + 1 if category.startswith("M") else 0
            if marks <= MOST_MARKS:
                kept.append(char)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def safe_name(path: str | os.PathLike[str]) -> str:
    r"""Return a path or file name as printable UTF-8; undecodable bytes become `\xNN`."""
    raw = os.fsencode(os.fspath(path)).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in raw)
