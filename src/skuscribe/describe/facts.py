"""One list of facts from the record's parts; the merchant's word takes the place of a seen one."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from math import dist

from skuscribe.attributes import table
from skuscribe.attributes.text.spans import is_suspicious
from skuscribe.record import facts as keys
from skuscribe.record.base import XY
from skuscribe.record.model import (
    Attribute,
    Brand,
    Category,
    GivenFact,
    SubjectInfo,
    TextSpan,
)

SURE_TEXT = 0.8
"""Confidence from which a line of text is quoted."""

BROKEN_OFF = (",", ":", "-", "–", "(", "/")
"""Ends and beginnings of a line that goes on elsewhere."""

ALIASES = keys.ALIASES | table.ALIASES
SPOKEN = frozenset({"category", "name", "brand", *table.BY_NAME})
LARGE_PIECE = 0.5
"""A piece this large, of the largest, is the other one of a pair."""

"""Kinds that sentences are made of; what a merchant tells beyond them is told as it is."""


@dataclass(frozen=True)
class Fact:
    """Something that may be said.

    Attributes:
        kind: `category`, `brand`, `name`, `text`, an attribute's name, or the merchant's own key.
        value: the words.
        grounds: JSON pointers into the record.
        also: other words for the same, for tags.
        weight: how much it stands out; of text, the height of its letters.
    """

    kind: str
    value: str
    grounds: tuple[str, ...]
    also: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True)
class Facts:
    """All facts of a product: what the merchant told, what the photos show, the text on them."""

    told: tuple[Fact, ...]
    seen: tuple[Fact, ...]
    texts: tuple[Fact, ...]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """Return the facts of a kind: what the merchant told, else what was seen."""
        told = tuple(fact for fact in self.told if fact.kind == kind)
        return told or tuple(fact for fact in self.seen if fact.kind == kind)

    def others(self) -> tuple[Fact, ...]:
        """Return what the merchant told beyond the kinds that sentences are made of."""
        return tuple(fact for fact in self.told if fact.kind not in SPOKEN)

    def only_seen(self) -> Facts:
        """Return the facts that the photo shows, and the merchant's word for what it is."""
        named = tuple(fact for fact in self.told if fact.kind == "category")
        return Facts(named, self.seen, self.texts)


def facts_of(
    category: Category,
    attributes: Sequence[Attribute],
    texts: Sequence[TextSpan],
    brand: Brand | None,
    given: Sequence[GivenFact],
    subject: SubjectInfo | None = None,
    quotable: Container[int] | None = None,
) -> Facts:
    """Collect the facts; what is unsure or not visible is none, nor a pair without two pieces.

    Args:
        category: what the product is.
        attributes: what was measured.
        texts: the lines that were read.
        brand: stated; None without one.
        given: the merchant's facts.
        subject: where the product is.
        quotable: places among `texts` of lines that are words on the product; all when None.
    """
    told = tuple(
        Fact(ALIASES.get(fact.key, fact.key), fact.value, (f"/facts/{number}",))
        for number, fact in enumerate(given)
    )
    seen = (*_category(category), *_once(_attributes(attributes)))
    if subject is not None and _shows_two(subject):
        seen = (*seen, Fact("pair", "pair", ("/subject",)))
    if brand is not None and not any(fact.kind == "brand" for fact in told):
        seen = (*seen, Fact("brand", brand.value, ("/brand",)))
    return Facts(told, seen, tuple(_texts(texts, quotable)))


def _category(category: Category) -> Iterator[Fact]:
    if category.label is not None and category.origin != "merchant":
        yield Fact("category", category.label, ("/category/label",))


def _attributes(attributes: Sequence[Attribute]) -> Iterator[Fact]:
    """Yield what is shown: the public word where there is one, the finer one for tags."""
    for number, attribute in enumerate(attributes):
        if attribute.state == "shown":
            standard = attribute.standard.value.lower() if attribute.standard else ""
            also = (attribute.value,) if standard and standard != attribute.value else ()
            pointer = f"/attributes/{number}"
            yield Fact(attribute.name, standard or attribute.value, (pointer,), also=also)


def _once(facts: Iterator[Fact]) -> Iterator[Fact]:
    """Join facts of one kind and one word: two blues are blue, on the grounds of both."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        key = (fact.kind, fact.value)
        same = found.get(key)
        found[key] = fact if same is None else _joined(same, fact)
    yield from found.values()


def _joined(one: Fact, other: Fact) -> Fact:
    return replace(one, grounds=one.grounds + other.grounds, also=one.also + other.also)


def _shows_two(subject: SubjectInfo) -> bool:
    """Tell whether the subject is two pieces of about one size, and not three."""
    least = LARGE_PIECE * _area(subject.outline)
    return sum(_area(part) >= least for part in subject.parts) == 1


def _area(polygon: Sequence[XY]) -> float:
    """Return the area in a polygon, a fraction of the photo."""
    turned = (*polygon[1:], *polygon[:1])
    corners = zip(polygon, turned, strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in corners)) / 2


def _texts(texts: Sequence[TextSpan], quotable: Container[int] | None) -> Iterator[Fact]:
    quoted: set[str] = set()
    for number, span in enumerate(texts):
        may = quotable is None or number in quotable
        if may and _is_quotable(span) and span.text not in quoted:
            quoted.add(span.text)  # a line printed twice is said once
            yield Fact("text", span.text, (f"/texts/{number}",), weight=_letter_height(span))


def _is_quotable(span: TextSpan) -> bool:
    """Tell whether a line was read surely and is words: no bare number, nothing that breaks off."""
    letters = sum(char.isalpha() for char in span.text)
    broken = span.text.endswith(BROKEN_OFF) or span.text.startswith(BROKEN_OFF)
    sure = span.confidence >= SURE_TEXT
    return sure and letters >= 2 and not broken and not is_suspicious(span.text)


def _letter_height(span: TextSpan) -> float:
    """Return the height of the letters as a fraction of the photo, of turned lines as well."""
    corners = span.polygon
    sides = [
        dist(one, other) for one, other in zip(corners, (*corners[1:], *corners[:1]), strict=True)
    ]
    # Sides come by turns along the line and across it; across is the shorter of the two.
    return min(sum(sides[::2]), sum(sides[1::2])) / 2
