"""The bytes of an answer: counted while they come, unpacked within the same limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.content import HEAD, check_content, plain_type

_PIECE = 1_000_000


def read_body(
    chunks: Iterable[bytes], headers: dict[str, str], max_bytes: int, where: str
) -> bytes:
    """Return the whole body of an answer.

    Args:
        chunks: as they come from the server.
        headers: of the answer, names in lower case.
        max_bytes: of the body, unpacked.
        where: the address for messages.

    Raises:
        SkuscribeError: fetch.too_large, fetch.truncated or fetch.content_type.
    """
    if _promised(headers) > max_bytes:
        raise _too_large(max_bytes, where)
    kind, body, judged = plain_type(headers.get("content-type", "")), bytearray(), False
    for piece in _plain(chunks, headers.get("content-encoding", ""), where):
        body += piece
        if len(body) > max_bytes:
            raise _too_large(max_bytes, where)
        if not judged and len(body) >= HEAD:  # a film is not read to its end
            check_content(bytes(body[:HEAD]), kind, where)
            judged = True
    if not judged:
        check_content(bytes(body), kind, where)
    return bytes(body)


def _promised(headers: dict[str, str]) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _plain(chunks: Iterable[bytes], encoding: str, where: str) -> Iterator[bytes]:
    """Return the chunks unpacked; we ask for none to be packed, some servers pack all the same."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return iter(chunks)
    if encoding in {"gzip", "x-gzip"}:
        return _unpacked(chunks, where)
    said = "the server packs it in a way that was not asked for"
    raise SkuscribeError(ErrorCode.FETCH_CONTENT_TYPE, said, where=where)


def _unpacked(chunks: Iterable[bytes], where: str) -> Iterator[bytes]:
    """Give pieces of at most a megabyte, so that a bomb is met while it is small."""
    packed = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not packed.eof:
                yield packed.decompress(rest, _PIECE)
                rest = packed.unconsumed_tail
        yield packed.flush(_PIECE)
    except zlib.error as error:
        said = "the packed body is damaged"
        raise SkuscribeError(ErrorCode.FETCH_TRUNCATED, said, where=where) from error
    if not packed.eof:
        raise SkuscribeError(ErrorCode.FETCH_TRUNCATED, where=where)


def _too_large(max_bytes: int, where: str) -> SkuscribeError:
    said = f"the server sends more than {max_bytes:,} bytes"
    return SkuscribeError(ErrorCode.FETCH_TOO_LARGE, said, where=where)
