"""Rows under named columns as a source, wherever the rows come from: products and doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from skuscribe.catalogue.columns import Columns, columns_of
from skuscribe.catalogue.images import photos_of
from skuscribe.catalogue.joined import joined
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.record import Record
from skuscribe.catalogue.rows import cell_of, products_of, whole_rows
from skuscribe.catalogue.source import Source
from skuscribe.catalogue.understood import Counted, Understood, counted, several, troubles_told
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

Rows = Callable[[], Iterator[Record | Trouble]]
"""Reads the rows behind the header from their beginning, each time it is called."""

MAX_ROWS = 1_000_000


def bounded(rows: Iterable[Record | Trouble], most: int) -> Iterator[Record | Trouble]:
    """Hand `most` rows on.

    Raises:
        SkuscribeError: `catalogue.too_many_rows`, there are more.
    """
    for number, row in enumerate(rows):
        if number == most:
            raise SkuscribeError(ErrorCode.CATALOGUE_TOO_MANY_ROWS, f"more than {most:,} rows")
        yield row


@dataclass(frozen=True)
class Table:
    """Named columns and rows.

    Attributes:
        rows: reads them; memory stays flat.
        columns: which holds what.
        encoding, delimiter: of a text file; empty else.
        notes: doubts about how the file is written.
        folder: where its photos lie, if they are files.
        seconds: other tables that say more of the same products.
        max_rows: more are refused.
        repeats: whether an id may come again, as in a list of images.
    """

    rows: Rows
    columns: Columns
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    folder: Path = Path()
    seconds: tuple[Source, ...] = ()
    max_rows: int = MAX_ROWS
    repeats: bool = False

    def products(self) -> Iterator[Product | Trouble]:
        """Yield its products, and what is wrong with its rows.

        Raises:
            SkuscribeError: what reading the rows raises, and `catalogue.too_many_rows`.
        """
        return self._products(self.rows())

    def _products(self, rows: Iterable[Record | Trouble]) -> Iterator[Product | Trouble]:
        whole = whole_rows(bounded(rows, self.max_rows), self.columns)
        return joined(products_of(whole, self.columns, repeats=self.repeats), self.seconds)

    def understood(self) -> Understood:
        """Read it to its end and say what was understood.

        Raises:
            SkuscribeError: as `products`, and `catalogue.empty`.
        """
        columns, watch = self.columns, _Watch(self.columns)
        tally = counted(self._products(watch.over(self.rows())), self.folder)
        if not watch.rows and not tally.by_code:
            raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, "there is nothing under the header")
        return Understood(
            kind=columns.kind.name,
            encoding=self.encoding,
            delimiter=self.delimiter,
            rows=watch.rows,
            products=tally.products,
            photos=len(tally.photos),
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


def listed(table: Table, sign: str) -> Table:
    """Return a table whose cells for photos hold lists with `sign` between them."""
    return replace(table, columns=replace(table.columns, separator=sign))


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
    photos = tally.photos
    if not columns.images and not photos:
        yield "no column names photos; say --column images=NAME, or --with FILE that does"
    elif not photos:
        yield f"no photo is named in {', '.join(columns.header[p] for p in columns.images)}"
    elif tally.without_photo:
        yield f"{several(tally.without_photo, 'product names', 'products name')} no photo"
    photo, uses = photos.most_shared
    if uses > 1:
        yield f"{uses} products share the photo {photo}"
    if photos.addresses:
        told = several(photos.addresses, "photo is", "photos are")
        yield f"{told} named by address; they are loaded with --fetch alone"
    if photos.missing:
        yield (
            f"{several(photos.missing, 'photo is', 'photos are')} no file in the folder of photos, "
            f"the first is {photos.first_missing}; say --photos DIR"
        )
    if photos.unreachable:
        yield (
            f"{several(photos.unreachable, 'photo is', 'photos are')} at an address that is no "
            f"picture for others: {photos.first_unreachable}"
        )
