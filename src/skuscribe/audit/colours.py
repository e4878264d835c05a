"""Colours that a listing says and that a photo shows, in Shopify's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from skuscribe.attributes.colour.names import table
from skuscribe.attributes.colour.neighbours import NEIGHBOURS
from skuscribe.attributes.colour.space import delta_e
from skuscribe.audit.finding import Finding
from skuscribe.audit.listing import Listing
from skuscribe.audit.titles import head_of
from skuscribe.describe.reading import open_reading
from skuscribe.record.model import Attribute, Record
from skuscribe.taxonomy.words import word_of

SURE = 0.5
"""Confidence of the first colour from which a photo speaks against a word."""

SURE_BESIDE = 0.7
"""Confidence from which a colour beside the first may be the one that is meant."""

SURE_SUBJECT = 0.5
FAR = 12.0
"""CIEDE2000 that a measured colour is away from everything that a word may mean."""


def contradicted(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield where no colour that is said can be one that the photo shows."""
    column, titled = listing.says("colour"), _first_words(listing)
    said = colours_in(column)
    if said and (others := colours_in(titled, loose=True)) and not _agree(said, others):
        why = f"the title says {_listed(others)}, the colour column says {column}"
        yield Finding("contradicts", "colour", _listed(others), column, "/listing/colour", why)
    said = said or colours_in(titled, loose=True)
    shown = shown_in(record)
    if said and shown and all(_is_far(word, each) for word in said for each in shown.values()):
        words = column or _listed(said)
        place, first = next(iter(shown.items()))
        seen = ", ".join(each.value for each in shown.values())
        why = f"the listing says {words}, the photo shows {seen} ({first.confidence:.0%} sure)"
        yield Finding("contradicts", "colour", words, seen, f"/attributes/{place}", why)


def missing(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield a colour that the title says or the photo shows, and that stands in no column."""
    if listing.says("colour"):
        return
    if said := colours_in(_first_words(listing), loose=True):
        why = f"the title says {_listed(said)}, the colour is empty"
        yield Finding("missing", "colour", "", _listed(said), "/listing/name", why)
    elif shown := shown_in(record):
        place, first = next(iter(shown.items()))
        why = f"the colour is empty, the photo shows {first.value} ({first.confidence:.0%} sure)"
        yield Finding("missing", "colour", "", first.value, f"/attributes/{place}", why)


def colours_in(text: str, *, loose: bool = False) -> tuple[str, ...]:
    """Return the colours that a text says of the whole product; `loose` where it says more too.

    None where it says one that has no place among its neighbours (bronze, multicoloured): then
    nothing is known of what is excluded.
    """
    reading = open_reading("en")
    claims = reading.read(text, property="" if loose else "colour")
    said = [c for c in claims if c.property == "colour" and c.polarity and not c.part]
    words = {text[c.start : c.end].casefold() for c in said}
    if loose and any(word in STONES or word_of(word) for word in words):
        return ()  # a title's orange or chocolate may be what it sells
    found = [_words().get(claim.value, ()) for claim in said]
    return tuple(dict.fromkeys(chain.from_iterable(found))) if all(found) else ()


def shown_in(record: Record) -> dict[int, Attribute]:
    """Return the colours that the photo surely shows, by their place in the record."""
    found = {
        place: each
        for place, each in enumerate(record.attributes)
        if each.name == "colour" and each.state == "shown" and each.source == "photo"
    }
    sure = found and next(iter(found.values())).confidence >= SURE
    if not sure or record.subject.confidence < SURE_SUBJECT:
        return {}
    first = next(iter(found))
    return {
        place: each
        for place, each in found.items()
        if place == first or each.confidence >= SURE_BESIDE
    }


STONES = frozenset({"emerald", "ruby", "sapphire", "amber", "gold", "silver", "rose", "copper"})
"""What things are made of, in a title."""

SEVERAL: Mapping[str, tuple[str, ...]] = {
    "khaki": ("Beige", "Green", "Brown"),
    "cream": ("Beige", "White", "Yellow"),
    "turquoise": ("Blue", "Green"),
    "teal": ("Blue", "Green"),
    "mint": ("Green", "Blue"),
    "burgundy": ("Red", "Purple"),
    "maroon": ("Red", "Brown"),
    "coral": ("Orange", "Pink", "Red"),
}
"""Words that people use of more than one."""


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    reading = open_reading("en")
    own = {word.lower(): (word,) for word in NEIGHBOURS}
    found: dict[str, tuple[str, ...]] = {**own, **SEVERAL}
    for word, entries in table().items():
        for name, _ in entries:
            for claim in reading.read(name, property="colour"):
                if claim.property == "colour":
                    found.setdefault(claim.value, (word,))
    return found


def _first_words(listing: Listing) -> str:
    """Return the title as far as it speaks of the product and not of what is with it."""
    return head_of(listing.title)


def _is_far(word: str, shown: Attribute) -> bool:
    other = shown.standard.value if shown.standard else shown.value
    if other not in NEIGHBOURS or other == word or other in NEIGHBOURS[word]:
        return False
    swatch, meant = shown.evidence.swatch, table().get(word, ())
    return swatch is None or all(delta_e(swatch.lab, lab) > FAR for _, lab in meant)


def _agree(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(a == b or a in NEIGHBOURS[b] for a in some for b in others)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(word.lower() for word in words)
