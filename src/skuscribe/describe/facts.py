"""One list of facts from the record's parts; the merchant's word takes the place of a seen one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skuscribe.record.model import Attribute, Brand, Category, GivenFact, TextSpan

# What merchants call things: key -> kind of fact.
KINDS = {
    "colour": "colour",
    "color": "colour",
    "shape": "shape",
    "brand": "brand",
    "name": "name",
    "title": "name",
    "category": "category",
    "product": "category",
}

SURE_TEXT = 0.8
"""Confidence from which a line of text is quoted."""


@dataclass(frozen=True)
class Fact:
    """Something that may be said.

    Attributes:
        kind: `category`, `colour`, `shape`, `text`, `brand`, `name`, or the merchant's own key.
        value: the words.
        grounds: JSON pointers into the record.
        seen: whether the photo shows it.
        also: other words for the same, for tags.
        weight: how much it stands out; of text, the height of its letters.
    """

    kind: str
    value: str
    grounds: tuple[str, ...]
    seen: bool
    also: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True)
class Facts:
    """All facts of a product, the merchant's first where both speak of the same kind."""

    told: tuple[Fact, ...]
    seen: tuple[Fact, ...]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """Return the facts of a kind: what the merchant told, else what was seen."""
        told = tuple(fact for fact in self.told if fact.kind == kind)
        return told or tuple(fact for fact in self.seen if fact.kind == kind)

    def others(self) -> tuple[Fact, ...]:
        """Return what the merchant told beyond the kinds that sentences are made of."""
        return tuple(fact for fact in self.told if fact.kind not in set(KINDS.values()))

    def only_seen(self) -> Facts:
        """Return the facts that the photo shows, and the merchant's word for what it is."""
        return Facts(tuple(fact for fact in self.told if fact.kind == "category"), self.seen)


def facts_of(
    category: Category,
    attributes: Sequence[Attribute],
    texts: Sequence[TextSpan],
    brand: Brand | None,
    given: Sequence[GivenFact],
) -> Facts:
    """Collect the facts; what is unsure or not visible is none."""
    told = tuple(
        Fact(KINDS.get(fact.key, fact.key), fact.value, (f"/facts/{number}",), seen=False)
        for number, fact in enumerate(given)
    )
    seen = (*_category(category), *_attributes(attributes), *_texts(texts))
    if brand is not None and not any(fact.kind == "brand" for fact in told):
        seen = (*seen, Fact("brand", brand.value, ("/brand",), seen=True))
    return Facts(told, seen)


def _category(category: Category) -> Iterator[Fact]:
    if category.label is not None and category.origin != "merchant":
        yield Fact("category", category.label, ("/category/label",), seen=True)


def _attributes(attributes: Sequence[Attribute]) -> Iterator[Fact]:
    for number, attribute in enumerate(attributes):
        if attribute.state == "shown":
            also = (attribute.standard.value.lower(),) if attribute.standard else ()
            pointer = f"/attributes/{number}"
            yield Fact(attribute.name, attribute.value, (pointer,), seen=True, also=also)


def _texts(texts: Sequence[TextSpan]) -> Iterator[Fact]:
    quoted: set[str] = set()
    for number, span in enumerate(texts):
        letters = sum(char.isalnum() for char in span.text)
        if span.confidence >= SURE_TEXT and letters >= 2 and span.text not in quoted:
            quoted.add(span.text)  # a line printed twice is said once
            pointer = f"/texts/{number}"
            yield Fact("text", span.text, (pointer,), seen=True, weight=_letter_height(span))


def _letter_height(span: TextSpan) -> float:
    """Return the height of the letters as a fraction of the photo."""
    ys = [y for _, y in span.polygon]
    return max(ys, default=0.0) - min(ys, default=0.0)
