"""A folder of pictures: readable names, each used once, nothing of another's written over."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from pathlib import Path, PurePath

import typer

from skuscribe.card.picture import MARK
from skuscribe.cli.failure import writing
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import write_whole

MARK_WITHIN = 2_000
"""Bytes at a file's beginning that tell whether this program wrote it."""


def name_of(id: str) -> str:
    """Return a name for the file of a record; ids that differ have names that differ.

    An id that cannot be a file's name as it is, on any system, gets eight digits of its digest.
    """
    plain = re.sub(r"[^a-z0-9._-]+", "-", id.casefold()).strip("-.")[:80]
    if plain and plain == id:
        return plain
    return f"{plain or 'record'}-{hashlib.sha256(id.encode()).hexdigest()[:8]}"


def made(folder: Path, option: str) -> Path:
    """Make a folder for pictures, so that one that cannot be written is said before the work."""
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"'{folder}' is a file, not a folder", param_hint=option)
    with writing(folder, "choose a folder that can be written"):
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return folder


class Pictures:
    """Writes files into a folder.

    Args:
        folder: where to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: set[str] = set()

    def write_for(self, id: str, content: bytes) -> None:
        """Write the picture of a record."""
        bare = id.removesuffix(PurePath(id).suffix)
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", bare).strip("-.")[:80] or "record"
        self.write(self.free(f"{stem}.png"), content)

    def write_at(self, id: str, content: bytes) -> None:
        """Write the picture of a record where every run writes it: one id, one name.

        Raises:
            SkuscribeError: the folder cannot be written, or a file of another's stands there.
        """
        name = f"{name_of(id)}.png"
        if not self._may_write(name):
            raise SkuscribeError(
                ErrorCode.CONFIG_INVALID,
                "another file stands there; it is not written over",
                hint="choose another folder for --cutouts",
                where=str(self.folder / name),
            )
        self.write(name, content)

    def free(self, name: str) -> str:
        """Return `name`, numbered until it stands for no other record and no file of another's."""
        path = PurePath(name)
        free, number = name, 2
        while free in self._names or not self._may_write(free):
            free, number = f"{path.stem}-{number}{path.suffix}", number + 1
        self._names.add(free)
        return free

    def write(self, name: str, content: bytes) -> None:
        """Write a file.

        Raises:
            SkuscribeError: the folder cannot be written.
        """
        with writing(self.folder / name, "choose a folder that can be written"):
            write_whole(self.folder / name, content)

    def _may_write(self, name: str) -> bool:
        try:
            with (self.folder / name).open("rb") as stream:
                return MARK in stream.read(MARK_WITHIN)
        except FileNotFoundError:
            return True
        except OSError:
            return False
