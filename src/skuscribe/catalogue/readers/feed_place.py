"""Where the products of an XML file stand: the elements that repeat, or are called so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from skuscribe.catalogue.readers.xml_stream import OpenElements, fed
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

ITEMS = frozenset(
    {"item", "entry", "product", "offer", "shopitem", "article", "artikel", "produkt", "produit"}
    | {"prodotto", "producto", "row", "record"}
)
"""Names of elements that are a product; others are found because they repeat."""

SEARCHED = 100_000
"""Elements among which the one that repeats is looked for."""

Place = tuple[str, ...]
"""The names of an element and of those around it, from the root on."""


class Outline:
    """Counts where elements stand that have others in them, or attributes alone."""

    def __init__(self) -> None:
        self.line: Callable[[], int] = lambda: 0
        self.seen = 0
        self.parents, self.bare = Counter[Place](), Counter[Place]()
        self._open, self._filled = OpenElements(), list[bool]()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element; the one around it has something in it."""
        self._open.push(tag, attributes)
        self.seen += 1
        if self._filled:
            self._filled[-1] = True
        self._filled.append(False)
        if len(attributes) > 1:
            self.bare[tuple(self._open.names)] += 1

    def data(self, text: str) -> None:
        """Pass text over."""

    def end(self, _tag: str) -> None:
        """Count the element if others stand in it."""
        if self._filled.pop():
            self.parents[tuple(self._open.names)] += 1
        self._open.names.pop()

    def place(self) -> Place | None:
        """Return where the products stand.

        Elements that are called as products are go first, then what repeats and has elements in
        it; of several the one nearest to the root, then the commonest.
        """
        inner = {place: count for place, count in self.parents.items() if len(place) > 1}
        called = {place: count for place, count in inner.items() if _is_called(place)}
        bare = {place: count for place, count in self.bare.items() if _is_called(place)}
        for found in (called, bare, {p: n for p, n in inner.items() if n > 1}, inner):
            if found:
                return min(found, key=lambda place: (len(place), -found[place]))
        return None


def _is_called(place: Place) -> bool:
    return len(place) > 1 and place[-1].casefold() in ITEMS


def place_of(path: Path) -> Place:
    """Return where the products of a file stand.

    Raises:
        SkuscribeError: `catalogue.empty`, and what `fed` raises where no product was found before.
    """
    outline = Outline()
    failure: SkuscribeError | None = None
    try:
        with closing(fed(path, outline)) as parts:
            for _ in parts:
                if outline.seen > SEARCHED:
                    break
    except SkuscribeError as error:
        failure = error
    place = outline.place()
    if place and place[0].casefold() in ("rss", "feed", "rdf") and not _is_called(place):
        place = None
    if place is None:
        raise failure or SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)
    return place
