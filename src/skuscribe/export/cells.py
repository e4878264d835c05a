"""Text in the cells of files that spreadsheets open: what would run as a formula does not.

Files for people have an apostrophe before such a cell and `unguarded` takes it away again. Shops
take an apostrophe as it stands, so words for them lose the character instead
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import re

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+([ .,']\d{3})*([.,]\d+)?\s?%?|\+\d[\d ()]{5,}", re.ASCII)
"""A plain number or a telephone number: nothing that computes."""

_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for: https://www.w3.org/TR/xml/#charsets"""


def plain(text: str) -> str:
    """Return `text` without characters that no file may hold, each line ended by one newline."""
    if text.isprintable():
        return text
    return _FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Return `text` with a blank for every run of white space."""
    return " ".join(text.split())


def runs(cell: str) -> bool:
    """Tell whether a spreadsheet may take a cell for a formula."""
    bare = cell.lstrip("'")
    trimmed = bare.lstrip()
    starts = bare[:1] in FORMULA if bare else False
    starts = starts or (trimmed[:1] in FORMULA if trimmed else False)
    return starts and _NUMBER.fullmatch(bare) is None


def guarded(cell: str) -> str:
    """Return a cell that does not run: with one apostrophe more where it would."""
    return f"'{cell}" if runs(cell) else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell


def harmless(words: str) -> str:
    """Return words without the characters at their beginning that would make them run."""
    while runs(words):
        words = words.lstrip("'").lstrip()[1:].lstrip()
    return words
