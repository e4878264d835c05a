"""A folder of photos as a source: each photo is a product, named by its path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.understood import Understood, counted, several, troubles_told
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.formats import BY_EXTENSION, extension_of


@dataclass(frozen=True)
class Folder:
    """A folder, and the folders in it."""

    path: Path

    @property
    def folder(self) -> Path:
        """Where its photos lie."""
        return self.path

    def products(self) -> Iterator[Product | Trouble]:
        """Yield a product for each photo, in the order of their paths.

        Links that lead out of the folder are not followed; a file is visited once.
        """
        root, seen = self.path.resolve(), set[tuple[int, int]]()
        for number, file in enumerate(_files(self.path), start=1):
            name = file.relative_to(self.path).as_posix()
            try:
                real, stat = file.resolve(), file.stat()
            except OSError as error:
                said = f"{name} cannot be read ({error.strerror})"
                yield Trouble(ErrorCode.PHOTO_UNREADABLE, said, number)
                continue
            if not real.is_relative_to(root):
                yield Trouble(ErrorCode.ARCHIVE_LINK_REFUSED, f"{name} leads out of it", number)
            elif (stat.st_dev, stat.st_ino) not in seen:
                seen.add((stat.st_dev, stat.st_ino))
                yield Product(id=name, row=number, photos=(name,))

    def understood(self) -> Understood:
        """Count the photos and say what was understood.

        Raises:
            SkuscribeError: `catalogue.empty`.
        """
        tally = counted(self.products(), self.path)
        if not tally.products and not tally.by_code:
            said = "there is no photo in the folder"
            raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, said, where=self.path.name)
        others = sum(1 for _ in _walked(self.path)) - tally.products - sum(tally.by_code.values())
        doubts = list(troubles_told(tally))
        if others > 0:
            doubts.append(f"{several(others, 'other file is', 'other files are')} no photo by name")
        return Understood(
            kind="folder",
            encoding="",
            delimiter="",
            rows=tally.products,
            products=tally.products,
            photos=len(tally.photos),
            id_column=None,
            image_columns=(),
            image_separator="",
            title_column=None,
            description_column=None,
            doubts=tuple(doubts),
            samples=tally.samples,
            troubles=tally.by_code,
        )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in _walked(folder) if extension_of(path.name) in BY_EXTENSION)


def _walked(folder: Path) -> Iterator[Path]:
    """Yield all files in the order of their names; folders that are links are not entered."""
    left = [(folder, True)]
    while left:
        path, is_folder = left.pop()
        if not is_folder:
            yield path
            continue
        with suppress(OSError), os.scandir(path) as found:  # one that may not be read is left out
            inside = sorted(found, key=lambda entry: entry.name, reverse=True)
            left += [
                (Path(entry.path), entry.is_dir(follow_symlinks=False))
                for entry in inside
                if not (entry.is_symlink() and entry.is_dir())
            ]
