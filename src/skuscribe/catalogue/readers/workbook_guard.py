"""The ZIP file of a workbook, judged before it is opened: nothing may unpack to too much."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from skuscribe.catalogue.readers.xml_stream import CHUNK, DEEPEST, EACH, LONGEST_TAG
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

OLE = b"\xd0\xcf\x11\xe0"
"""What an .xls begins with, and a workbook with a password."""

ENTRIES = 10_000
MEMBER_BYTES = 500_000_000
TOTAL_BYTES = 1_000_000_000
TEXTS_BYTES = 200_000_000
"""Of the table of shared texts, which is held in memory whole."""

RATIO = 200
"""Unpacked bytes for one packed, of an entry of `LARGE` bytes or more; sheets reach 100."""

LARGE = 10_000_000
HELD = 50_000_000
"""Characters that are in memory at once; an element counts as `EACH`."""

SMALL = 1_000_000
"""Bytes of a part that holds little whatever is in it."""

ROW = 3
"""How deep a row stands at most: in the sheet, in its data."""

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ParseError, DefusedXmlException, RuntimeError),
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError),
)
"""What zipfile and openpyxl raise on a damaged workbook."""


def refuse_bombs(path: Path) -> None:
    """Refuse what is no ZIP file, or one that unpacks to too much.

    The sizes that it declares can be believed: Python unpacks no more of an entry, and tells one
    that does not fit its checksum.
    """
    with path.open("rb") as stream:
        if stream.read(len(OLE)) == OLE:
            said, hint = "it has a password or is an old .xls", "save it as .xlsx or CSV"
            raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, said, hint=hint, where=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            found = _fault(archive.infolist())
            if found is None and any(_holds_much(archive, each) for each in archive.infolist()):
                found = ErrorCode.ARCHIVE_TOO_LARGE, "a row or a part of it is too large to be held"
    except BROKEN as error:
        raise SkuscribeError(ErrorCode.ARCHIVE_UNREADABLE, where=path.name) from error
    if found:
        raise SkuscribeError(found[0], found[1], hint=HINT, where=path.name)


HINT = "save the sheet anew, or as CSV"


def _fault(entries: Sequence[zipfile.ZipInfo]) -> tuple[ErrorCode, str] | None:
    if len(entries) > ENTRIES:
        return ErrorCode.ARCHIVE_TOO_MANY_ENTRIES, f"{len(entries):,} entries"
    if any(entry.flag_bits & 1 for entry in entries):
        return ErrorCode.ARCHIVE_ENCRYPTED, "the workbook has a password"
    if any(entry.file_size > _most(entry) for entry in entries):
        return ErrorCode.ARCHIVE_TOO_LARGE, "a part of it unpacks to more than is allowed"
    if sum(entry.file_size for entry in entries) > TOTAL_BYTES:
        return ErrorCode.ARCHIVE_TOO_LARGE, f"it unpacks to more than {TOTAL_BYTES:,} bytes"
    if any(e.file_size > max(LARGE, RATIO * e.compress_size) for e in entries):
        return ErrorCode.ARCHIVE_RATIO, f"a part unpacks to more than {RATIO} times its size"
    return None


def _most(entry: zipfile.ZipInfo) -> int:
    shared = entry.filename.casefold().endswith("sharedstrings.xml")
    return TEXTS_BYTES if shared else MEMBER_BYTES


class _Held:
    """Counts what openpyxl has in memory at once: a row or a shared text, else the whole part."""

    def __init__(self) -> None:
        self.size = self.most = self.deepest = self._depth = 0

    def start(self, _tag: str, attributes: Sequence[str]) -> None:
        """Count an element, and its attributes with their names."""
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        self.size += EACH + (sum(map(len, attributes)) if attributes else 0)

    def data(self, text: str) -> None:
        """Count text."""
        self.size += len(text)

    def end(self, tag: str) -> None:
        """Forget what is in a row or a shared text: openpyxl does so as well."""
        self._depth -= 1
        if self._depth < ROW and tag.endswith(("}row", "}si")):
            self.most, self.size = max(self.most, self.size), 0

    def is_much(self) -> bool:
        """Tell whether it is too much."""
        return max(self.most, self.size) > HELD or self.deepest > DEEPEST


def _holds_much(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Tell whether a part would fill the memory; what is malformed is left for openpyxl to tell."""
    if entry.file_size < SMALL or not entry.filename.casefold().endswith((".xml", ".rels")):
        return False
    held, done = _Held(), 0
    parser = DefusedXMLParser(target=held)
    parser.parser.StartElementHandler = held.start  # past what makes each name and dict anew
    parser.parser.EndElementHandler = held.end
    try:
        with archive.open(entry) as stream:
            for part in iter(partial(stream.read, CHUNK), b""):
                parser.feed(part)
                done += len(part)
                if held.is_much() or done - parser.parser.CurrentByteIndex > LONGEST_TAG:
                    return True
    except BROKEN:
        return held.is_much()
    return held.is_much()
