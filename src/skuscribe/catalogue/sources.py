"""Open a source by what it is, never by its name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from skuscribe.catalogue.delimited import open_delimited
from skuscribe.catalogue.encoding import encoding_of
from skuscribe.catalogue.folder import Folder
from skuscribe.catalogue.objects import open_document, open_lines
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.understood import Understood
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

HEAD = 4096


class Source(Protocol):
    """Where products come from."""

    def products(self) -> Iterator[Product | Trouble]:
        """Yield its products in their order, and what is wrong with parts of it."""

    def understood(self) -> Understood:
        """Read it to its end and say what was understood."""


@dataclass(frozen=True)
class Said:
    """What the user says of a source; all of it is found out otherwise.

    Attributes:
        columns: names by role (see `columns.ROLES`).
        encoding: Python codec.
        delimiter: one character.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str | None = None
    delimiter: str | None = None


def open_source(path: Path, said: Said | None = None) -> Source:
    """Open a folder of photos, or a file of products.

    Raises:
        SkuscribeError: `catalogue.*`, naming the file.
    """
    said = said or Said()
    if path.is_dir():
        return Folder(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        return _opener(head, path)(path, said)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SkuscribeError(
            ErrorCode.CATALOGUE_UNREADABLE, f"cannot be read ({reason})", where=str(path)
        ) from error
    except LookupError as error:  # a codec that nobody knows
        raise SkuscribeError(
            ErrorCode.CATALOGUE_ENCODING, f"no encoding is called '{said.encoding}'"
        ) from error


Opener = Callable[[Path, Said], Source]


def _opener(head: bytes, path: Path) -> Opener:
    for mark, what in REFUSED:
        if head.startswith(mark):
            raise SkuscribeError(
                ErrorCode.CATALOGUE_UNREADABLE, f"it is {what}, no catalogue", where=path.name
            )
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if (text.startswith(b"{") and b"\n{" in head.replace(b"\r", b"")) or path.suffix == ".jsonl":
        return _lines
    if text.startswith((b"{", b"[")) or b"application/ld+json" in _all(path):
        return _document
    return _delimited


REFUSED = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or a spreadsheet"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "packed with gzip"),
)
"""What is handed over by mistake, or not read yet."""


def _all(path: Path) -> bytes:
    """Return a small file whole: JSON-LD stands anywhere in a page."""
    return path.read_bytes() if path.stat().st_size < 5_000_000 else b""


def _lines(path: Path, said: Said) -> Source:
    return open_lines(path, said.columns)


def _document(path: Path, said: Said) -> Source:
    return open_document(path, said.columns, said.encoding or encoding_of(path).name)


def _delimited(path: Path, said: Said) -> Source:
    return open_delimited(path, said.columns, said.encoding, said.delimiter)
