"""A path to bytes: ordinary files only, never more bytes than allowed, never blocking."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError


def read_bytes(path: str | os.PathLike[str], max_bytes: int) -> bytes:
    """Return the file's content.

    Raises:
        SkuscribeError: `photo.not_found`, `photo.permission`, `photo.not_a_file`,
            `photo.too_many_bytes`, `photo.empty`.
    """
    try:
        status = Path(path).stat()
        # A pipe or a device would block or never end: look before opening.
        if not stat.S_ISREG(status.st_mode):
            raise SkuscribeError(ErrorCode.PHOTO_NOT_A_FILE)
        if status.st_size <= max_bytes:
            with Path(path).open("rb") as stream:
                # The file may grow while it is read.
                content = stream.read(max_bytes + 1)
    except PermissionError as error:
        raise SkuscribeError(ErrorCode.PHOTO_PERMISSION) from error
    except (OSError, ValueError) as error:
        raise SkuscribeError(ErrorCode.PHOTO_NOT_FOUND) from error
    return checked(b"" if status.st_size > max_bytes else content, status.st_size, max_bytes)


def checked(content: bytes, size: int, max_bytes: int) -> bytes:
    """Return `content` if there is some and not too much; `size` is what the source says.

    Raises:
        SkuscribeError: `photo.too_many_bytes`, `photo.empty`.
    """
    if max(size, len(content)) > max_bytes:
        raise SkuscribeError(ErrorCode.PHOTO_TOO_MANY_BYTES, f"more than {max_bytes:,} bytes")
    if not content:
        raise SkuscribeError(ErrorCode.PHOTO_EMPTY)
    return content
