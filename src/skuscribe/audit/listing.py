"""What a shop says of one product: its title, its description and its columns."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from skuscribe.catalogue.product import Product
from skuscribe.record.facts import ALIASES
from skuscribe.record.text import clean_text

TITLE, KIND = "name", "category"
LONGEST = 5_000
"""Characters of a description that are read."""

_TAG = re.compile(r"<(?:br|/p|/li|/h\d|/div|/tr)\b[^>]*>|[\r\n]+", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.S | re.IGNORECASE)


@dataclass(frozen=True)
class Listing:
    """The merchant's words.

    Attributes:
        title, description: plain text.
        columns: facts by key, such as `colour`; `category` is what he files it under.
    """

    title: str = ""
    description: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def says(self, key: str) -> str:
        """Return what a column says; empty for nothing."""
        return self.columns.get(key, "")


def listing_of(facts: Mapping[str, str]) -> Listing:
    """Return the listing that a run kept as facts."""
    said = {ALIASES.get(key.lower(), key.lower()): text for key, text in facts.items()}
    title, text = said.pop(TITLE, ""), said.pop("description", "")
    return Listing(_line(title), plain(text), MappingProxyType(said))


def listing_in(product: Product) -> Listing:
    """Return the listing that a catalogue's rows hold."""
    said = {key: clean_text(text) for key, text in product.facts.items()}
    filed = said.pop(KIND, "") or " | ".join(product.label.splitlines())
    columns = {**said, KIND: clean_text(filed)}
    filled = {key: text for key, text in columns.items() if text}
    return Listing(_line(product.title), plain(product.description), MappingProxyType(filled))


def plain(text: str) -> str:
    """Return HTML as text: a line for each paragraph."""
    lines = html.unescape(_MARKUP.sub(" ", _TAG.sub("\n", text))).splitlines()
    return "\n".join(line for each in lines if (line := _line(each)))[:LONGEST]


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())
