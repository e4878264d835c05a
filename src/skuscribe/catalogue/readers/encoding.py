"""Which letters a file's bytes stand for: marks first, then UTF-8 if all of it is, then a guess."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
SAMPLE = 1 << 16

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks: the Unicode standard, section 23.8."""

UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""Bytes that mean nothing in cp1252."""


@dataclass(frozen=True)
class Encoding:
    """A Python codec's name, and whether it was guessed."""

    name: str
    guessed: bool = False


def encoding_of(path: Path) -> Encoding:
    """Return the encoding of a text file; reads all of it, a part at a time.

    Without a mark, text that is UTF-8 to its end is UTF-8 (`ascii` where it has no other letters):
    other encodings are hardly ever so by chance. Else it is guessed by the letters.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if name := _wide(head):
        return Encoding(name, guessed=True)
    plain, whole = True, codecs.getincrementaldecoder("utf-8")()
    try:
        for part in _parts(path):
            plain = plain and part.isascii()
            whole.decode(part)
        whole.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding(_guess(path), guessed=True)
    return Encoding("ascii" if plain else "utf-8")


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while part := stream.read(CHUNK):
            yield part


def line_of_bad_bytes(path: Path, encoding: str) -> int:
    """Return the line, counted from 1, of the first bytes that mean nothing in `encoding`.

    Raises:
        OSError: the file cannot be read.
    """
    line = 1
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    try:
        for part in _parts(path):
            line += decoder.decode(part).count("\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, "replace")
        return line + len(re.findall(r"\r\n?|\n", before))
    except UnicodeError:  # no mark where the encoding wants one
        return 1
    return line


def _wide(head: bytes) -> str:
    """Tell UTF-16 without a mark by its zeros: every second byte of plain letters is one."""
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[first::2]
        if len(half) > 8 and half.count(0) > 0.7 * len(half):
            return name
    return ""


def _guess(path: Path) -> str:
    """Return Japanese where the bytes read as Japanese all through, else Western European."""
    content = b"".join(part for part, _ in zip(_parts(path), range(8), strict=False))
    try:
        text = content.decode("cp932", "strict")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("cp932") if error.start > len(content) - 2 else ""
    kana = sum("\u3040" <= char <= "\u30ff" for char in text)
    if kana > 0.02 * max(1, len(text)):
        return "cp932"
    return "latin-1" if UNDEFINED.intersection(content) else "cp1252"
