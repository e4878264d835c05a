"""What the first bytes of an answer are: a picture, a page, or what the server says."""

from __future__ import annotations

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

HEAD = 512
"""Bytes after which an answer is judged."""

_PICTURES = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",  # TIFF, little-endian
    b"MM\x00*",
)
_BRANDS = {b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title", b"<meta")
_OTHER_TYPES = ("text/html", "application/xhtml+xml", "application/json", "video/", "audio/")


def check_content(head: bytes, content_type: str, where: str) -> None:
    """Let pass what may be a picture; the bytes count, the type only where they say nothing.

    Args:
        head: the first `HEAD` bytes, or all there are.
        content_type: what the server calls it.
        where: the address for messages.

    Raises:
        SkuscribeError: fetch.content_type.
    """
    if is_picture(head):
        return
    if is_page(head):
        raise SkuscribeError(
            ErrorCode.FETCH_CONTENT_TYPE, "it is a page, not a picture", where=where
        )
    if content_type.startswith(_OTHER_TYPES):
        said = f"the server says it is {content_type[:40]}, not a picture"
        raise SkuscribeError(ErrorCode.FETCH_CONTENT_TYPE, said, where=where)


def is_picture(head: bytes) -> bool:
    """Return whether the bytes begin as a JPEG, PNG, GIF, WebP, AVIF, HEIC, BMP or TIFF file."""
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    if head[4:8] == b"ftyp":  # films begin so too: the brand tells
        return head[8:12] in _BRANDS
    return head.startswith(_PICTURES)


def is_page(head: bytes) -> bool:
    """Return whether the bytes begin as HTML, after any byte order mark, space and comments."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    while text.startswith(b"<!--"):
        text = text[4:].partition(b"-->")[2].lstrip()
    return text.startswith(_PAGES)


def plain_type(header: str) -> str:
    """Return a Content-Type without parameters, lower-case; empty when it is no type."""
    kind = header.partition(";")[0].strip().lower()
    return kind if kind.isascii() and kind.isprintable() and len(kind) <= 100 else ""
