"""Titles, texts and numbers of a listing that a channel refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skuscribe.audit.finding import Finding
from skuscribe.audit.listing import Listing
from skuscribe.record.channels import lacks

FIELDS = {
    "/description/title": "title",
    "/description/text": "description",
    "/brand": "brand",
    "/facts/gtin": "gtin",
}
"""Places that a listing's own words fill, and what the finding calls them."""


def broken(listing: Listing, channel: str) -> Iterator[Finding]:
    """Yield what a channel refuses in the listing's own words, and a title that is not there."""
    for lack in lacks(_fields(listing), channel):
        name = FIELDS.get(lack.place)
        if name and (lack.kind == "wrong" or name == "title"):
            key = "name" if name == "title" else name
            said = listing.title if name == "title" else listing.says(name)
            said = listing.description if name == "description" else said
            why = f"{channel}, {lack.field}: {lack.message}"
            yield Finding("rules", name, said[:200], "", f"/listing/{key}", why)


def _fields(listing: Listing) -> dict[str, Any]:
    """Return the listing as a record has it, as far as rules read it."""
    words = ("bullets", "tags", "alt_text", "meta_title", "meta_description")
    facts = [{"key": key, "value": text} for key, text in listing.columns.items()]
    return {
        "id": "",
        "description": {
            **dict.fromkeys(words, ""),
            "title": listing.title,
            "text": listing.description,
        },
        "facts": facts,
        "attributes": [],
        "category": {"google": None, "shopify": None, "merchant": None},
        "brand": {"value": listing.says("brand")} if listing.says("brand") else None,
    }
