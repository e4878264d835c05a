"""Open a source by what it is, never by its name alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from skuscribe.catalogue.readers.archive import CATALOGUES, unpack
from skuscribe.catalogue.readers.columnar import is_parquet, open_parquet
from skuscribe.catalogue.readers.delimited import open_delimited
from skuscribe.catalogue.readers.encoding import encoding_of
from skuscribe.catalogue.readers.feed import is_feed, open_feed
from skuscribe.catalogue.readers.folder import Folder
from skuscribe.catalogue.readers.objects import open_document, open_lines
from skuscribe.catalogue.readers.unpacked import Unpacked
from skuscribe.catalogue.readers.workbook import is_workbook, open_workbook
from skuscribe.catalogue.source import Source
from skuscribe.catalogue.table import MAX_ROWS, Table
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

HEAD = 4096


@dataclass(frozen=True)
class Said:
    """What the user says of a source; all of it is found out otherwise.

    Attributes:
        columns: names by role (see `columns.ROLES`).
        encoding: Python codec.
        delimiter: one character.
        photos: the folder that photos lie in; that of the source when None.
        seconds: files that say more of the same products.
        max_rows: of a table.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str | None = None
    delimiter: str | None = None
    photos: Path | None = None
    seconds: tuple[Path, ...] = ()
    max_rows: int = MAX_ROWS


def open_source(path: Path, said: Said | None = None) -> Source:
    """Open a folder of photos, a ZIP of photos with or without a catalogue, or a catalogue.

    Raises:
        SkuscribeError: `catalogue.*`, `archive.*`, naming the file.
    """
    said = said or Said()
    if path.is_dir():
        return Folder(path)
    with _reading(path):
        return _unpacked(path, said) if _is_archive(_head(path), path) else _table(path, said)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SkuscribeError(
            ErrorCode.CATALOGUE_UNREADABLE, f"cannot be read ({reason})", where=str(path)
        ) from error


def _head(path: Path) -> bytes:
    if not path.is_file() and path.exists():  # a pipe would block, a device never end
        raise SkuscribeError(
            ErrorCode.CATALOGUE_UNREADABLE, "it is no ordinary file", where=path.name
        )
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _table(path: Path, said: Said) -> Table:
    try:
        table = _opener(_head(path), path)(path, said)
    except LookupError as error:  # a codec that nobody knows
        raise SkuscribeError(
            ErrorCode.CATALOGUE_ENCODING, f"no encoding is called '{said.encoding}'"
        ) from error
    plain = replace(said, columns={}, seconds=())
    return replace(
        table,
        folder=said.photos or path.parent,
        seconds=tuple(_second(second, plain) for second in said.seconds),
        max_rows=said.max_rows,
    )


def _second(path: Path, said: Said) -> Table:
    """Open a file that says more of another's products: an id may stand on any of its rows."""
    with _reading(path):
        return replace(_table(path, said), repeats=True)


def _is_archive(head: bytes, path: Path) -> bool:
    named = path.suffix.lower() == ".zip"
    return named or (head.startswith(b"PK") and not is_workbook(head, path))


def _unpacked(path: Path, said: Said) -> Unpacked:
    """Unpack an archive to a folder that goes when the source does."""
    home = tempfile.TemporaryDirectory(prefix="skuscribe-")
    folder = Path(home.name)
    try:
        troubles = unpack(path, folder)
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        if troubles and not files:
            said_first = f"every entry is refused; the first, {troubles[0].message}"
            raise SkuscribeError(troubles[0].code, said_first, where=path.name)
        found = [file for file in files if file.suffix.lower() in CATALOGUES]
        tables = sorted(found, key=lambda file: (len(file.parts), -file.stat().st_size))
        inner: Source = _table(tables[0], said) if tables else Folder(folder)
    except BaseException:
        home.cleanup()
        raise
    return Unpacked(path.name, inner, home, tuple(troubles), tuple(_names(tables, folder)))


def _names(files: Sequence[Path], folder: Path) -> Iterator[str]:
    return (file.relative_to(folder).as_posix() for file in files)


Opener = Callable[[Path, Said], Table]


def _opener(head: bytes, path: Path) -> Opener:
    for mark, what in REFUSED:
        if head.startswith(mark):
            raise SkuscribeError(
                ErrorCode.CATALOGUE_UNREADABLE, f"it is {what}, no catalogue", where=path.name
            )
    for is_it, opener in BY_HEAD:
        if is_it(head, path):
            return opener
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
    (b"\x1f\x8b", "packed with gzip"),
)
"""What is handed over by mistake."""


def _all(path: Path) -> bytes:
    """Return a small file whole: JSON-LD stands anywhere in a page."""
    return path.read_bytes() if path.stat().st_size < 5_000_000 else b""


def _lines(path: Path, said: Said) -> Table:
    return open_lines(path, said.columns)


def _document(path: Path, said: Said) -> Table:
    return open_document(path, said.columns, said.encoding or encoding_of(path).name)


def _delimited(path: Path, said: Said) -> Table:
    return open_delimited(path, said.columns, said.encoding, said.delimiter)


BY_HEAD: tuple[tuple[Callable[[bytes, Path], bool], Opener], ...] = (
    (is_workbook, lambda path, said: open_workbook(path, said.columns)),
    (lambda head, _: is_parquet(head), lambda path, said: open_parquet(path, said.columns)),
    (lambda head, _: is_feed(head), lambda path, said: open_feed(path, said.columns)),
)
"""Formats that their first bytes tell."""
