"""What differs between two versions of a shop's file: by meaning, a product's photos as a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skuscribe.catalogue.kinds import plainly
from skuscribe.export.meaning import Sort, meaning_of, sort_of
from skuscribe.export.sheet import Key, Sheet, SheetRow

PHOTOS = "photos"
FEW_KNOWN = 0.5
"""Share of the products; when fewer are in both files, the ids themselves were probably changed."""


@dataclass(frozen=True)
class Difference:
    """A cell that somebody changed.

    Attributes:
        product: its id.
        line: of the later file.
        column: its name, or `photos` for the columns of a product's photos together.
        before, after: what the cells say.
    """

    product: str
    line: int
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """Two versions of a file.

    Attributes:
        cells: what was changed in rows that are in both.
        added, gone: rows that only the later, or only the former has.
        most_ids_differ: whether rows can hardly be found again by their ids.
    """

    cells: tuple[Difference, ...]
    added: int
    gone: int
    most_ids_differ: bool


def compared(base: Sheet, theirs: Sheet) -> Compared:
    """Compare a file with its former version; a column that one of them lacks says nothing."""
    former = {row.key: row for row in base.rows}
    shared = [row for row in theirs.rows if row.key in former]
    common, photos = _columns(base, theirs)
    cells = tuple(
        each
        for row in shared
        for each in (*_cells(former[row.key], row, common), *_photos(former[row.key], row, photos))
    )
    ids = {row.key[0] for row in base.rows}
    known = ids & {row.key[0] for row in theirs.rows}
    return Compared(
        cells,
        len(theirs.rows) - len(shared),
        len(base.rows) - len(shared),
        len(known) < FEW_KNOWN * len(ids),
    )


def products_changed(base: Sheet, later: Sheet) -> frozenset[int]:
    """Return the rows of the products of which anything differs, a row or a filled column more."""
    former, there, names = rows_by_key(base), rows_by_key(later), places_in(base)
    fresh = [place for name, place in places_in(later).items() if name not in names]
    found = {each.product for each in compared(base, later).cells}
    found |= {row.key[0] for row in later.rows if row.key not in former}
    found |= {row.key[0] for row in base.rows if row.key not in there}
    found |= {row.key[0] for row in later.rows if any(row.cell(place) for place in fresh)}
    return frozenset(n for n, row in enumerate(later.rows) if row.key[0] in found)


def places_in(sheet: Sheet) -> Mapping[str, int]:
    """Return where each column is, by its name in small letters; the first of equal names."""
    names = [name.casefold() for name in sheet.columns.header]
    return {name: names.index(name) for name in names if name}


def rows_by_key(sheet: Sheet) -> Mapping[Key, SheetRow]:
    """Return the rows of a file by what tells them apart."""
    return {row.key: row for row in sheet.rows}


@dataclass(frozen=True)
class _Column:
    name: str
    before: int
    after: int
    sort: Sort


def _columns(base: Sheet, theirs: Sheet) -> tuple[list[_Column], list[_Column]]:
    """Return the columns of both files, and those of them that hold the photos of a row."""
    before = places_in(base)
    found = [
        _Column(theirs.columns.header[place], before[name], place, _sort(name, place, theirs))
        for name, place in places_in(theirs).items()
        if name in before
    ]
    photos = [column for column in found if column.after in theirs.columns.images]
    stems = {plainly(each.name).strip("0123456789 -") for each in photos}
    listed = photos if len(stems) == 1 < len(photos) else []
    return [column for column in found if column not in listed], listed


def _sort(name: str, place: int, sheet: Sheet) -> Sort:
    return "photo" if place in sheet.columns.images else sort_of(name)


def _cells(before: SheetRow, after: SheetRow, columns: list[_Column]) -> Iterator[Difference]:
    for column in columns:
        old, new = before.cell(column.before), after.cell(column.after)
        if old != new and meaning_of(old, column.sort) != meaning_of(new, column.sort):
            yield Difference(after.key[0], after.line, column.name, old, new)


def _photos(before: SheetRow, after: SheetRow, columns: list[_Column]) -> Iterator[Difference]:
    """Yield one difference for all photos: when one goes, the others move up."""
    old = [cell for column in columns if (cell := before.cell(column.before))]
    new = [cell for column in columns if (cell := after.cell(column.after))]
    if [meaning_of(each, "photo") for each in old] != [meaning_of(each, "photo") for each in new]:
        yield Difference(after.key[0], after.line, PHOTOS, "\n".join(old), "\n".join(new))
