"""Rows to products: variants and image rows joined to the product that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from skuscribe.catalogue.columns import Columns
from skuscribe.catalogue.ids import is_destroyed
from skuscribe.catalogue.images import photos_of
from skuscribe.catalogue.occurrences import Occurrences
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.record import Record, names_in
from skuscribe.core.codes import ErrorCode


@dataclass
class _Gathered:
    """A product while its rows come in."""

    key: str
    row: int
    title: str = ""
    description: str = ""
    photos: dict[str, None] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    variants: dict[str, None] = field(default_factory=dict)
    label: str = ""

    def take(self, record: Record, columns: Columns) -> None:
        """Add what a row says; the first word on each thing counts."""
        self.title = self.title or cell_of(record, columns.title)
        self.description = self.description or cell_of(record, columns.description)
        for place in columns.images:
            self.photos |= dict.fromkeys(photos_of(cell_of(record, place), columns.separator))
        for key, place in columns.facts.items():
            if value := cell_of(record, place):
                self.facts.setdefault(key, value)
        self.label = self.label or cell_of(record, columns.label)
        if variant := cell_of(record, columns.variant):
            self.variants[variant] = None

    def product(self) -> Product:
        """Return the product; its variants are named where there are several."""
        return Product(
            id=self.key,
            row=self.row,
            photos=tuple(self.photos),
            title=self.title,
            description=self.description,
            facts=MappingProxyType(dict(self.facts)),
            variants=tuple(self.variants) if len(self.variants) > 1 else (),
            label=self.label,
        )


def cell_of(record: Record, place: int | None) -> str:
    """Return a cell without blanks around it; empty where the row is too short."""
    if place is None or place >= len(record.cells):
        return ""
    return record.cells[place].strip()


def whole_rows(records: Iterable[Record | Trouble], columns: Columns) -> Iterator[Record | Trouble]:
    """Yield the rows that fit the header, and what is wrong with the others.

    Empty cells too many or too few at the end are forgiven; anything else would put a value under
    another column's name. The header may come again, where files were glued together.
    """
    width = len(columns.header)
    for record in records:
        if isinstance(record, Trouble):
            yield record
            continue
        if record.is_blank or _is_header(record, columns.header):
            continue
        cells = list(record.cells)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            said = f"{len(cells)} cells under {width} columns"
            yield Trouble(ErrorCode.CATALOGUE_ROW_SHAPE, said, record.line)
        else:
            yield Record(record.line, tuple(cells))


def _is_header(record: Record, header: tuple[str, ...]) -> bool:
    return " ".join(record.cells[0].split()) == header[0] and names_in(record) == header


def products_of(
    records: Iterable[Record | Trouble], columns: Columns, *, repeats: bool = False
) -> Iterator[Product | Trouble]:
    """Yield the products of a table in the order of their first rows, and what is wrong.

    A row without an id, or with one that a spreadsheet destroyed, is no product; an id that comes
    again later is a trouble, and the first stays, unless it `repeats` on purpose.
    """
    parents = columns.kind.grouping == "parent"
    rows = _variations_last(records, columns) if parents else records
    seen = Occurrences()
    for gathered in _gathered(rows, columns):
        if isinstance(gathered, Trouble):
            yield gathered
        elif not gathered.key:
            yield Trouble(ErrorCode.CATALOGUE_ID_MISSING, "the row has no id", gathered.row)
        elif is_destroyed(gathered.key):
            said = f"'{gathered.key}' is what a spreadsheet made of a long number"
            yield Trouble(ErrorCode.CATALOGUE_ID_DESTROYED, said, gathered.row)
        elif not repeats and seen.add(gathered.key) > 1:
            said = f"'{gathered.key}' has come before; the first stays"
            yield Trouble(ErrorCode.CATALOGUE_ID_DUPLICATE, said, gathered.row)
        else:
            yield gathered.product()


def _gathered(rows: Iterable[Record | Trouble], columns: Columns) -> Iterator[_Gathered | Trouble]:
    current: _Gathered | None = None
    for row in rows:
        if isinstance(row, Trouble):
            yield row
            continue
        key = _key(row, columns)
        if current is None or not _belongs(row, key, current, columns):
            if current is not None:
                yield current
            current = _Gathered(key, row.line)
        current.take(row, columns)
    if current is not None:
        yield current


def _key(row: Record, columns: Columns) -> str:
    """Return the product's id: the column that groups rows, if there is one and it is filled."""
    grouped = columns.kind.grouping == "same id" and cell_of(row, columns.parent)
    return grouped or cell_of(row, columns.id)


def _belongs(row: Record, key: str, current: _Gathered, columns: Columns) -> bool:
    match columns.kind.grouping:
        case "same id":
            return bool(key) and key == current.key
        case "row above":
            return not cell_of(row, columns.title)
        case "parent":
            return cell_of(row, columns.parent) not in ("", "0", cell_of(row, columns.id))
        case _:
            return False


def _variations_last(
    records: Iterable[Record | Trouble], columns: Columns
) -> Iterator[Record | Trouble]:
    """Yield every product's row, each with the rows that name it as their parent behind it.

    A parent is named by its id (WooCommerce: the SKU) or as `id:44`, the number of its row.
    """
    rows = list(records)  # a variation may stand anywhere: the file has to be known whole
    numbers = _numbers(rows, columns)
    children: dict[str, list[Record]] = {}
    for row in rows:
        if isinstance(row, Record) and (parent := _parent(row, columns, numbers)):
            children.setdefault(parent, []).append(row)
    for row in rows:
        if isinstance(row, Trouble):
            yield row
        elif not _parent(row, columns, numbers):
            yield row
            yield from children.pop(cell_of(row, columns.id), ())
    for parent, lost in children.items():
        for row in lost:
            yield Trouble(ErrorCode.CATALOGUE_PARENT_MISSING, f"no row is '{parent}'", row.line)


def _parent(row: Record, columns: Columns, numbers: Mapping[str, str]) -> str:
    named = cell_of(row, columns.parent)
    if named in ("", "0", cell_of(row, columns.id)):
        return ""
    return numbers.get(named.removeprefix("id:"), named) if named.startswith("id:") else named


def _numbers(rows: Iterable[Record | Trouble], columns: Columns) -> Mapping[str, str]:
    """Return the id of each row by the number in its column `ID`."""
    places = [n for n, name in enumerate(columns.header) if name.casefold() == "id"]
    if not places or places[0] == columns.id:
        return {}
    found = (row for row in rows if isinstance(row, Record))
    return {cell_of(row, places[0]): cell_of(row, columns.id) for row in found}
