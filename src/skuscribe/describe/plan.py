"""Facts to a plan: what is said, in which order, grouped how. No words: those are a language's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skuscribe.attributes.table import ATTRIBUTES, Row
from skuscribe.describe.facts import Fact, Facts
from skuscribe.describe.lengths import Extent
from skuscribe.record.facts import FACT_KEYS
from skuscribe.record.limits import LONGEST_QUOTE

QUOTES_IN_BULLETS, QUOTES_IN_ALT_TEXT = 3, 1

NEVER_PROSE = frozenset(key.name for key in FACT_KEYS if not key.in_prose)
"""Keys that belong to the shop's columns, not to its sentences."""

MEASURES = ("size", "quantity")
"""What ends a title."""


@dataclass(frozen=True)
class Group:
    """Facts of one kind that are said together, in the order given.

    `labelled` where the kind's name is part of what is claimed, as a merchant's own key is.
    """

    kind: str
    facts: tuple[Fact, ...]
    labelled: bool = False


@dataclass(frozen=True)
class Plan:
    """What the fields of a description say.

    Attributes:
        category, brand, name: what it is, whose it is, what it is called; None where not known.
        adjectives: what stands before the noun, in that order.
        title_adjectives: those of them that titles say, and descriptions of a packed good.
        measures: sizes and quantities that end the title.
        quotes: lines of text, the largest, in the order in which they are read.
        told: what the merchant adds.
        points: a group a bullet.
        point_quotes: lines of text for the last bullet.
        tags: facts whose words are tags.
    """

    category: Fact | None
    brand: Fact | None
    name: Fact | None
    adjectives: tuple[Group, ...]
    title_adjectives: tuple[Group, ...]
    measures: tuple[Fact, ...]
    quotes: tuple[Fact, ...]
    told: tuple[Fact, ...]
    points: tuple[Group, ...]
    point_quotes: tuple[Fact, ...]
    tags: tuple[Fact, ...]


def plan_of(facts: Facts, extent: Extent) -> Plan:
    """Return the plan of everything that is told of the product."""
    further = tuple(fact for fact in facts.others() if fact.kind not in NEVER_PROSE)
    return _plan(facts, further, extent.quotes, extent.told)


def plan_of_photo(facts: Facts) -> Plan:
    """Return the plan of what the photo shows, for those who cannot see it."""
    return _plan(facts.only_seen(), (), QUOTES_IN_ALT_TEXT, 0)


def _plan(facts: Facts, further: tuple[Fact, ...], quotes: int, told: int) -> Plan:
    ranked = sorted((row for row in ATTRIBUTES if row.rank), key=lambda row: row.rank or 0)
    return Plan(
        category=_first(facts.of("category")),
        brand=_first(facts.of("brand")),
        name=_first(facts.of("name")),
        adjectives=_groups(facts, ranked),
        title_adjectives=_groups(facts, [row for row in ranked if row.in_title]),
        measures=tuple(fact for fact in facts.told if fact.kind in MEASURES),
        quotes=_largest(facts, quotes),
        told=further[:told],
        points=tuple(_points(facts, further)),
        point_quotes=_largest(facts, QUOTES_IN_BULLETS),
        tags=tuple(_tags(facts)),
    )


def _first(facts: tuple[Fact, ...]) -> Fact | None:
    return facts[0] if facts else None


def _groups(facts: Facts, rows: list[Row]) -> tuple[Group, ...]:
    groups = (
        Group(row.name, facts.of(row.name)[: row.most_said], labelled=row.most_said == 1)
        for row in rows
    )
    return tuple(group for group in groups if group.facts)


def _largest(facts: Facts, most: int) -> tuple[Fact, ...]:
    """Return the `most` largest lines, in the order in which they are read."""
    lines = [fact for fact in facts.texts if len(fact.value) <= LONGEST_QUOTE]
    largest = sorted(lines, key=lambda fact: -fact.weight)[:most]
    return tuple(fact for fact in lines if fact in largest)


def _points(facts: Facts, further: tuple[Fact, ...]) -> Iterator[Group]:
    yield from _groups(facts, list(ATTRIBUTES))
    yield from (Group(fact.kind, (fact,)) for fact in facts.of("brand")[:1])
    yield from (Group(fact.kind, (fact,), labelled=True) for fact in further)


def _tags(facts: Facts) -> Iterator[Fact]:
    keys = [key.name for key in FACT_KEYS if key.in_tags]
    # What it is comes first, how it looks next, whose it is and what it is made of last.
    for kind in (*keys[:1], *(row.name for row in ATTRIBUTES), *keys[1:]):
        yield from facts.of(kind)
