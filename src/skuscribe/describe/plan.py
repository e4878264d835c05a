"""Facts to a plan: what is said, in which order, grouped how. No words: those are a language's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skuscribe.attributes.table import ATTRIBUTES, Row
from skuscribe.describe.facts import Fact, Facts
from skuscribe.describe.families import in_order, kind_told
from skuscribe.describe.lengths import Extent
from skuscribe.record.facts import FACT_KEYS
from skuscribe.record.limits import LONGEST_QUOTE

QUOTES_IN_BULLETS, QUOTES_IN_ALT_TEXT = 3, 1

NEVER_PROSE = frozenset(key.name for key in FACT_KEYS if not key.in_prose)
"""Keys that belong to the shop's columns, not to its sentences."""

MEASURES = ("size", "quantity", "capacity")
"""What ends a title."""

LEADS = ("material", "audience", "pattern")
"""Kinds that are told with what the product is, at every length."""

ONE_PAIR = frozenset({"pair", "1 pair", "one pair", "a pair"})


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
        material, audience, pattern: what is told with what it is.
        pair: what says that there are two of it.
        told: what the merchant adds, in the order of the family.
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
    material: Fact | None
    audience: Fact | None
    pattern: Fact | None
    pair: Fact | None
    told: tuple[Fact, ...]
    points: tuple[Group, ...]
    point_quotes: tuple[Fact, ...]
    tags: tuple[Fact, ...]


def plan_of(facts: Facts, extent: Extent) -> Plan:
    """Return the plan of everything that is told of the product."""
    further = [fact for fact in facts.others() if fact.kind not in NEVER_PROSE]
    category = _first(facts.of("category"))
    ordered = in_order(further, category.value if category else "")
    return _plan(facts, ordered, extent.quotes, extent.told)


def plan_of_photo(facts: Facts) -> Plan:
    """Return the plan of what the photo shows, for those who cannot see it."""
    return _plan(facts.only_seen(), (), QUOTES_IN_ALT_TEXT, 0)


def _plan(facts: Facts, further: tuple[Fact, ...], quotes: int, told: int) -> Plan:
    leads = {kind: _first(_telling(further, kind)) for kind in LEADS}
    pair = next((fact for fact in further if _is_pair(fact)), None)
    said = {pair, *leads.values()}
    ranked = sorted((row for row in ATTRIBUTES if row.rank), key=lambda row: row.rank or 0)
    return Plan(
        category=_first(facts.of("category")),
        brand=_first(facts.of("brand")),
        name=_first(facts.of("name")),
        adjectives=_groups(facts, ranked),
        title_adjectives=_groups(facts, [row for row in ranked if row.in_title]),
        measures=tuple(f for f in further if kind_told(f.kind) in MEASURES and f != pair),
        quotes=_largest(facts, quotes),
        **leads,
        pair=pair or _first(facts.of("pair")),
        told=tuple(fact for fact in further if fact not in said)[:told],
        points=tuple(_points(facts, further)),
        point_quotes=_largest(facts, QUOTES_IN_BULLETS),
        tags=tuple(_tags(facts)),
    )


def _first(facts: tuple[Fact, ...]) -> Fact | None:
    return facts[0] if facts else None


def _telling(facts: tuple[Fact, ...], kind: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if kind_told(fact.kind) == kind)


def _is_pair(fact: Fact) -> bool:
    return kind_told(fact.kind) == "quantity" and fact.value.casefold() in ONE_PAIR


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
