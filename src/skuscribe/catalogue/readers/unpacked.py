"""An archive that is unpacked as a source: the catalogue in it, or its photos."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.source import Source
from skuscribe.catalogue.understood import Understood, told_of
from skuscribe.core.errors import SkuscribeError


@dataclass(frozen=True)
class Unpacked:
    """A ZIP file, unpacked to a folder of its own, which goes when this object does.

    Attributes:
        name: of the archive.
        inner: its catalogue with the photos beside it, or its photos.
        home: the folder.
        troubles: entries that were refused; their number is the row.
        tables: files of products in it; the first is read.
    """

    name: str
    inner: Source
    home: TemporaryDirectory[str]
    troubles: tuple[Trouble, ...]
    tables: tuple[str, ...]

    def __post_init__(self) -> None:
        weakref.finalize(self, self.home.cleanup)  # a folder left to itself warns when it goes

    @property
    def folder(self) -> Path:
        """Where its photos lie."""
        return self.inner.folder

    def products(self) -> Iterator[Product | Trouble]:
        """Yield what was refused, then the products; until then the folder stays."""
        yield from self.troubles
        yield from self.inner.products()

    def understood(self) -> Understood:
        """Read it to its end and say what was understood.

        Raises:
            SkuscribeError: what its catalogue, or its photos as a folder, raise.
        """
        try:
            found = self.inner.understood()
        except SkuscribeError as error:
            inside = f", {error.where}" if self.tables and error.where else ""
            raise error.at(f"{self.name}{inside}") from error
        by_code = Counter(str(trouble.code) for trouble in self.troubles)
        return replace(
            found,
            doubts=(*found.doubts, *self._doubts(by_code)),
            troubles={**found.troubles, **by_code},
        )

    def _doubts(self, by_code: Counter[str]) -> Iterator[str]:
        if len(self.tables) > 1:
            others = ", ".join(self.tables[1:6])
            yield f"of the archive {self.tables[0]} is read; not read: {others}"
        yield from told_of(self.troubles, by_code, "entry", "entries")
