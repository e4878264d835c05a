"""Write files and folders whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

SMALL = 1_000_000
"""Bytes of the largest settings file, table or profile that is read."""


def read_small(path: Path, limit: int = SMALL) -> bytes:
    """Return the content of an ordinary file.

    Raises:
        OSError: it cannot be read, is a pipe or a device, or has more than `limit` bytes.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would block, a device never end
            raise OSError(errno.EINVAL, "not an ordinary file")
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except ValueError as error:  # a NUL byte in the path
        raise OSError(errno.ENOENT, "no such file") from error
    if len(content) > limit:
        raise OSError(errno.EFBIG, f"larger than {limit:,} bytes")
    return content


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says.

    Raises:
        OSError: see `read_small`.
        ValueError: it is no TOML.
    """
    try:
        return tomllib.loads(read_small(path).decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose content stands at `path` once all of it is written, and not before.

    A reader sees the old file or the new one, never a part; after a failure there is the old one.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` as `written_whole` does.

    Raises:
        OSError: the folder cannot be written.
    """
    with written_whole(path) as stream:
        stream.write(content)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files that belong together: all of them stand there, or none does.

    They are written beside `folder` and moved to its place in one step. A folder that is there
    makes room first and comes back if the move fails.

    Raises:
        OSError: the parent cannot be written, or something that is no folder stands there.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".tmp"))
    former = fresh.with_suffix(".old")
    try:
        for name, content in files.items():
            write_whole(fresh / name, content)
        fresh.chmod(0o755)
        if folder.exists():
            folder.rename(former)
        fresh.rename(folder)
    except BaseException:
        if former.exists() and not folder.exists():
            former.rename(folder)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)
