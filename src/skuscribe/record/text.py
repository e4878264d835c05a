"""Make foreign text safe to keep and to show. Text is data: nothing here interprets it."""

from __future__ import annotations

import os
import unicodedata

MAX_TEXT = 1000
"""Characters kept of one piece of foreign text."""

# Cc control, Cf format (bidi, zero width, tags), Cs surrogate, Co private use, Cn unassigned.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset({"\u200d"})  # joins emoji; harmless between visible characters


def clean_text(raw: str, limit: int = MAX_TEXT) -> str:
    """Return `raw` in NFC on one line, without control, bidi or invisible characters.

    Runs of more than three combining marks are cut, white space collapses to single blanks and
    the result is at most `limit` characters. Cleaning twice changes nothing.
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", raw):
        category = unicodedata.category(char)
        marks = marks + 1 if category.startswith("M") else 0
        if char.isspace():
            kept.append(" ")
        elif marks <= 3 and (category not in _DROPPED or char in _JOINERS):
            kept.append(char)
    # Dropping a character can bring two others together that compose.
    text = unicodedata.normalize("NFC", " ".join("".join(kept).split()))
    return text[:limit].rstrip()


def safe_name(path: str | os.PathLike[str]) -> str:
    r"""Return a path or file name as printable UTF-8; undecodable bytes become `\xNN`."""
    raw = os.fsencode(os.fspath(path)).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in raw)
