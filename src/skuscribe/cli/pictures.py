"""A folder of pictures: readable names, each used once, nothing of another's written over."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from skuscribe.card.picture import MARK
from skuscribe.cli.failure import writing
from skuscribe.core.files import write_whole

MARK_WITHIN = 2_000
"""Bytes at a file's beginning that tell whether this program wrote it."""


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
