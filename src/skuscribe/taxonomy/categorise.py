"""What the network believes, to a category of the record; unmapped is said, never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from skuscribe.record.model import Alternative, Category, Node
from skuscribe.record.stations import Look
from skuscribe.taxonomy.table import labels

CONSIDERED = 5


def categorise(look: Look, told: str | None, mapping: Mapping[str, Node]) -> Category:
    """Return the category of the merchant's word or, without one, of `look.answer`.

    Without either there is only what was considered.

    Args:
        look: what the network sees.
        told: what the merchant says the product is; a word that is no label is filed nowhere.
        mapping: the shop's own categories by label; empty when the shop has none.
    """
    order = (-look.probabilities).argsort(kind="stable")[:CONSIDERED]
    considered = [
        Alternative(label=look.labels[i], confidence=float(look.probabilities[i])) for i in order
    ]
    answer = told or look.answer
    entry = labels().get(answer) if answer else None
    return Category(
        label=answer,
        confidence=1.0 if told else considered[0].confidence,
        level="leaf" if answer else "unknown",
        origin="merchant" if told else "trained",
        alternatives=tuple(c for c in considered if c.label != answer),
        shopify=entry.shopify if entry else None,
        google=entry.google if entry else None,
        merchant=mapping.get(answer) if answer else None,
    )


def unmapped(category: Category, mapping: Mapping[str, Node]) -> tuple[str, ...]:
    """Return the shop systems in which a stated label has no category."""
    if category.label is None:
        return ()
    wanted = {"shopify": category.shopify, "google": category.google}
    if mapping:
        wanted["merchant"] = category.merchant
    return tuple(name for name, node in wanted.items() if node is None)
