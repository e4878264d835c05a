"""The grammar of English: a plan to phrases, sentences, titles, bullets."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.describe.facts import Fact
from skuscribe.describe.families import kind_told
from skuscribe.describe.languages.en import openings, telling, words
from skuscribe.describe.languages.en.nouns import adjectives, noun_phrase, said, thing_of, within
from skuscribe.describe.languages.en.rewording import reword
from skuscribe.describe.phrase import Phrase, fitting, joined, listed, say
from skuscribe.describe.plan import Group, Plan
from skuscribe.describe.style import Style

__all__ = ["bullets", "photo_sentences", "reword", "sentences", "tags", "title"]


def sentences(plan: Plan, style: Style) -> list[Phrase]:
    """Return the text's sentences, the one that says what it is first."""
    first = openings.first_sentence(plan, style)
    _, noun = thing_of(plan)
    quotes = _reading(plan.quotes, noun, introduced=bool(first))
    stuff_later = not openings.stuff_in_first(plan, style)
    unfit = [
        fact for fact in _leads(plan) if not _fits(fact) or (stuff_later and fact is plan.material)
    ]
    told = telling.statements([*unfit, *plan.told], noun, style)
    # Plain tells the facts before the print on it, friendly after.
    rest = [quotes, *told] if style.tone == "friendly" or not first else [*told, quotes]
    return [s for s in (first, *rest) if s]


def photo_sentences(plan: Plan, style: Style) -> list[Phrase]:
    """Return the sentences that tell somebody who cannot see the photo what it shows."""
    first = noun_phrase(plan, style).capitalised()
    _, noun = thing_of(plan)
    quotes = _reading(plan.quotes, noun, introduced=bool(first))
    return [s for s in (openings.ended(first), quotes) if s]


def title(plan: Plan, limit: int, style: Style) -> Phrase:
    """Return brand, colours, stuff, noun, size: the words shoppers search for come first."""
    brand = [say(plan.brand)] if plan.brand else []
    thing, noun = thing_of(plan)
    before = adjectives(plan.title_adjectives, thing, style)
    own = say(plan.name) if plan.name else Phrase()
    if own and own.within(limit):
        head = fitting((*(b for b in brand if not within(b, own)), own), " ", limit)
        return _measured(head, (*_not_in(own, before), *_sizes(plan)), limit)
    if not (thing.marks or before or brand):
        return Phrase()
    if noun.number == "mass":
        return _measured(fitting((*brand, thing), " ", limit).capitalised(), _sizes(plan), limit)
    stuff = _not_in(joined((before, thing), " "), telling.stuff(plan.material))
    pattern = _not_in(joined((before, thing), " "), telling.pattern(plan.pattern))
    heads = ((*brand, before, *pattern, *stuff, thing), (*brand, before, thing), (*brand, thing))
    whole = (joined(parts, " ") for parts in (*heads, (thing,)))
    head = next((p for p in whole if p.within(limit)), Phrase()).capitalised()
    return _measured(head, _sizes(plan), limit)


def bullets(plan: Plan, style: Style) -> list[Phrase]:
    """Return one kind of fact a line: `Color: navy and white`."""
    rows = [_labelled(point, style) for point in plan.points]
    quotes = joined([_quoted(fact) for fact in plan.point_quotes], ", ")
    return [*rows, Phrase(f"{words.TEXT_ON_IT}: ") + quotes] if quotes else rows


def tags(plan: Plan, style: Style) -> list[Phrase]:
    """Return each word once, in lower case."""
    found: dict[str, Phrase] = {}
    for fact in plan.tags:
        for word in (said(fact, style).text.casefold(), *(also.casefold() for also in fact.also)):
            if word:
                found.setdefault(word, say(fact, word))
    return list(found.values())


def _leads(plan: Plan) -> list[Fact]:
    return [f for f in (plan.material, plan.audience, plan.pattern) if f is not None]


def _fits(fact: Fact) -> bool:
    """Tell whether the first sentence can say the fact."""
    return bool(telling.LEADS[kind_told(fact.kind)](fact))


def _sizes(plan: Plan) -> list[Phrase]:
    return [size for size in map(_size, plan.measures) if size]


def _size(fact: Fact) -> Phrase:
    """Return a size or quantity as a title says it; a bare number needs the word `size`."""
    if not fact.value.isdigit():
        return say(fact)
    return Phrase("size ") + say(fact) if kind_told(fact.kind) == "size" else Phrase()


def _measured(head: Phrase, parts: Sequence[Phrase], limit: int) -> Phrase:
    """Return the head of a title and what else fits, without what it says already."""
    kept = [part for part in parts if not within(part, head)]
    return fitting((head, *kept), ", ", limit)


def _not_in(whole: Phrase, part: Phrase) -> list[Phrase]:
    return [part] if part and not within(part, whole) else []


def _reading(quotes: Sequence[Fact], noun: words.Noun, *, introduced: bool) -> Phrase:
    lines = listed([_quoted(fact) for fact in quotes], words.AND)
    many = words.is_many(noun)
    opening = words.READS if not introduced else words.THEY_READ if many else words.IT_READS
    return openings.ended(Phrase(opening) + lines) if lines else lines


def _quoted(fact: Fact) -> Phrase:
    return Phrase("“") + say(fact) + "”"


def _labelled(group: Group, style: Style) -> Phrase:
    """Return `Kind: values`."""
    label = words.spelled(group.kind.replace("_", " "), style.spelling).capitalize()
    values = [said(fact, style) for fact in group.facts]
    if group.labelled:
        fact = group.facts[0]
        # A merchant's key is his own word and is not spelled anew.
        own = any(ground.startswith("/facts") for ground in fact.grounds)
        return telling.labelled(fact) if own else say(fact, f"{label}: {values[0].text}")
    return Phrase(f"{label}: ") + listed(values, words.AND)
