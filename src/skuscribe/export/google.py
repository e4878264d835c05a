"""Google Merchant Center feeds: tab-separated text, and RSS 2.0.

Text that a generative model wrote goes into `structured_title` and `structured_description`, with
its source; what a template or a person wrote into the plain ones. Never both: Google would take
the plain one. https://support.google.com/merchants/answer/7052112
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape

from skuscribe.export.cells import harmless, one_line
from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions, Written

AI = "trained_algorithmic_media"
TEMPLATE = "plain"
"""The writer that is no model."""

NAMESPACE = "http://base.google.com/ns/1.0"
MOST_IMAGES, LEAST_HIGHLIGHTS, MOST_COLOUR = 10, 2, 100
STRUCTURED = frozenset({"structured_title", "structured_description"})
ORDER = (
    *("id", "title", "structured_title", "description", "structured_description"),
    *("link", "image_link", "additional_image_link", "availability", "price"),
    *("google_product_category", "product_type", "brand", "gtin", "mpn", "identifier_exists"),
    *("color", "material", "size", "gender", "age_group", "product_highlight"),
)


def write_google(listings: Iterable[Listing], stream: BinaryIO, _: ExportOptions) -> Written:
    """Write tab-separated text; `listings` are gone through twice."""
    used = {name for listing in listings for name in attributes_of(listing)}
    columns = [name for name in ORDER if name in used or name == "id"]
    stream.write(("\t".join(columns) + "\n").encode())
    for listing in listings:
        values = attributes_of(listing)
        cells = (cell(name, values.get(name, ())) for name in columns)
        stream.write(("\t".join(cells) + "\n").encode())
    return Written()


def write_rss(listings: Iterable[Listing], stream: BinaryIO, options: ExportOptions) -> Written:
    """Write RSS 2.0, an item a product."""
    title, site = escape(one_line(options.title)), escape(options.site)
    stream.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{NAMESPACE}">\n'
        f"<channel>\n<title>{title}</title>\n<link>{site}</link>\n"
        f"<description>{title}</description>\n".encode()
    )
    for listing in listings:
        each = attributes_of(listing)
        items = (_element(name, value) for name in ORDER for value in each.get(name, ()))
        stream.write(f"<item>\n{''.join(items)}</item>\n".encode())
    stream.write(b"</channel>\n</rss>\n")
    return Written()


def attributes_of(listing: Listing) -> dict[str, tuple[str, ...]]:
    """Return the attributes of a product by Google's names; only what is known."""
    bullets = tuple(map(_words, listing.say("/description/bullets")))
    found = {
        "id": (listing.id,),
        **_written(listing, "title", "title"),
        **_written(listing, "description", "text"),
        "link": listing.say("/facts/link", "/facts/url")[:1],
        "image_link": listing.images[:1],
        "additional_image_link": listing.images[1 : 1 + MOST_IMAGES],
        "availability": listing.say("/facts/availability")[:1],
        "price": listing.say("/facts/price")[:1],
        "google_product_category": _google(listing),
        "product_type": listing.say("/category/merchant")[:1],
        "brand": listing.say("/brand")[:1],
        "gtin": listing.say("/facts/gtin", "/facts/ean")[:1],
        "mpn": listing.say("/facts/mpn")[:1],
        "color": _colour(listing.say("/attributes/colour")),
        "material": listing.say("/facts/material")[:1],
        "size": listing.say("/facts/size")[:1],
        "gender": listing.say("/facts/gender")[:1],
        "age_group": listing.say("/facts/age_group")[:1],
        "product_highlight": bullets if len(bullets) >= LEAST_HIGHLIGHTS else (),
    }
    known = found["gtin"] or (found["brand"] and found["mpn"])
    found["identifier_exists"] = () if known else ("no",)
    return {name: values for name, values in found.items() if any(values)}


def _written(listing: Listing, name: str, field: str) -> dict[str, tuple[str, ...]]:
    words = _words(listing.one(f"/description/{field}"))
    by_model = listing.record["description"]["writer"] != TEMPLATE
    structured = by_model and field not in listing.by_hand
    return {f"structured_{name}" if structured else name: (words,) if words else ()}


def _google(listing: Listing) -> tuple[str, ...]:
    node = listing.record["category"]["google"]
    return (node["id"],) if node else ()


def _colour(values: Sequence[str]) -> tuple[str, ...]:
    """Return up to three colours as one value, the main one first."""
    joined = "/".join(values)
    return (joined if len(joined) <= MOST_COLOUR else values[0],) if joined else ()


def _words(text: str) -> str:
    return harmless(one_line(text))


def cell(name: str, values: Sequence[str]) -> str:
    """Return values as one cell of the text feed: no tab, no line break."""
    if name in STRUCTURED:
        return "".join(f"{AI}:{_quoted(value)}" for value in values)
    plain = [one_line(value) for value in values]
    if name == "product_highlight":
        return ",".join(_quoted(value) for value in plain)
    return ",".join(plain)


def _quoted(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _element(name: str, value: str) -> str:
    if name not in STRUCTURED:
        return f"<g:{name}>{escape(value)}</g:{name}>\n"
    return (
        f"<g:{name}><g:digital_source_type>{AI}</g:digital_source_type>"
        f"<g:content>{escape(value)}</g:content></g:{name}>\n"
    )
