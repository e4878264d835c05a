"""Write every field of the description from facts, in English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from skuscribe.describe.facts import Fact, Facts, facts_of
from skuscribe.describe.languages import en
from skuscribe.describe.phrase import Phrase, claims, fitting, joined, listed, say
from skuscribe.record.model import (
    Attribute,
    Brand,
    Category,
    Description,
    FieldName,
    GivenFact,
    TextSpan,
)

Length = Literal["short", "medium", "long"]

# Google's and the search engines' limits, characters.
TITLE, META_TITLE, META_DESCRIPTION, ALT_TEXT, BULLET, TEXT = 150, 60, 155, 125, 150, 5000
MOST_BULLETS = 5
TAG = 40
LONGEST_QUOTE = 80

QUOTES: dict[Length, int] = {"short": 0, "medium": 2, "long": 5}
"""Lines of text from the photo that are quoted."""

TOLD: dict[Length, int] = {"short": 0, "medium": 3, "long": 12}
"""Further facts of the merchant's that are told in the text."""

NEVER_PROSE = frozenset({"sku", "gtin", "ean", "mpn", "price", "id"})
"""Keys that belong to the shop's columns, not to its sentences."""


def describe(
    category: Category,
    attributes: Sequence[Attribute],
    texts: Sequence[TextSpan],
    brand: Brand | None,
    given: Sequence[GivenFact],
    length: Length = "medium",
) -> Description:
    """Return title, text, bullets, alt text and tags, with the grounds of each claim.

    Deterministic. A missing fact makes the text shorter; with no facts every field is empty.
    """
    facts = facts_of(category, attributes, texts, brand, given)
    sentences = _sentences(facts, length)
    bullets = _bullets(facts)
    tags = _tags(facts)
    fields: dict[FieldName, Phrase] = {
        "title": _title(facts, TITLE),
        "text": fitting(sentences, " ", TEXT),
        "bullets": joined(bullets, "\n"),
        "alt_text": _alt_text(facts.only_seen()),
        "meta_title": _title(facts, META_TITLE),
        "meta_description": fitting(sentences, " ", META_DESCRIPTION),
        "tags": joined(tags, "\n"),
    }
    return Description(
        title=fields["title"].text,
        text=fields["text"].text,
        bullets=tuple(bullet.text for bullet in bullets),
        alt_text=fields["alt_text"].text,
        meta_title=fields["meta_title"].text,
        meta_description=fields["meta_description"].text,
        tags=tuple(tag.text for tag in tags),
        claims=tuple(claim for name, phrase in fields.items() for claim in claims(name, phrase)),
    )


def _thing(facts: Facts) -> tuple[Phrase, en.Noun]:
    """Return the noun and its grammar; `product`, which claims nothing, for a missing one."""
    for fact in facts.of("category"):
        noun = en.noun_of(fact.value)
        return say(fact, noun.words), noun
    return Phrase(en.PRODUCT), en.Noun(en.PRODUCT, "count")


def _adjectives(facts: Facts, noun: Phrase) -> tuple[Phrase, Phrase]:
    """Return shape and colours as words before `noun`; a word of the noun is not said again."""
    taken = set(noun.text.casefold().split())
    colours = [say(c) for c in facts.of("colour") if c.value.casefold() not in taken]
    shapes = [say(shape) for shape in facts.of("shape")[:1]]
    return joined(shapes, " "), listed(colours, en.AND)


def _noun_phrase(facts: Facts) -> Phrase:
    """Return for example `a round navy and white cup`, empty when nothing is known."""
    thing, noun = _thing(facts)
    shape, colours = _adjectives(facts, thing)
    if noun.number == "mass":  # a colour before "milk" would be the milk's
        return joined((thing, Phrase("shown in ") + colours if colours else colours), ", ")
    words = joined((shape, colours, thing), " ")
    return Phrase(en.opening(noun, words.text)) + words if words.marks else Phrase()


def _sentences(facts: Facts, length: Length) -> list[Phrase]:
    first = _first_sentence(facts)
    reading = _reading(facts, QUOTES[length], bool(first))
    told = [f for f in facts.others() if f.kind not in NEVER_PROSE][: TOLD[length]]
    return [s for s in (first, reading, *(_statement(fact) for fact in told)) if s]


def _first_sentence(facts: Facts) -> Phrase:
    words = _noun_phrase(facts)
    brand = joined([say(fact) for fact in facts.of("brand")[:1]], "")
    name = joined([say(fact) for fact in facts.of("name")[:1]], "")
    if words and brand:
        words = words + " by " + brand
    elif brand and not name:
        words = Phrase("a product by ") + brand
    if name:
        return (name + ": " + words if words else name) + "."
    return words.capitalised() + "." if words else words


def _quotes(facts: Facts, most: int) -> list[Phrase]:
    """Return the `most` largest lines, in the order in which they are read."""
    lines = [fact for fact in facts.of("text") if len(fact.value) <= LONGEST_QUOTE]
    largest = sorted(lines, key=lambda fact: -fact.weight)[:most]
    return [Phrase("“") + say(fact) + "”" for fact in lines if fact in largest]


def _reading(facts: Facts, most: int, introduced: bool) -> Phrase:
    quotes = listed(_quotes(facts, most), en.AND)
    return Phrase(en.WITH_TEXT if introduced else en.READS) + quotes + "." if quotes else quotes


def _statement(fact: Fact) -> Phrase:
    """Return the merchant's fact as `Key: value.`; key and value are his own words."""
    return _labelled(fact) + ("" if fact.value.endswith((".", "!", "?")) else ".")


def _labelled(fact: Fact) -> Phrase:
    return say(fact, f"{fact.kind.replace('_', ' ').capitalize()}: {fact.value}")


def _title(facts: Facts, limit: int) -> Phrase:
    """Return brand, colours, noun, size: the words shoppers search for come first."""
    brand = [say(fact) for fact in facts.of("brand")[:1]]
    name = [say(fact) for fact in facts.of("name")[:1]]
    thing, noun = _thing(facts)
    _, colours = _adjectives(facts, thing)
    sizes = [say(f) for f in facts.told if f.kind in ("size", "quantity")]
    if name:
        head = fitting((*_unless_named(brand, name), *name), " ", limit)
        return fitting((head, colours, *sizes), ", ", limit)
    if not (thing.marks or colours or brand):
        return Phrase()
    if noun.number == "mass":
        return fitting((fitting((*brand, thing), " ", limit), *sizes), ", ", limit).capitalised()
    whole = joined((*brand, colours, thing), " ")
    shorter = joined((*brand, thing), " ")
    head = next((p for p in (whole, shorter, thing) if p.within(limit)), Phrase())
    return fitting((head, *sizes), ", ", limit).capitalised()


def _unless_named(brand: list[Phrase], name: list[Phrase]) -> list[Phrase]:
    return [b for b in brand if b.text.casefold() not in name[0].text.casefold()]


def _alt_text(seen: Facts) -> Phrase:
    words = _noun_phrase(seen)
    first = words.capitalised() + "." if words else words
    quotes = _quotes(seen, 1)
    reading = _reading(seen, 1, bool(first)) if quotes else Phrase()
    return fitting((first, reading), " ", ALT_TEXT)


def _bullets(facts: Facts) -> list[Phrase]:
    """Return one fact a line."""
    colours = listed([say(fact) for fact in facts.of("colour")], en.AND)
    rows = [
        Phrase("Brand: ") + say(fact) if fact.kind == "brand" else _labelled(fact)
        for fact in (*facts.of("brand")[:1], *facts.others())
        if fact.kind not in NEVER_PROSE
    ]
    seen = [
        _labelled(fact)
        for fact in (*facts.of("shape")[:1], *facts.seen)
        if fact.kind not in ("category", "colour", "text", "brand", "shape")
        or fact in facts.of("shape")[:1]
    ]
    quotes = joined(_quotes(facts, 3), ", ")
    candidates = [
        Phrase("Colour: ") + colours if colours else colours,
        *dict.fromkeys(seen),
        *rows,
        Phrase("Text on it: ") + quotes if quotes else quotes,
    ]
    return [row for row in candidates if row and row.within(BULLET)][:MOST_BULLETS]


def _tags(facts: Facts) -> list[Phrase]:
    kinds = ("category", "colour", "shape", "brand", "material")
    found: dict[str, Phrase] = {}
    for fact in (fact for kind in kinds for fact in facts.of(kind)):
        for word in (fact.value.casefold(), *fact.also):
            if word and len(word) <= TAG:
                found.setdefault(word, say(fact, word))
    return list(found.values())
