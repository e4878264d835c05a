"""What a record says of its product, as claims with the place in the record each stands at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from skuscribe.attributes.text.spans import is_suspicious
from skuscribe.describe.claims import Entry, TextClaim
from skuscribe.describe.facts import ALIASES, SURE_TEXT
from skuscribe.describe.reading import Phrases, Reading
from skuscribe.record.model import Record
from skuscribe.taxonomy.words import SEPARATOR, word_of

Source = Literal["merchant", "text", "photo"]
NAMING = ("name", "brand", "category")
PHRASED = frozenset({"material", "use", "style", "feature", "compatibility"})
ANSWERS = {"yes": True, "true": True, "no": False, "false": False}
NONE: frozenset[str] = frozenset()
_LISTED = re.compile(r"[,;.:()]| and | but ")


@dataclass(frozen=True)
class Ground:
    """A claim of the record, the JSON pointer to it, and who says so."""

    claim: TextClaim
    pointer: str
    source: Source


@dataclass(frozen=True)
class Saying:
    """Words of the record as they stand there, for what no table knows.

    Attributes:
        key: the merchant's key, or what the words are.
        value: the words.
        words: the stems of key and value, where it affirms them.
        denied: the stems of what it denies.
    """

    key: str
    value: str
    words: frozenset[str]
    denied: frozenset[str]
    pointer: str
    source: Source


@dataclass(frozen=True)
class Grounds:
    """All that a record supports claims with."""

    grounds: tuple[Ground, ...]
    sayings: tuple[Saying, ...]
    own: Phrases


def grounds_of(record: Record, reading: Reading, shown: bool = False) -> Grounds:
    """Return what the record's facts, attributes, texts, brand and category say.

    Args:
        record: the product.
        reading: how its words are read.
        shown: whether claims are of what the photo shows, as in an alt text: there what was seen
            stands beside what the merchant tells.
    """
    sayings = tuple(_sayings(record, reading))
    own = {**_homonym(record, reading), **_own_phrases(sayings, reading)}
    found = [ground for saying in sayings for ground in _read(saying, reading, own)]
    told = NONE if shown else _told_readably(found, own, reading)
    kept = (g for g in found if g.source != "photo" or g.claim.property not in told)
    return Grounds((*kept, *_category(record)), sayings, own)


def _told_readably(grounds: Sequence[Ground], own: Phrases, reading: Reading) -> frozenset[str]:
    """Return what the merchant tells in known words: there his word goes over what was seen.

    Beside a word of his own (a toasted walnut) what was seen stands.
    """
    told = (g.claim for g in grounds if g.source == "merchant" and not g.claim.part)
    return frozenset(c.property for c in told if reading.words_in(c.value) not in own)


def _sayings(record: Record, reading: Reading) -> Iterator[Saying]:
    def saying(key: str, value: str, pointer: str, source: Source) -> Saying:
        words, denied = _stems(key, value, reading)
        return Saying(key, value, words, denied, pointer, source)

    for number, fact in enumerate(record.facts):
        key = ALIASES.get(fact.key, fact.key)
        yield saying(key, fact.value, f"/facts/{number}", "merchant")
    for number, attribute in enumerate(record.attributes):
        if attribute.state == "shown":
            pointer = f"/attributes/{number}"
            yield saying(attribute.name, attribute.value, pointer, attribute.source)
            if attribute.standard:
                yield saying(attribute.name, attribute.standard.value, pointer, attribute.source)
    for number, span in enumerate(record.texts):
        if span.confidence >= SURE_TEXT and not is_suspicious(span.text):
            yield saying("text", span.text, f"/texts/{number}", "text")
    if record.brand:
        yield saying("brand", record.brand.value, "/brand", "text")


def _stems(key: str, value: str, reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of what a fact affirms and of what it denies."""
    named = reading.stems_in(key.replace("_", " "))
    if value.casefold() in ANSWERS:
        return (named, NONE) if ANSWERS[value.casefold()] else (NONE, named)
    parts = [part for part in _LISTED.split(value) if part.strip()]
    denied = [part for part in parts if reading.is_denial(part)]
    said = [reading.stems_in(part) for part in parts if part not in denied]
    return named.union(*said), NONE.union(*map(reading.stems_in, denied))


def _homonym(record: Record, reading: Reading) -> Phrases:
    """Return what the product is where its word has another meaning too: a plum."""
    label = record.category.label or ""
    if all(claim.property == "category" for claim in reading.read(label, {})):
        return {}
    word = word_of(label)
    path = SEPARATOR.join(word.path) if word else ""
    return {reading.words_in(label): (Entry("category", label.casefold(), path=path),)}


def _own_phrases(sayings: Sequence[Saying], reading: Reading) -> Phrases:
    """Return names, and merchants' values that no table can read, as words of this product."""
    found: dict[tuple[str, ...], tuple[Entry, ...]] = {}
    for saying in sayings:
        property, part = reading.meaning_of_key(saying.key)
        words = reading.words_in(saying.value)
        named = property in NAMING or _is_strange(saying, property, reading)
        if saying.source == "merchant" and words and not part and named:
            word = word_of(saying.value) if property == "category" else None
            path = SEPARATOR.join(word.path) if word else ""
            found.setdefault(words, (Entry(property, saying.value.casefold(), path=path),))
        elif saying.source == "merchant" and not part:
            if property == "material":
                found |= _homonyms(saying.value, reading)
            for phrase in _compounds(saying.value, reading):
                entry = Entry(property if property in PHRASED else "feature", phrase)
                found.setdefault(reading.words_in(phrase), (entry,))
    return found


def _compounds(value: str, reading: Reading) -> Iterator[str]:
    """Yield what a merchant lists as one in words of his own: copper wire, warm glow."""
    for part in _LISTED.split(value.casefold()):
        phrase, words = part.strip(), reading.words_in(part)
        claims = reading.read(phrase)
        known = any(c.start == 0 and c.end == len(phrase) for c in claims)
        if 1 < len(words) < 6 and not (known or reading.is_denial(phrase) or _counts(phrase)):
            yield phrase


def _homonyms(value: str, reading: Reading) -> dict[tuple[str, ...], tuple[Entry, ...]]:
    """Return words that a merchant's list of materials gives the one meaning: copper, gold."""
    parts = (part.strip() for part in _LISTED.split(value.casefold()))
    found = {part: reading.read(part, property="material") for part in parts}
    alone = {part: claims[0] for part, claims in found.items() if len(claims) == 1}
    return {
        reading.words_in(part): (Entry("material", claim.value),)
        for part, claim in alone.items()
        if claim.property == "material" and _is_read_otherwise(part, reading)
    }


def _is_read_otherwise(word: str, reading: Reading) -> bool:
    return any(claim.property != "material" for claim in reading.read(word))


def _counts(phrase: str) -> bool:
    return any(letter.isdigit() for letter in phrase)


def _is_strange(saying: Saying, property: str, reading: Reading) -> bool:
    """Tell whether a short value is not all words of its own kind."""
    claims = reading.read(saying.value, property=property)
    short = len(reading.words_in(saying.value)) <= 4 and reading.is_named(property)
    return short and any(claim.property != property for claim in claims)


def _read(saying: Saying, reading: Reading, own: Phrases) -> Iterator[Ground]:
    property, part = reading.meaning_of_key(saying.key)
    if property in NAMING:
        claims = [TextClaim(property, saying.value.casefold(), 0, 0)]
    elif saying.value.casefold() in ANSWERS:
        said = ANSWERS[saying.value.casefold()]
        read = reading.read(saying.key.replace("_", " "))
        claims = [replace(claim, polarity=claim.polarity is said) for claim in read]
    else:
        # What stands as a phrase of his own says what its words say too.
        claims = [
            claim
            for words in (own, {})
            for claim in reading.read(saying.value, words, property=property, part=part)
        ]
        claims = list(dict.fromkeys(claims))
        claims += [TextClaim("feature", part, 0, 0)] if part else []
        role = property if property in ("height", "width", "length", "depth", "diameter") else ""
        claims = [replace(claim, scope=claim.scope or role) for claim in claims]
        claims += [TextClaim("size", saying.value.casefold(), 0, 0)] if property == "size" else []
        claims += [_counted(c) for c in claims if property == "quantity" and c.property == "number"]
    yield from (Ground(claim, saying.pointer, saying.source) for claim in claims)


def _counted(claim: TextClaim) -> TextClaim:
    return replace(claim, property="count")


def _category(record: Record) -> Iterator[Ground]:
    category = record.category
    if category.label is not None:
        source: Source = "merchant" if category.origin == "merchant" else "photo"
        word = word_of(category.label)
        value = word.word if word else category.label
        yield Ground(TextClaim("category", value, 0, 0), "/category/label", source)
