"""Words of a listing that nothing supports: what the law asks proof of first, then performance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from skuscribe.audit.finding import Finding
from skuscribe.audit.listing import Listing
from skuscribe.describe.reading import open_reading
from skuscribe.describe.verify import verify
from skuscribe.record.model import GivenFact, Record

PROVED = ("health", "certification", "authenticity", "superlative", "performance")
"""Kinds of claims that a shop answers for; what else it tells of its goods is its own knowledge."""

TESTED = re.compile(
    r".*(proof|-resistant|-repellent)|uv-protection|unbreakable|breathable|durable|lightweight"
    r"|non-(slip|stick)|energy efficient|quick drying|noise cancelling|wrinkle-free|rechargeable"
)
"""Performances that can be put to a test; soft, warm and quiet are said of colours too."""

LOOSE = frozenset(
    {"most", "quality", "organic", "natural", "style", "luxury", "luxurious", "reliable"}
    | {"exclusive", "professional", "professional-style"}
)
"""Words of many senses: an organic texture is no certificate, everyday luxury no promise."""

OUR_COLUMNS = frozenset({"price", "id", "sku", "link", "availability", "category"})
"""Columns that say nothing that a claim could rest on."""


def unsupported(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield each such word once, where neither a column, nor the photo, nor its text bears it."""
    known = told(record, listing.columns)
    seen = set[str]()
    for field, text in (("title", listing.title), ("description", listing.description)):
        for each in verify(text, known) if text else ():
            word = each.text.casefold().strip(" -")
            if each.is_fault and word not in seen and _is_answered_for(each.kind, word):
                seen.add(word)
                ground = each.grounds[0] if each.grounds else ""
                why = f"the {field} says {each.text}, no column and no photo does: {each.why}"
                shows = each.why if each.verdict == "contradicted" else ""
                yield Finding("unsupported", each.kind, each.text, shows, ground, why)


def _is_answered_for(kind: str, word: str) -> bool:
    """Tell whether a shop has to be able to prove a word of such a kind."""
    if kind not in PROVED or word in LOOSE:
        return False
    values = (c.value for c in open_reading("en").read(word) if c.property == kind)
    return kind != "performance" or any(TESTED.fullmatch(value) for value in values)


def told(record: Record, columns: Mapping[str, str]) -> Record:
    """Return what the photos show with the listing's columns as the merchant's facts."""
    facts = (
        GivenFact(key=key, value=text) for key, text in columns.items() if key not in OUR_COLUMNS
    )
    return record.model_copy(update={"facts": (*record.facts, *facts)})
