"""Listings made by hand for the tests of exports: a cup, and words that try to run."""

from __future__ import annotations

import json
from typing import Any

import made
from skuscribe.export.listing import Handles, Listing, listing_of

IMAGES = ("https://shop.example/img/cup-1.jpg", "https://shop.example/img/cup-2.jpg")
FACTS = {
    "brand": "Nordholm",
    "material": "ceramic",
    "price": "19.90 EUR",
    "gtin": "4006381333931",
    "link": "https://shop.example/cup",
    "availability": "in_stock",
}


def record(id: str = "cup", **facts: str) -> dict[str, Any]:
    """The record of a red cup, as JSON has it."""
    settled = made.record(id=id, **facts)  # type: ignore[arg-type]
    found: dict[str, Any] = json.loads(settled.to_json())
    return found


def cup(id: str = "cup", *, words: dict[str, Any] | None = None, **facts: str) -> Listing:
    """A cup that lacks nothing; `words` stand in its description instead of ours."""
    found = record(id, **{**FACTS, **facts})
    found["description"].update(words or {})
    return listing_of(found, Handles().of(id), IMAGES)
