"""A ZIP file to a folder: photos and catalogues alone, no name trusted, no size believed.

Nothing is extracted by the names that stand in it: each is checked, and its bytes are counted while
they are unpacked. What is refused is told; the rest goes on.
"""

from __future__ import annotations

import errno
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from skuscribe.catalogue.product import Trouble
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.formats import BY_EXTENSION, extension_of

CATALOGUES = frozenset({".csv", ".tsv", ".txt", ".jsonl", ".json", ".xml", ".xlsx", ".parquet"})
PACKED = frozenset({".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".jar"})
READ = CATALOGUES.union(BY_EXTENSION)
CHUNK = 1 << 16

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError),
    *(RuntimeError, UnicodeError, struct.error, lzma.LZMAError),
)
"""What Python's reader raises on a damaged or cunning archive."""

OF_ENTRY = frozenset(
    (None, errno.EINVAL, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR)
)
"""Numbers of an `OSError` that an entry's name or bytes are to blame for, not the disk."""

_NO_NAME = re.compile(r"[\\:\0-\x1f\x7f-\x9f]")
"""Paths and drives of Windows, and control characters."""


@dataclass(frozen=True)
class ArchiveLimits:
    """What an archive may hold.

    Attributes:
        entries: how many.
        photo_bytes: of one photo, unpacked.
        catalogue_bytes: of one file of products, unpacked.
        total_bytes: of all, unpacked.
        ratio: unpacked bytes for one packed, of an entry of a megabyte or more.
    """

    entries: int = 50_000
    photo_bytes: int = 30_000_000
    catalogue_bytes: int = 500_000_000
    total_bytes: int = 2_000_000_000
    ratio: int = 200


@dataclass
class _Unpacked:
    """What has come out of the archive: bytes, those that were refused too, and names."""

    bytes: int = 0
    names: Counter[Path] = field(default_factory=Counter)


def unpack(path: Path, folder: Path, limits: ArchiveLimits | None = None) -> list[Trouble]:
    """Unpack the photos and the files of products into `folder`; return what was refused.

    Raises:
        SkuscribeError: `archive.unreadable`, `archive.encrypted`, `archive.too_many_entries`,
            `archive.too_large`: of the whole.
        OSError: the folder cannot be written.
    """
    limits = limits or ArchiveLimits()
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_unpacked(archive, folder, limits))
    except SkuscribeError as error:
        raise error.at(path.name) from error
    except BROKEN as error:
        raise SkuscribeError(ErrorCode.ARCHIVE_UNREADABLE, where=path.name) from error


def _unpacked(archive: zipfile.ZipFile, folder: Path, limits: ArchiveLimits) -> Iterator[Trouble]:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise SkuscribeError(ErrorCode.ARCHIVE_TOO_MANY_ENTRIES, f"{len(entries):,} entries")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SkuscribeError(ErrorCode.ARCHIVE_ENCRYPTED)
    overlapping = _overlapping(entries)
    done = _Unpacked()
    for number, entry in enumerate(entries, start=1):
        if entry.filename.endswith("/") or _is_clutter(entry.filename):
            continue
        try:
            if number - 1 in overlapping:
                said = "its bytes are another entry's too"
                raise SkuscribeError(ErrorCode.ARCHIVE_UNREADABLE, said)
            _refuse(entry)
            if extension_of(entry.filename) in READ:
                with _blaming_the_entry():
                    _write(archive, entry, folder, limits, done)
        except SkuscribeError as error:
            yield Trouble(error.code, f"{entry.filename[:80]!r}: {error.message}", number)
        except BROKEN:
            said = f"{entry.filename[:80]!r} is damaged"
            yield Trouble(ErrorCode.ARCHIVE_UNREADABLE, said, number)
        if done.bytes > limits.total_bytes:
            said = f"it unpacks to more than {limits.total_bytes:,} bytes"
            raise SkuscribeError(ErrorCode.ARCHIVE_TOO_LARGE, said)


def _overlapping(entries: list[zipfile.ZipInfo]) -> set[int]:
    """Return the places of entries that begin inside the one before them (Fifield, 2019)."""
    order = sorted(range(len(entries)), key=lambda place: entries[place].header_offset)
    found, end = set[int](), -1
    for place in order:
        entry = entries[place]
        if entry.header_offset < end:
            found.add(place)
        end = max(end, entry.header_offset + entry.compress_size)
    return found


def _is_clutter(name: str) -> bool:
    """Tell what macOS and others leave: resource forks, hidden files."""
    parts = (part for part in name.split("/") if part not in (".", ".."))
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def _refuse(entry: zipfile.ZipInfo) -> None:
    """Refuse names that lead anywhere but into the folder, links, devices and archives.

    `orig_filename` is the name as it stands there; Python cuts it at a NUL.
    """
    name, mode = entry.orig_filename, entry.external_attr >> 16
    if stat.S_ISLNK(mode) or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        raise SkuscribeError(ErrorCode.ARCHIVE_LINK_REFUSED, "it is a link or a device")
    outside = name.startswith("/") or ".." in name.split("/")
    if outside or _NO_NAME.search(name):
        raise SkuscribeError(ErrorCode.ARCHIVE_UNSAFE_PATH, "its name leads out of the archive")
    if extension_of(name) in PACKED:
        raise SkuscribeError(ErrorCode.ARCHIVE_UNSAFE_PATH, "it is an archive itself")


@contextmanager
def _blaming_the_entry() -> Iterator[None]:
    """Take what the system says of an entry's name or bytes for damage; a full disk is none."""
    try:
        yield
    except OSError as error:
        if error.errno in OF_ENTRY:
            raise zipfile.BadZipFile(str(error)) from error
        raise


def _write(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    folder: Path,
    limits: ArchiveLimits,
    done: _Unpacked,
) -> None:
    """Write an entry, counting its bytes. One that is too large leaves nothing."""
    is_photo = extension_of(entry.filename) in BY_EXTENSION
    most = limits.photo_bytes if is_photo else limits.catalogue_bytes
    dense = max(1_000_000, limits.ratio * entry.compress_size)
    file = _free(folder.joinpath(*PurePosixPath(entry.filename).parts), done.names)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(entry) as stream, file.open("xb") as target:
            _copy(stream, target, most, dense, done)
        os.utime(file, (0, entry.CRC))  # unpacked again, it is the same file by its time as well
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _copy(source: IO[bytes], target: BinaryIO, most: int, dense: int, done: _Unpacked) -> None:
    count = 0
    while part := source.read(CHUNK):
        count += len(part)
        done.bytes += len(part)
        if count > most:
            raise SkuscribeError(ErrorCode.ARCHIVE_TOO_LARGE, f"more than {most:,} bytes")
        if count > dense:
            raise SkuscribeError(ErrorCode.ARCHIVE_RATIO)
        target.write(part)


def _free(file: Path, names: Counter[Path]) -> Path:
    """Return a path that nothing has: two entries may have one name, and both are kept."""
    free = file.with_stem(f"{file.stem} ({names[file]})") if names[file] else file
    while free.exists():
        names[file] = max(2, names[file] + 1)
        free = file.with_stem(f"{file.stem} ({names[file]})")
    return free
