"""What the network believes and what the merchant says, to a category of the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skuscribe.record.facts import told
from skuscribe.record.model import Alternative, Category, GivenFact, Node
from skuscribe.record.observed import Rule, SeenBelief, SeenPhoto, vector_of
from skuscribe.shop.profile import Shop, is_named
from skuscribe.taxonomy.decide import Answer, decide, origin_of
from skuscribe.taxonomy.sells import limited
from skuscribe.taxonomy.taught import lessons_of
from skuscribe.taxonomy.weigh import Taught, Weighed, no_product, trust_of, weigh
from skuscribe.taxonomy.words import (
    NOT_A_PRODUCT,
    SEPARATOR,
    Word,
    names_of,
    parents,
    places_of,
    word_of,
)

CONSIDERED = 5


@dataclass(frozen=True)
class Judged:
    """What is believed of a product.

    Attributes:
        weighed: what it may be, heaviest first.
        answer: what may be stated; None when nothing is sure enough.
        nothing: the probability that the photos show no product, where that is what is believed;
            else 0.
    """

    weighed: Sequence[Weighed]
    answer: Answer | None
    nothing: float


def judge(
    photos: Sequence[Sequence[SeenBelief]],
    sells: tuple[str, ...],
    rule: Rule,
    taught: Sequence[Taught] = (),
) -> Judged:
    """Decide what one product is.

    Args:
        photos: of each photo what every vocabulary says.
        sells: nodes that the shop sells; anything when empty.
        rule: when a category is stated.
        taught: of each photo what the shop's examples say; empty where it taught nothing.
    """
    weighed = limited(weigh(photos, taught), sells)
    believed = sum(each.weight for each in taught) / len(photos)
    nothing = (1 - believed) * no_product(photos)
    if nothing >= rule.nothing_from:
        return Judged(weighed, None, nothing)
    return Judged(weighed, decide(weighed, rule, trust_of(photos)), 0.0)


def categorise(photos: Sequence[SeenPhoto], named: str | None, shop: Shop, rule: Rule) -> Category:
    """Return the category of the merchant's word or, without one, of the network's answer.

    Without either there is only what was considered.

    Args:
        photos: the product's, with what the network believes of each.
        named: what the merchant says the product is; a word that is not in the table is filed
            nowhere.
        shop: what it sells, and its own categories by word.
        rule: when a category is stated.
    """
    beliefs = [photo.beliefs for photo in photos]
    judged = judge(beliefs, shop.profile.sells, rule, taught_by(shop, photos))
    if named:
        return _merchants(named, judged.weighed, shop)
    if judged.answer:
        return _answered(judged.answer, judged.weighed, shop)
    return _unknown(judged)


def taught_by(shop: Shop, photos: Sequence[SeenPhoto]) -> list[Taught]:
    """Return what the shop's examples say of each photo; nothing where it taught nothing."""
    lessons = lessons_of(shop)
    if lessons is None:
        return []
    return [lessons.of(vector_of(photo.embedding), weigh([photo.beliefs])) for photo in photos]


def _merchants(named: str, weighed: Sequence[Weighed], shop: Shop) -> Category:
    word = word_of(named) or Word(named, "", (), None, None)
    return Category(
        label=named,
        confidence=1.0,
        level="leaf",
        origin="merchant",
        alternatives=_considered(weighed, but=word.word),
        shopify=word.shopify,
        google=word.google,
        merchant=shops_own(word, shop, said=named),
    )


def _answered(answer: Answer, weighed: Sequence[Weighed], shop: Shop) -> Category:
    return Category(
        label=answer.word.word,
        confidence=answer.confidence,
        level=answer.level,
        origin=answer.origin,
        alternatives=_considered(weighed, but=answer.word.word),
        shopify=answer.word.shopify,
        google=answer.word.google,
        merchant=shops_own(answer.word, shop),
    )


def _unknown(judged: Judged) -> Category:
    considered = _considered(judged.weighed)
    if judged.nothing:  # the first that was considered: the review tells people so
        first = Alternative(label=NOT_A_PRODUCT, confidence=judged.nothing)
        considered = (first, *considered[:-1])
    return Category(
        label=None,
        confidence=considered[0].confidence if considered else 0.0,
        level="unknown",
        origin=origin_of(judged.weighed[:1]),
        alternatives=considered,
    )


def _considered(weighed: Sequence[Weighed], but: str = "") -> tuple[Alternative, ...]:
    """Return the heaviest words; one that the answer is, is none of them."""
    return tuple(
        Alternative(label=each.word.word, confidence=each.mass)
        for each in weighed[:CONSIDERED]
        if each.word.word != but
    )


def shops_own(word: Word, shop: Shop, said: str = "") -> Node | None:
    """Return the shop's category of a word, of a synonym, or of the nearest node above it."""
    for name in _names(word, said) if shop.categories else ():
        if name.casefold() in shop.categories:
            return shop.categories[name.casefold()]
    own = (said or word.word).casefold()  # a label may be one of the shop's categories itself
    return next((node for node in shop.categories.values() if is_named(node, own)), None)


def _names(word: Word, said: str) -> Iterator[str]:
    yield said or word.word
    yield from names_of(word.word)
    for place in reversed(places_of(word.google)):
        yield place
        if parent := parents().get(tuple(place.split(SEPARATOR))):
            yield parent.word


def told_category(facts: Sequence[GivenFact]) -> str | None:
    """Return what the merchant says the product is, in lower case; None when he does not."""
    said = told(facts, "category")
    return said[1].lower() if said else None
