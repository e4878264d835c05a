"""Shopify's product CSV: only the columns that we fill, so that an import changes nothing else.

No variant column is written: it would need the options of the product, and wrong ones delete
variants. https://help.shopify.com/manual/products/import-export/using-csv
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import BinaryIO

from skuscribe.export.cells import harmless, one_line
from skuscribe.export.delimited import Cells, flat, header_of, rows_by, write_csv
from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions, Written

NAMES = {
    "Title": "Title",
    "URL handle": "Handle",
    "Description": "Body (HTML)",
    "Vendor": "Vendor",
    "Product category": "Product Category",
    "Type": "Type",
    "Tags": "Tags",
    "Product image URL": "Image Src",
    "Image position": "Image Position",
    "Image alt text": "Image Alt Text",
    "SEO title": "SEO Title",
    "SEO description": "SEO Description",
}
"""Columns in the order of today's template, and their names before it."""

METAFIELDS = {
    "shopify/color": "Color (product.metafields.shopify.color-pattern)",
    "shopify/shape": "Shape (product.metafields.shopify.shape)",
}
"""The category metafield that holds the values of a vocabulary."""


def write_shopify(listings: Iterable[Listing], stream: BinaryIO, options: ExportOptions) -> Written:
    """Write the file; `listings` are gone through twice."""
    rows = rows_by(listings, rows_of)
    header = header_of(rows, (*NAMES, *METAFIELDS.values()), new=options.new)
    legacy = options.dialect == "legacy"
    named = {column: NAMES.get(column, column) if legacy else column for column in header.columns}
    renamed = ({named[key]: row[key] for key in named if key in row} for row in flat(rows))
    write_csv(stream, renamed, tuple(named.values()))
    return Written(header.left_out)


def rows_of(listing: Listing) -> list[Cells]:
    """Return the rows of a product: its own with the first photo, then one a further photo."""
    main = {
        "Title": _words(listing, "title"),
        "URL handle": listing.handle,
        "Description": html_of(listing),
        "Vendor": harmless(listing.one("/brand")),
        "Product category": listing.one("/category/shopify"),
        "Type": harmless(listing.one("/category/merchant")),
        "Tags": ", ".join(filter(None, map(_tag, listing.say("/description/tags")))),
        "SEO title": _words(listing, "meta_title"),
        "SEO description": _words(listing, "meta_description"),
        **_metafields(listing),
    }
    if listing.images:
        alt = _words(listing, "alt_text")
        main |= {"Product image URL": listing.images[0], "Image position": "1"}
        main |= {"Image alt text": alt}
    further = [
        {"URL handle": listing.handle, "Product image URL": image, "Image position": str(place)}
        for place, image in enumerate(listing.images[1:], start=2)
    ]
    return [main, *further]


def html_of(listing: Listing) -> str:
    """Return text and bullets as HTML; whatever stands in them is shown, never run."""
    blocks = (block for block in listing.one("/description/text").split("\n\n") if block.strip())
    text = "".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks)
    bullets = listing.say("/description/bullets")
    items = "".join(f"<li>{escape(bullet, quote=False)}</li>" for bullet in bullets)
    return f"{text}<ul>{items}</ul>" if items else text


def _words(listing: Listing, field: str) -> str:
    return harmless(one_line(listing.one(f"/description/{field}")))


def _tag(tag: str) -> str:
    """Return a tag; a comma would make two of it."""
    return harmless(one_line(tag.replace(",", " ")))


def _metafields(listing: Listing) -> Cells:
    """Return the values of public vocabularies by their handles, unless the merchant says other."""
    found: dict[str, list[str]] = {}
    stated = {fact["key"] for fact in listing.record["facts"]}
    for attribute in listing.record["attributes"]:
        standard = attribute["standard"]
        shown = attribute["state"] == "shown" and attribute["name"] not in stated
        if shown and standard and standard["vocabulary"] in METAFIELDS:
            handle = re.sub(r"[^a-z0-9]+", "-", standard["value"].lower()).strip("-")
            values = found.setdefault(METAFIELDS[standard["vocabulary"]], [])
            if handle not in values:
                values.append(handle)
    return {column: "; ".join(values) for column, values in found.items()}
