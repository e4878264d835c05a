"""The table of targets: a new one is a file beside this one and a row in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from skuscribe.export.flat import write_flat_csv, write_jsonl, write_parquet, write_xlsx
from skuscribe.export.google import write_google, write_rss
from skuscribe.export.jsonld import write_jsonld
from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions, Written
from skuscribe.export.shopify import write_shopify
from skuscribe.export.woocommerce import write_woocommerce

Write = Callable[[Iterable[Listing], BinaryIO, ExportOptions], Written]


@dataclass(frozen=True)
class Target:
    """A kind of file.

    Attributes:
        channel: whose rules its products keep; see `record.channels`.
        write: writes listings, which may be gone through more than once.
        for_: what it is for, in a few words.
    """

    channel: str
    write: Write
    for_: str


TARGETS = {
    "shopify": Target("shopify", write_shopify, "Shopify's product CSV"),
    "google": Target("google", write_google, "Google Merchant Center, tab-separated"),
    "google-rss": Target("google", write_rss, "Google Merchant Center, RSS 2.0"),
    "woocommerce": Target("woocommerce", write_woocommerce, "WooCommerce's product CSV"),
    "jsonld": Target("jsonld", write_jsonld, "schema.org products as JSON-LD"),
    "csv": Target("table", write_flat_csv, "a table for people"),
    "xlsx": Target("table", write_xlsx, "the same table for Excel"),
    "parquet": Target("table", write_parquet, "the same table for programs"),
    "jsonl": Target("table", write_jsonl, "whole records, a line each"),
}
