"""The noun phrase of English: what it is, with the words before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skuscribe.describe.facts import Fact
from skuscribe.describe.languages.en import telling, words
from skuscribe.describe.languages.en.lexicon import entailed
from skuscribe.describe.phrase import Phrase, joined, listed, say
from skuscribe.describe.plan import Group, Plan
from skuscribe.describe.style import Style


def thing_of(plan: Plan) -> tuple[Phrase, words.Noun]:
    """Return the noun and its grammar; `product`, which claims nothing, for a missing one."""
    if plan.category is None:
        return Phrase(words.PRODUCT), words.Noun(words.PRODUCT, "count")
    noun = words.noun_of(plan.category.value)
    return say(plan.category, noun.words), noun


def said(fact: Fact, style: Style) -> Phrase:
    """Return a value in the shop's spelling; a merchant's own word as he wrote it."""
    ours = all(ground.startswith("/attributes") for ground in fact.grounds)
    return say(fact, words.spelled(fact.value, style.spelling)) if ours else say(fact)


def adjectives(groups: Sequence[Group], noun: Phrase, style: Style) -> Phrase:
    """Return the words before `noun`; a word of the noun is not said again."""
    taken = set(noun.text.casefold().split())
    kept = ([f for f in _telling(group) if f.value.casefold() not in taken] for group in groups)
    lists = (listed([said(fact, style) for fact in facts], words.AND) for facts in kept)
    return joined([*lists], " ")


def _telling(group: Group) -> list[Fact]:
    """Return the facts that no other of the group says already: what is navy is blue."""
    values = [fact.value.casefold() for fact in group.facts]
    implied = {value for own in values for _, value in entailed(group.kind, own) if value != own}
    return [fact for fact, value in zip(group.facts, values, strict=True) if value not in implied]


def packed(plan: Plan, style: Style) -> Phrase:
    """Return `shown in white and green` of what comes packed: before the noun it would be its own.

    Empty for all other nouns.
    """
    thing, noun = thing_of(plan)
    shown = adjectives(plan.title_adjectives, thing, style)
    return Phrase(f"{words.SHOWN_IN} ") + shown if shown and noun.number == "mass" else Phrase()


def bare_phrase(plan: Plan, style: Style) -> Phrase:
    """Return adjectives and noun without what opens them: `round navy and white cup`."""
    thing, noun = thing_of(plan)
    if noun.number == "mass":
        return thing
    before = adjectives(plan.adjectives, thing, style)
    pattern = telling.pattern(plan.pattern)
    whole = joined((before, pattern if not within(pattern, before) else Phrase(), thing), " ")
    return whole if whole.marks else Phrase()


def noun_phrase(plan: Plan, style: Style) -> Phrase:
    """Return for example `a round navy and white cup`, empty when nothing is known."""
    whole = bare_phrase(plan, style)
    if not whole:
        return whole
    return joined((opening(plan, whole) + whole, packed(plan, style)), ", ")


def opening(plan: Plan, following: Phrase) -> Phrase:
    """Return what stands before a noun phrase; `a pair of` only where two are shown or told."""
    _, noun = thing_of(plan)
    if not words.comes_in_two(noun):
        return Phrase(words.opening(noun, following.text))
    return Phrase("a ") + say(plan.pair, "pair") + " of " if plan.pair else Phrase()


def within(part: Phrase, whole: Phrase) -> bool:
    """Tell whether the words of `part` stand in `whole` already."""
    return bool(re.search(rf"(?<!\w){re.escape(part.text)}(?!\w)", whole.text, re.IGNORECASE))
