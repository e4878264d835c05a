"""Rows under named columns as a source, wherever the rows come from: products and doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from skuscribe.catalogue.columns import Columns, columns_of
from skuscribe.catalogue.images import photos_of
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.records import Record
from skuscribe.catalogue.rows import cell_of, products_of, whole_rows
from skuscribe.catalogue.understood import Counted, Understood, counted, several, troubles_told

Rows = Callable[[], Iterator[Record | Trouble]]
"""Reads the rows behind the header from their beginning, each time it is called."""


@dataclass(frozen=True)
class Table:
    """Named columns and rows.

    Attributes:
        rows: reads them; memory stays flat.
        columns: which holds what.
        encoding, delimiter: of a text file; empty else.
        notes: doubts about how the file is written.
    """

    rows: Rows
    columns: Columns
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

    def products(self) -> Iterator[Product | Trouble]:
        """Yield its products, and what is wrong with its rows."""
        yield from products_of(whole_rows(self.rows(), self.columns), self.columns)

    def understood(self) -> Understood:
        """Read it to its end and say what was understood."""
        tally, columns = counted(self.products()), self.columns
        records = (row for row in self.rows() if isinstance(row, Record))
        return Understood(
            kind=columns.kind.name,
            encoding=self.encoding,
            delimiter=self.delimiter,
            rows=sum(not record.is_blank for record in records),
            products=tally.products,
            photos=tally.photos,
            id_column=columns.name(columns.id),
            image_columns=self._image_columns(),
            image_separator=columns.separator,
            title_column=columns.name(columns.title),
            description_column=columns.name(columns.description),
            doubts=(*self.notes, *_doubts(columns, tally)),
            samples=tally.samples,
            troubles=tally.by_code,
        )

    def _image_columns(self) -> tuple[str, ...]:
        """Return the names of the columns for photos; one that is filled with none is no such."""
        filled, named = set[int](), set[int]()
        for row in (each for each in self.rows() if isinstance(each, Record)):
            for place in self.columns.images:
                if cell := cell_of(row, place):
                    filled.add(place)
                    named |= {place} if photos_of(cell, self.columns.separator) else set()
        kept = (p for p in self.columns.images if p in named or p not in filled)
        return tuple(self.columns.header[place] for place in kept)


def table_of(
    header: Sequence[str],
    rows: Rows,
    given: Mapping[str, str],
    encoding: str = "",
    delimiter: str = "",
    notes: Sequence[str] = (),
) -> Table:
    """Return the source of rows under `header`; `given` names columns as the user says."""
    return Table(rows, columns_of(header, given), encoding, delimiter, tuple(notes))


def _doubts(columns: Columns, tally: Counted) -> Iterator[str]:
    if columns.doubled:
        yield f"named twice, the first is used: {', '.join(columns.doubled)}"
    if columns.id is None:
        yield "no column is an id; say --column id=NAME"
    yield from _about_photos(columns, tally)
    if columns.title is None:
        yield "no column is a title"
    yield from troubles_told(tally)


def _about_photos(columns: Columns, tally: Counted) -> Iterator[str]:
    if not columns.images:
        yield "no column names photos; say --column images=NAME"
    elif tally.photos == 0:
        yield f"no photo is named in {', '.join(columns.header[p] for p in columns.images)}"
    elif tally.without_photo:
        yield f"{several(tally.without_photo, 'product names', 'products name')} no photo"
    photo, uses = tally.most_shared
    if uses > 1:
        yield f"{uses} products share the photo {photo}"
    if tally.addresses:
        yield f"{several(tally.addresses, 'photo is', 'photos are')} named by address"
    if tally.unreachable:
        yield (
            f"{several(tally.unreachable, 'photo is', 'photos are')} at an address that is no "
            f"picture for others: {tally.first_unreachable}"
        )
