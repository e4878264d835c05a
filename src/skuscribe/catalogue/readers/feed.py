"""An XML feed as a table: Google Merchant's RSS and Atom, and the lists that other shops write.

The elements that repeat are the products, and what stands in each becomes its cells. The file goes
by as a stream of tags: no tree of it is built. Entities are refused (defusedxml), so no text grows
and no other file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from skuscribe.catalogue.columns import Columns
from skuscribe.catalogue.kinds import PLAIN, plainly
from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.readers.feed_place import Place, place_of
from skuscribe.catalogue.readers.objects import LOOKED_AT, SEPARATOR
from skuscribe.catalogue.readers.xml_stream import EACH, OpenElements, fed, local_name
from skuscribe.catalogue.record import LONGEST_CELL, Record
from skuscribe.catalogue.table import Table, table_of
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

MOST_COLUMNS = 2_000

LONGEST_ITEM = 5 * LONGEST_CELL
"""Characters of a product; an element counts as `EACH`."""

GOOGLE = "base.google.com/ns/1.0"
"""In the namespace of `g:`; what it says goes before what RSS or Atom says."""

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ("href", "url", "src")
"""Attributes that are what an element without text says."""

_ROOT = re.compile(
    r"(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>|\s)*<(?:[\w.-]+:)?([^\W\d][\w.-]*)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)
_OF_PAGES = frozenset(
    {"html", "head", "body", "title", "meta", "link", "script", "style"}
    | {"p", "a", "b", "i", "div", "span", "ul", "table", "svg"}
)


def is_feed(head: bytes) -> bool:
    """Tell whether a file that begins with `head` is XML, and no page of the web or drawing."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "ignore")
    text = text.removeprefix("\xef\xbb\xbf").lstrip()
    root = _ROOT.match(text)
    if root is None:
        return text.startswith("<?xml")
    return root[1].casefold() not in _OF_PAGES


def open_feed(path: Path, given: Mapping[str, str]) -> Table:
    """Return an XML file of products as a table.

    A row's line is where its product begins. Where the file is broken off or malformed, the
    products before it are read.

    Raises:
        SkuscribeError: `catalogue.empty`, `catalogue.unreadable`, `catalogue.encoding`,
            `catalogue.cell_too_long`, `catalogue.column_missing`.
        OSError: the file cannot be read.
    """
    place = place_of(path)
    with closing(_items(path, place)) as found:
        first = [item.cells() for item in islice(found, LOOKED_AT) if isinstance(item, _Item)]
    header = tuple(islice(dict.fromkeys(name for each in first for name in each), MOST_COLUMNS))
    if not header:
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)

    def rows() -> Iterator[Record | Trouble]:
        for item in _items(path, place):
            yield item if isinstance(item, Trouble) else item.record(header)

    table = table_of(header, rows, given)
    return replace(table, columns=_separated(table.columns, given))


def _separated(columns: Columns, given: Mapping[str, str]) -> Columns:
    """Return the columns with the sign between elements; in a feed `url` is the product's page."""
    images = columns.images
    if columns.kind is PLAIN and "images" not in given and len(images) > 1:
        images = tuple(each for each in images if plainly(columns.header[each]) != "url")
    return replace(columns, images=images, separator=SEPARATOR)


@dataclass
class _Child:
    """An element of a product: its text, its attributes and what stands in it."""

    tag: str
    attributes: Mapping[str, str]
    text: list[str] = field(default_factory=list)
    inner: list[tuple[str, list[str]]] = field(default_factory=list)

    def values(self) -> Iterator[str]:
        """Yield its text, else the address in its attributes, else those of a list in it."""
        if text := "".join(self.text).strip():
            yield text
        elif len({name for name, _ in self.inner}) == 1:
            yield from filter(None, ("".join(parts).strip() for _, parts in self.inner))
        elif not self.inner and self._is_page():
            found = (self.attributes[name] for name in ADDRESSES if name in self.attributes)
            yield from islice(found, 1)

    def _is_page(self) -> bool:
        """Tell whether a link of Atom is the page, not a file or the feed; others always are."""
        return self.tag != f"{ATOM}link" or self.attributes.get("rel", "") in ("", "alternate")


@dataclass
class _Item:
    """A product while it comes in."""

    line: int
    said: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    size: int = 0

    def take(self, child: _Child) -> None:
        """Add what an element says."""
        name = local_name(child.tag)
        self.said.setdefault(name, {}).setdefault(_rank(child.tag), []).extend(child.values())

    def cells(self) -> dict[str, str]:
        """Return what is said, by name; of names in several vocabularies the first one's."""
        return {
            name: SEPARATOR.join(dict.fromkeys(ranks[min(ranks)]))
            for name, ranks in self.said.items()
        }

    def record(self, header: Place) -> Record:
        """Return the row under `header`."""
        cells = self.cells()
        return Record(self.line, tuple(cells.get(name, "") for name in header))


ATTRIBUTE = 9
"""The rank of a product's attributes, behind all elements."""


def _rank(tag: str) -> int:
    if GOOGLE in tag:
        return 0
    return 1 if "}" not in tag or tag.startswith(ATOM) else 2


class _Items:
    """Gives the products at a place out as their elements come in."""

    def __init__(self, place: Place) -> None:
        self.line: Callable[[], int] = lambda: 0
        self.found: list[_Item | Trouble] = []
        self._place, self._open = list(place), OpenElements()
        self._item: _Item | None = None
        self._child: _Child | None = None

    @property
    def _depth(self) -> int:
        """How deep in a product the open element stands; 0 is the product."""
        return len(self._open.names) - len(self._place)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a product or what stands in one."""
        self._open.push(tag, attributes)
        depth, item = self._depth, self._item
        if depth == 0 and self._open.names == self._place:
            self._item = item = _Item(self.line())
            item.said = {local_name(name): {ATTRIBUTE: [text]} for name, text in attributes.items()}
        if item is None:
            return
        item.size += EACH + sum(map(len, attributes.values()))
        if depth == 1 and item.size <= LONGEST_ITEM:
            self._child = _Child(tag, attributes)
        elif depth == 2 and self._child and item.size <= LONGEST_ITEM:
            self._child.inner.append((local_name(tag), []))

    def data(self, text: str) -> None:
        """Add text to the element that it stands in; too much is counted, not held."""
        child, item, depth = self._child, self._item, self._depth
        if item is None or child is None or depth > 2:
            return
        item.size += len(text)
        if item.size > LONGEST_ITEM:
            return
        (child.text if depth == 1 else child.inner[-1][1]).append(text)

    def end(self, _tag: str) -> None:
        """End a product or an element of it."""
        item, child, depth = self._item, self._child, self._depth
        self._open.names.pop()
        if item and child and depth == 1:
            item.take(child)
            self._child = None
        elif item and depth == 0:
            self.found.append(_whole(item))
            self._item = None

    def taken(self) -> list[_Item | Trouble]:
        """Return the products that came in since it was asked last."""
        found, self.found = self.found, []
        return found


def _whole(item: _Item) -> _Item | Trouble:
    """Return the product, or the trouble of one that is too long to be held."""
    cells = (text for ranks in item.said.values() for texts in ranks.values() for text in texts)
    if item.size <= LONGEST_ITEM and all(len(text) <= LONGEST_CELL for text in cells):
        return item
    code = ErrorCode.CATALOGUE_CELL_TOO_LONG
    return Trouble(code, code.meaning, item.line)


def _items(path: Path, place: Place) -> Generator[_Item | Trouble, None, None]:
    """Yield the products; where the file breaks, its trouble, and no more."""
    target = _Items(place)
    try:
        for _ in fed(path, target):
            yield from target.taken()
    except SkuscribeError as error:
        yield from target.taken()
        yield Trouble(error.code, error.message, target.line())
