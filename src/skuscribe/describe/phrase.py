"""Text that remembers which stretch of it rests on which fact.

Phrases are joined while sentences are made, so the ledger of claims is never found by searching.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skuscribe.describe.facts import Fact
from skuscribe.record.model import Claim, FieldName


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` state a fact of `kind` that rests on `grounds`."""

    start: int
    end: int
    kind: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """A piece of text with its marks."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Phrase | str) -> Phrase:
        if isinstance(other, str):
            return Phrase(self.text + other, self.marks)
        shift = len(self.text)
        moved = tuple(Mark(m.start + shift, m.end + shift, m.kind, m.grounds) for m in other.marks)
        return Phrase(self.text + other.text, self.marks + moved)

    def __bool__(self) -> bool:
        return bool(self.text)

    def capitalised(self) -> Phrase:
        """Return the phrase with its first letter as a capital; the rest is left alone."""
        first = self.text[:1].upper()
        # Some letters grow when raised (ß): then the marks would no longer fit.
        return Phrase(first + self.text[1:], self.marks) if len(first) == 1 else self

    def without_start(self, length: int) -> Phrase:
        """Return the phrase without its first characters, none of which may be marked."""
        moved = tuple(Mark(m.start - length, m.end - length, m.kind, m.grounds) for m in self.marks)
        return Phrase(self.text[length:], moved)

    def replaced(self, start: int, end: int, words: str) -> Phrase:
        """Return the phrase with other words for its characters `start` to `end`."""
        grown = start + len(words) - end

        def moved(place: int, inside: int) -> int:
            return place if place <= start else inside if place < end else place + grown

        marks = tuple(
            Mark(moved(m.start, start), moved(m.end, end + grown), m.kind, m.grounds)
            for m in self.marks
        )
        return Phrase(self.text[:start] + words + self.text[end:], marks)

    def within(self, limit: int) -> bool:
        """Tell whether the phrase has at most `limit` characters."""
        return len(self.text) <= limit


def say(fact: Fact, words: str | None = None) -> Phrase:
    """Return the fact's value, or `words` in its place, marked as a claim."""
    text = fact.value if words is None else words
    return Phrase(text, (Mark(0, len(text), fact.kind, fact.grounds),) if text else ())


def joined(parts: Sequence[Phrase], between: str) -> Phrase:
    """Join phrases; empty ones are left out."""
    result = Phrase()
    for part in parts:
        if part:
            result = result + between + part if result else part
    return result


def listed(parts: Sequence[Phrase], last: str) -> Phrase:
    """Join phrases as a list: `a, b and c` where `last` is `and`."""
    if len(parts) < 2:
        return joined(parts, "")
    return joined(parts[:-1], ", ") + f" {last} " + parts[-1]


def fitting(parts: Sequence[Phrase], between: str, limit: int) -> Phrase:
    """Join as many parts as fit into `limit`, in order, each whole or not at all."""
    result = Phrase()
    for part in parts:
        longer = joined((result, part), between)
        if longer.within(limit):
            result = longer
    return result


def claims(field: FieldName, phrase: Phrase) -> tuple[Claim, ...]:
    """Return the phrase's marks as claims of a description field."""
    return tuple(
        Claim(field=field, start=m.start, end=m.end, kind=m.kind, grounds=m.grounds)
        for m in phrase.marks
    )
