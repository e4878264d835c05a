"""Checks of files by the published rules of shops and feeds, apart from the code that writes them.

Sources: Shopify's help on product CSVs, Google's product data specification, WooCommerce's import
schema, schema.org.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

TODAY = {
    *("Title", "URL handle", "Description", "Vendor", "Product category", "Type", "Tags"),
    *("Product image URL", "Image position", "Image alt text", "SEO title", "SEO description"),
    "Color (product.metafields.shopify.color-pattern)",
    "Shape (product.metafields.shopify.shape)",
}
LEGACY = {
    *("Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags"),
    *("Image Src", "Image Position", "Image Alt Text", "SEO Title", "SEO Description"),
    "Color (product.metafields.shopify.color-pattern)",
    "Shape (product.metafields.shopify.shape)",
}
GOOGLE = {
    "id": 50, "title": 150, "description": 5000, "link": 2000, "image_link": 2000,
    "additional_image_link": 20000, "availability": 20, "price": 20, "google_product_category": 10,
    "product_type": 750, "brand": 70, "gtin": 14, "mpn": 70, "identifier_exists": 3, "color": 100,
    "material": 200, "size": 100, "gender": 6, "age_group": 7, "product_highlight": 15000,
    "structured_title": 200, "structured_description": 5100,
}  # fmt: skip
ALLOWED_TAGS = {"p", "ul", "li"}
BARE = "{http://base.google.com/ns/1.0}"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS, tag
        assert not attrs, attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(html: str) -> str:
    """The text of HTML that holds paragraphs and lists alone."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    assert not parser.open
    return parser.text


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV, each as wide as the header, LF ends."""
    assert not content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    assert b"\r\n" not in content
    assert all(len(line) == len(lines[0]) for line in lines)
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def shopify(content: bytes, *, legacy: bool = False) -> list[dict[str, str]]:
    """Check a product CSV of Shopify."""
    rows, allowed = rows_of(content), LEGACY if legacy else TODAY
    handle, body = ("Handle", "Body (HTML)") if legacy else ("URL handle", "Description")
    assert len(content) <= 15_000_000
    seen: list[str] = []
    for row in rows:
        assert set(row) <= allowed, set(row) - allowed
        assert re.fullmatch(r"[a-z0-9-]{1,255}", row[handle])
        first = row[handle] not in seen
        assert first or row[handle] == seen[-1], "rows of a product stand together"
        seen.append(row[handle])
        assert not first or 0 < len(row["Title"]) <= 255
        text_of(row.get(body, ""))
        assert len(row.get("SEO title", row.get("SEO Title", ""))) <= 70
        assert len(row.get("SEO description", row.get("SEO Description", ""))) <= 320
        assert len(row.get("Tags", "").split(",")) <= 250
        for column in (name for name in row if "metafields" in name):
            assert re.fullmatch(r"([a-z0-9-]+(; )?)*", row[column])
    return rows


def google(rows: list[dict[str, list[str]]]) -> None:
    """Check items of a feed of Google, each a list of values by attribute."""
    ids = [row["id"][0] for row in rows]
    assert len(set(ids)) == len(ids)
    for row in rows:
        assert set(row) <= set(GOOGLE), set(row) - set(GOOGLE)
        assert ("title" in row) != ("structured_title" in row)
        assert ("description" in row) != ("structured_description" in row)
        for name, values in row.items():
            assert all(0 < len(value) <= GOOGLE[name] for value in values), name
            assert not any(re.search(r"[\t\r\n]", value) for value in values)
        for value in row.get("gtin", []):
            digits = [int(d) for d in reversed(value)]
            assert sum(d * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10 == 0
        for value in row.get("color", []):
            assert len(value.split("/")) <= 3
            assert not re.search(r"[0-9#,]", value)
        for value in row.get("price", []):
            assert re.fullmatch(r"\d+(\.\d\d?)? [A-Z]{3}", value)


def google_text(content: bytes) -> list[dict[str, list[str]]]:
    """Read and check a tab-separated feed."""
    header, *lines = (line.split("\t") for line in content.decode().split("\n")[:-1])
    assert all(len(line) == len(header) for line in lines)
    rows = [
        {name: [cell] for name, cell in zip(header, line, strict=True) if cell} for line in lines
    ]
    google(rows)
    return rows


def google_rss(content: bytes) -> list[dict[str, list[str]]]:
    """Read and check a feed in RSS 2.0."""
    root = ElementTree.fromstring(content)  # noqa: S314 - a file of our own making
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})
    (channel,) = root
    assert {"title", "link", "description"} <= {each.tag for each in channel}
    rows: list[dict[str, list[str]]] = []
    for item in channel.iter("item"):
        rows.append({})
        for each in item:
            assert each.tag.startswith(BARE)
            rows[-1].setdefault(each.tag.removeprefix(BARE), []).append("".join(each.itertext()))
    google(rows)
    return rows


PRODUCT = {
    *("@type", "name", "description", "sku", "image", "url", "brand", "category", "color"),
    *("material", "size", "gtin", "mpn", "offers", "additionalProperty"),
}


def jsonld(content: bytes) -> list[dict[str, Any]]:
    """Read and check a graph of schema.org products."""
    document = json.loads(content)
    assert document["@context"] == "https://schema.org"
    assert b"<" not in content
    for product in document["@graph"]:
        assert product["@type"] == "Product"
        assert set(product) <= PRODUCT
        assert product["name"]
        assert isinstance(product.get("color", ""), str)
        if offer := product.get("offers"):
            assert re.fullmatch(r"\d+(\.\d\d?)?", offer["price"])
            assert re.fullmatch("[A-Z]{3}", offer["priceCurrency"])
    return list(document["@graph"])
