"""Rows under named columns as a source, wherever the rows come from: products and doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        columns, watch = self.columns, _Watch(self.columns)
        rows = whole_rows(watch.over(self.rows()), columns)
        tally = counted(products_of(rows, columns))
        return Understood(
            kind=columns.kind.name,
            encoding=self.encoding,
            delimiter=self.delimiter,
            rows=watch.rows,
            products=tally.products,
            photos=tally.photos,
            id_column=columns.name(columns.id),
            image_columns=watch.image_columns,
            image_separator=columns.separator,
            title_column=columns.name(columns.title),
            description_column=columns.name(columns.description),
            doubts=(*self.notes, *_doubts(columns, tally)),
            samples=tally.samples,
            troubles=tally.by_code,
        )


class _Watch:
    """Counts the rows that pass by, and sees which columns for photos name any."""

    def __init__(self, columns: Columns) -> None:
        self._columns, self.rows = columns, 0
        self._filled, self._named = set[int](), set[int]()

    def over(self, rows: Iterable[Record | Trouble]) -> Iterator[Record | Trouble]:
        """Hand the rows on."""
        for row in rows:
            if isinstance(row, Record) and not row.is_blank:
                self.rows += 1
                self._look_at(row)
            yield row

    def _look_at(self, row: Record) -> None:
        for place in self._columns.images:
            if place not in self._named and (cell := cell_of(row, place)):
                self._filled.add(place)
                if photos_of(cell, self._columns.separator):
                    self._named.add(place)

    @property
    def image_columns(self) -> tuple[str, ...]:
        """Names of the columns for photos; one whose cells name none is no such."""
        wrong = self._filled - self._named
        return tuple(self._columns.header[p] for p in self._columns.images if p not in wrong)


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
