"""WooCommerce's product CSV, for its own importer.

Its importer takes away the apostrophe that its exporter writes before `=`, `+`, `-` and `@`, so
ours writes it too. https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from skuscribe.export.cells import harmless, one_line
from skuscribe.export.delimited import Cells, flat, header_of, rows_by, write_csv
from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions, Written
from skuscribe.export.shopify import html_of

COLUMNS = ("SKU", "Name", "Short description", "Description", "Categories", "Tags", "Images")
ATTRIBUTES = {
    "Color": "/attributes/colour",
    "Material": "/facts/material",
    "Size": "/facts/size",
    "Brand": "/brand",
}
"""What is written as an attribute of the product, under its English name, and where it stands."""

PARTS = ("name", "value(s)", "visible", "global")


def write_woocommerce(
    listings: Iterable[Listing], stream: BinaryIO, options: ExportOptions
) -> Written:
    """Write the file; `listings` are gone through twice."""
    rows = rows_by(listings, lambda listing: [row_of(listing)])
    places = [f"Attribute {n} {part}" for n in range(1, len(ATTRIBUTES) + 1) for part in PARTS]
    header = header_of(rows, (*COLUMNS, *places), new=options.new)
    write_csv(stream, flat(rows), header.columns)
    return Written(header.left_out)


def row_of(listing: Listing) -> Cells:
    """Return the row of a product."""
    paths = listing.say("/category/merchant", "/category/shopify")
    row = {
        "SKU": listing.id,
        "Name": harmless(one_line(listing.one("/description/title"))),
        "Short description": one_line(listing.one("/description/meta_description")),
        "Description": html_of(listing),
        "Categories": _listed(paths),
        "Tags": _listed(listing.say("/description/tags")),
        "Images": ", ".join(image.replace(",", "%2C") for image in listing.images),
    }
    for number, (name, place) in enumerate(ATTRIBUTES.items(), start=1):
        if values := listing.say(place):
            cells = (name, _listed(values), "1", "0")
            row |= {f"Attribute {number} {p}": c for p, c in zip(PARTS, cells, strict=True)}
    return {column: _guarded(cell) for column, cell in row.items()}


def _listed(values: Iterable[str]) -> str:
    """Return values with commas between them; a comma inside one is escaped."""
    return ", ".join(one_line(value).replace(",", "\\,") for value in values)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
