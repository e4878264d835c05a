"""What the network believes, to a category of the record; unmapped is said, never guessed."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.record.facts import told
from skuscribe.record.model import Alternative, Category, GivenFact
from skuscribe.record.observed import SeenBelief, SeenPhoto
from skuscribe.shop.profile import Shop
from skuscribe.taxonomy.table import labels

CONSIDERED = 5


def categorise(photos: Sequence[SeenPhoto], named: str | None, shop: Shop) -> Category:
    """Return the category of the merchant's word or, without one, of the network's answer.

    Without either there is only what was considered.

    Args:
        photos: the product's, with what the network believes of each; the first belief leads.
        named: what the merchant says the product is; a word that is no label is filed nowhere.
        shop: its own categories by label.
    """
    belief = agreed([photo.beliefs[0] for photo in photos])
    considered = [
        Alternative(label=word, confidence=probability)
        for word, probability in zip(belief.words, belief.probabilities, strict=True)
    ][:CONSIDERED]
    answer = named or belief.answer
    entry = labels().get(answer) if answer else None
    return Category(
        label=answer,
        confidence=1.0 if named else considered[0].confidence,
        level="leaf" if answer else "unknown",
        origin="merchant" if named else belief.vocabulary,  # type: ignore[arg-type]
        alternatives=tuple(c for c in considered if c.label != answer),
        shopify=entry.shopify if entry else None,
        google=entry.google if entry else None,
        merchant=shop.categories.get(answer.casefold()) if answer else None,
    )


def told_category(facts: Sequence[GivenFact]) -> str | None:
    """Return what the merchant says the product is, in lower case; None when he does not."""
    said = told(facts, "category")
    return said[1].lower() if said else None


def agreed(beliefs: Sequence[SeenBelief]) -> SeenBelief:
    """Return what several photos of one product say together: the mean of their beliefs."""
    first = beliefs[0]
    if len(beliefs) == 1:
        return first
    mass: dict[str, float] = {}
    for belief in beliefs:
        for word, probability in zip(belief.words, belief.probabilities, strict=True):
            mass[word] = mass.get(word, 0.0) + probability / len(beliefs)
    ranked = sorted(mass, key=lambda word: -mass[word])
    return SeenBelief(
        vocabulary=first.vocabulary,
        words=tuple(ranked),
        probabilities=tuple(min(1.0, mass[word]) for word in ranked),
        answers_from=first.answers_from,
    )
