"""One row a product for people and their tools: CSV, Excel, Parquet; and records as JSON lines.

In CSV and Excel a list has a line an item, as decisions have it; in Parquet it is a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from skuscribe.core.extras import missing
from skuscribe.export.cells import guarded
from skuscribe.export.delimited import write_csv
from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions, Written
from skuscribe.record.channels import Fields

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

Kind = Literal["text", "list", "number", "flag"]
BATCH = 1_000
"""Rows that are held at once."""


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and where a record has it."""

    name: str
    kind: Kind
    value: Callable[[Fields], Any]


def _words(name: str, kind: Kind = "text") -> Column:
    return Column(name, kind, lambda record: record["description"][name])


def _node(tree: str, part: str) -> Column:
    def value(record: Fields) -> str | None:
        node = record["category"][tree]
        return node[part] if node else None

    return Column(f"{tree}_{part}", "text", value)


def _shown(name: str, column: str) -> Column:
    def value(record: Fields) -> list[str]:
        every = (each for each in record["attributes"] if each["name"] == name)
        return [each["value"] for each in every if each["state"] == "shown"]

    return Column(column, "list", value)


COLUMNS = (
    Column("id", "text", lambda record: record["id"]),
    Column("state", "text", lambda record: record["decided"]["state"]),
    *(_words("title"), _words("text"), _words("bullets", "list"), _words("alt_text")),
    *(_words("meta_title"), _words("meta_description"), _words("tags", "list")),
    *(_words("language"), _words("writer")),
    Column("category", "text", lambda record: record["category"]["label"]),
    Column("category_confidence", "number", lambda record: record["category"]["confidence"]),
    *(_node(tree, part) for tree in ("shopify", "google", "merchant") for part in ("id", "path")),
    Column("brand", "text", lambda record: (record["brand"] or {"value": None})["value"]),
    *(_shown("colour", "colours"), _shown("shape", "shapes")),
    Column("facts", "list", lambda record: [f"{f['key']}={f['value']}" for f in record["facts"]]),
    Column("texts", "list", lambda record: [text["text"] for text in record["texts"]]),
    Column("photos", "list", lambda record: [photo["name"] for photo in record["photos"]]),
    Column("photo_sha256", "list", lambda record: [p["sha256"] for p in record["photos"]]),
    Column("needs_review", "flag", lambda record: record["review"]["needed"]),
    Column("review_cost", "number", lambda record: record["review"]["cost"]),
    Column("review", "list", lambda record: [r["code"] for r in record["review"]["reasons"]]),
    Column("taxonomy", "text", lambda record: record["made_by"]["taxonomy"]),
    Column("bundle", "text", lambda record: record["made_by"]["bundle"]),
)
NAMES = tuple(column.name for column in COLUMNS)

AS_TEXT: Mapping[Kind, Callable[[Any], str]] = {
    "text": str,
    "list": "\n".join,
    "number": repr,
    "flag": lambda value: "true" if value else "false",
}


def write_flat_csv(listings: Iterable[Listing], stream: BinaryIO, _: ExportOptions) -> Written:
    """Write a CSV for people: cells that a spreadsheet would run are guarded."""
    rows = ({name: guarded(cell) for name, cell in _texts(each)} for each in listings)
    write_csv(stream, rows, NAMES)
    return Written()


def write_jsonl(listings: Iterable[Listing], stream: BinaryIO, _: ExportOptions) -> Written:
    """Write records as JSON lines, with the words that people decided."""
    for listing in listings:
        stream.write(json.dumps(listing.record, ensure_ascii=False).encode() + b"\n")
    return Written()


def write_xlsx(listings: Iterable[Listing], stream: BinaryIO, _: ExportOptions) -> Written:
    """Write an Excel workbook of text cells: none is a formula, no id becomes a number.

    Raises:
        SkuscribeError: `config.extra_missing`.
    """
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
        from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    except ImportError as error:
        raise missing("xlsx", error.name) from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("products")

    def cell(text: str) -> Any:  # noqa: ANN401 - openpyxl has no types
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"
        return made

    sheet.append(NAMES)
    for listing in listings:
        values = (_value(column, listing) for column in COLUMNS)
        sheet.append([cell(v) if isinstance(v, str) else v for v in values])
    book.save(stream)
    return Written()


def write_parquet(listings: Iterable[Listing], stream: BinaryIO, _: ExportOptions) -> Written:
    """Write Parquet of a fixed schema; what is unknown is null.

    Raises:
        SkuscribeError: `config.extra_missing`.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as error:
        raise missing("parquet", error.name) from error
    schema, rows = _schema(pa), iter(listings)
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH)):
            columns = {c.name: [c.value(each.record) for each in batch] for c in COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))
    return Written()


def _schema(arrow: Any) -> pa.Schema:  # noqa: ANN401 - a module that is imported late
    kinds = {
        "text": arrow.string(),
        "list": arrow.list_(arrow.string()),
        "number": arrow.float32(),
        "flag": arrow.bool_(),
    }
    return arrow.schema([(column.name, kinds[column.kind]) for column in COLUMNS])


def _texts(listing: Listing) -> Iterator[tuple[str, str]]:
    for column in COLUMNS:
        value = column.value(listing.record)
        yield column.name, "" if value is None else AS_TEXT[column.kind](value)


def _value(column: Column, listing: Listing) -> str | float | bool | None:
    value = column.value(listing.record)
    return "\n".join(value) if column.kind == "list" else value
