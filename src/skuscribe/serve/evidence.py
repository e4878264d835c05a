"""A place in a record as a few words for people: what is said there, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from skuscribe.record.model import Record

SOURCES = {"photo": "seen on the photo", "text": "read on the photo", "merchant": "you say so"}


def evidence_of(record: Record, pointer: str) -> str:
    """Return what stands at a JSON pointer into the record; the pointer where it leads nowhere."""
    area, _, rest = pointer.lstrip("/").partition("/")
    try:
        return _TELLING[area](record, rest)
    except (KeyError, ValueError, IndexError, AttributeError):
        return pointer


def _attribute(record: Record, rest: str) -> str:
    found = record.attributes[int(rest.partition("/")[0])]
    sure = "" if found.source == "merchant" else f", {found.confidence:.0%} sure"
    return f"{found.name}: {found.value or found.state}, {SOURCES[found.source]}{sure}"


def _text(record: Record, rest: str) -> str:
    found = record.texts[int(rest.partition("/")[0])]
    return f"“{found.text}” on the photo, {found.confidence:.0%} sure"


def _fact(record: Record, rest: str) -> str:
    found = record.facts[int(rest.partition("/")[0])]
    return f"{found.key}: {found.value}, you say so"


def _category(record: Record, rest: str) -> str:
    found = record.category
    sure = "you say so" if found.origin == "merchant" else f"{found.confidence:.0%} sure"
    return f"category: {found.label}, {sure}"


def _brand(record: Record, rest: str) -> str:
    if record.brand is None:
        raise KeyError(rest)
    return f"brand: {record.brand.value}, {record.brand.confidence:.0%} sure"


_TELLING: Mapping[str, Callable[[Record, str], str]] = {
    "attributes": _attribute,
    "texts": _text,
    "facts": _fact,
    "category": _category,
    "brand": _brand,
}
