"""schema.org Products as JSON-LD: one document, a graph of products; safe inside a web page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions, Written

CONTEXT = "https://schema.org"
AVAILABILITY = {
    "in_stock": "InStock",
    "out_of_stock": "OutOfStock",
    "preorder": "PreOrder",
    "backorder": "BackOrder",
}


def write_jsonld(listings: Iterable[Listing], stream: BinaryIO, _: ExportOptions) -> Written:
    """Write the document, a line a product."""
    stream.write(f'{{"@context":"{CONTEXT}","@graph":['.encode())
    for number, listing in enumerate(listings):
        stream.write((",\n" if number else "\n").encode() + line_of(listing).encode())
    stream.write(b"\n]}\n")
    return Written()


def line_of(listing: Listing) -> str:
    """Return a product as JSON that ends no script element of a page it stands in."""
    return json.dumps(product_of(listing), ensure_ascii=False).replace("<", "\\u003c")


def product_of(listing: Listing) -> dict[str, Any]:
    """Return a product; only what is known is said."""
    brand, price = listing.one("/brand"), listing.one("/facts/price")
    known = {
        "name": listing.one("/description/title"),
        "description": listing.one("/description/text"),
        "sku": listing.id,
        "image": list(listing.images),
        "url": listing.one("/facts/link", "/facts/url"),
        "brand": {"@type": "Brand", "name": brand} if brand else None,
        "category": listing.one("/category/google", "/category/merchant"),
        "color": "/".join(listing.say("/attributes/colour")),
        "material": listing.one("/facts/material"),
        "size": listing.one("/facts/size"),
        "gtin": listing.one("/facts/gtin", "/facts/ean"),
        "mpn": listing.one("/facts/mpn"),
        "offers": _offer(price, listing.one("/facts/availability")),
        "additionalProperty": [
            {"@type": "PropertyValue", "name": "Shape", "value": value}
            for value in listing.say("/attributes/shape")
        ],
    }
    said = {key: value for key, value in known.items() if value}
    return {"@type": "Product", **said}


def _offer(price: str, availability: str) -> dict[str, str] | None:
    """Return the offer of a price such as `15.00 EUR`."""
    if not price:
        return None
    amount, currency = price.split(" ")
    offer = {"@type": "Offer", "price": amount, "priceCurrency": currency}
    known = AVAILABILITY.get(availability)
    return offer | {"availability": f"{CONTEXT}/{known}"} if known else offer
