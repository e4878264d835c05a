"""Find where a picture ends in its file: without an end it is cut, behind the end lies something.

Decoders forgive missing last bytes in some formats and stray bytes in all of them; a catalogue
should hear of both.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Literal

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError


def end_of(content: bytes, kind: str) -> int | None:
    """Return the offset behind the picture's last byte, None when it does not end.

    Formats that do not mark their end (AVIF, HEIF) end with the file.

    Raises:
        SkuscribeError: `photo.metadata_too_large` for a JPEG of far too many segments.
    """
    try:
        return _ENDS[kind](content) if kind in _ENDS else len(content)
    except IndexError:
        return None


MOST_SEGMENTS = 10_000
"""Photos have dozens of marker segments; a decoder keeps each in memory."""


def _jpeg(content: bytes) -> int | None:
    """Walk the marker segments (ITU T.81, annex B); thumbnails inside segments are stepped over."""
    at, segments = 2, 0
    while True:
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in {0xFF, 0x01} or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        segments += 1
        if segments > MOST_SEGMENTS:
            raise SkuscribeError(ErrorCode.PHOTO_METADATA_TOO_LARGE)
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            at = _after_scan(content, at)
            if at < 0:
                return None


def _after_scan(content: bytes, at: int) -> int:
    """Return the offset of the first marker behind entropy-coded data, -1 without one."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return -1
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _png(content: bytes) -> int | None:
    """Walk the chunks to IEND (PNG specification, section 5); damaged pixel data has no end."""
    for name, start, end in _chunks(content):
        if name == b"IEND":
            return end + 4
        if name == b"IDAT":
            check = int.from_bytes(content[end : end + 4], "big")
            if zlib.crc32(memoryview(content)[start - 4 : end]) != check:
                return None
    return None


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, first byte and end of each chunk's data, as far as chunks are whole."""
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        start, end = at + 8, at + 8 + length
        if end + 4 > len(content):
            return
        yield content[at + 4 : start], start, end
        at = end + 4


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Of PNG's colour types."""


def png_lacks_rows(content: bytes) -> bool:
    """Tell whether a PNG that ends well holds fewer rows than its header promises.

    Decoders leave the missing rows blank. Unpacks all pixel data once, so ask for blank rows first.
    Interlaced files are not judged.
    """
    width, height, depth, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    if interlaced or kind not in CHANNELS:
        return False
    missing: int = height * (1 + -(-width * depth * CHANNELS[kind] // 8))
    inflate = zlib.decompressobj()
    for name, start, end in _chunks(content):
        if name == b"IDAT":
            data: bytes | memoryview = memoryview(content)[start:end]
            while data and missing > 0:
                missing -= len(inflate.decompress(data, 1_000_000))
                data = inflate.unconsumed_tail
    return missing > len(inflate.flush())


FILLING = bytes(range(1, 255)) * 40
"""Bytes that a decoder of JPEG takes for further pixels where it still waits for some."""


def jpeg_goes_on(content: bytes, end: int) -> bytes:
    """Return the JPEG with more data before its end mark.

    A whole picture decodes to the same pixels; one that was cut and closed with an end mark, which
    decoders fill with grey, does not.
    """
    return content[: end - 2] + FILLING + content[end - 2 : end]


def _tiff(content: bytes) -> int | None:
    """End with the file, when its first directory lies within (TIFF 6.0, section 2)."""
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    return len(content) if int.from_bytes(content[4:8], order) + 2 <= len(content) else None


def _gif(content: bytes) -> int | None:
    """Walk the blocks to the trailer (GIF89a specification, section 27)."""
    at = 13 + _colour_table(content[10])
    while True:
        introducer = content[at]
        if introducer == 0x3B:
            return at + 1
        if introducer == 0x21:
            at = _sub_blocks(content, at + 2)
        elif introducer == 0x2C:
            at = _sub_blocks(content, at + 11 + _colour_table(content[at + 9]))
        else:
            return None


def _colour_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _webp(content: bytes) -> int | None:
    size = 8 + int.from_bytes(content[4:8], "little")
    return size + size % 2 if size <= len(content) else None


def _bmp(content: bytes) -> int | None:
    size = int.from_bytes(content[2:6], "little")
    # Some writers leave the field empty; Pillow then finds a cut by itself.
    return (size if size <= len(content) else None) if size > 14 else len(content)


_ENDS: dict[str, Callable[[bytes], int | None]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _webp,
    "BMP": _bmp,
    "TIFF": _tiff,
}
