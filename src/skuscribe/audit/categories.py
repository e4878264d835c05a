"""Whether a listing and its photo speak of the same sort of thing, on Google's tree."""

from __future__ import annotations

from collections.abc import Iterator

from skuscribe.audit.finding import Finding
from skuscribe.audit.listing import KIND, Listing
from skuscribe.audit.titles import kind_in
from skuscribe.describe.kind import paths_of
from skuscribe.record.model import Record
from skuscribe.taxonomy.words import SEPARATOR, path_of

SURE = 0.6
"""Confidence from which a photo speaks against a word."""

POSSIBLE = 0.05
"""Belief from which the photo may be what is said after all."""

LEVELS = 2
"""Levels of the tree that two near kinds share: two sorts of clothing, two of shoes."""

Path = tuple[str, ...]


def contradicted(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield what is said to be one sort of thing and shown to be another, far away on the tree."""
    shown = path_of(record.category.google)
    if not shown or record.category.confidence < SURE:
        return
    said = said_in(listing)
    every = [path for paths in said.values() for path in paths]
    # A group of words (some garment) is a coarse answer: whoever wears a bag shows clothes.
    levels = LEVELS if record.category.level == "leaf" else 1
    far = every and all(_is_far(path, shown, levels) for path in every)
    if far and not _is_possible(every, record):
        word = next(iter(said))
        seen, sure = record.category.label or "", record.category.confidence
        why = f"the listing says {word}, the photo shows {seen} ({sure:.0%} sure)"
        yield Finding("contradicts", "category", word, seen, "/category/label", why)


def missing(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield what the photo shows where the listing is filed nowhere."""
    found = record.category
    if not listing.says(KIND) and found.google and found.confidence >= SURE:
        why = f"the category is empty, the photo shows {found.label} ({found.confidence:.0%} sure)"
        yield Finding("missing", "category", "", found.label or "", "/category/label", why)


def said_in(listing: Listing) -> dict[str, list[Path]]:
    """Return what the listing calls the product, with the paths of each word on Google's tree."""
    return {word: paths for word in _said(listing) if (paths := _paths(word))}


def _said(listing: Listing) -> Iterator[str]:
    """Yield the title's word, and the last level of every category it is filed under."""
    if word := kind_in(listing.title):
        yield word
    for each in listing.says(KIND).replace(",", "|").split("|"):
        if word := each.split(">")[-1].split("/")[-1].strip():
            yield word


def _paths(word: str) -> list[Path]:
    low = word.casefold()
    singular = (low, low.removesuffix("s"), low.removesuffix("es"))
    found = next((paths for each in singular if (paths := paths_of(each))), frozenset[str]())
    return [tuple(path.split(SEPARATOR)) for path in found]


def _is_far(said: Path, shown: Path, levels: int = LEVELS) -> bool:
    shared = 0
    while shared < min(len(said), len(shown)) and said[shared] == shown[shared]:
        shared += 1
    return shared < min(levels, len(said), len(shown))


def _is_possible(said: list[Path], record: Record) -> bool:
    """Tell whether the photo was believed to show something near what is said."""
    believed = [a.label for a in record.category.alternatives if a.confidence >= POSSIBLE]
    others = [path for label in believed for path in _paths(label)]
    return any(not _is_far(path, other) for path in said for other in others)
