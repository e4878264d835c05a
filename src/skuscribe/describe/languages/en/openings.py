"""The first sentence of English: what it is, whose, of what and for whom, in several patterns."""

from __future__ import annotations

import re

from skuscribe.describe.languages.en import telling, words
from skuscribe.describe.languages.en.nouns import bare_phrase, opening, thing_of, within
from skuscribe.describe.phrase import Phrase, joined, say
from skuscribe.describe.plan import Plan
from skuscribe.describe.style import Style

_PLAIN_NAME = re.compile(r"[A-Z][A-Za-z'’]*(?: [A-Z][A-Za-z'’]*){0,3}")
_ALONE = {"plain": ("",), "friendly": ("here {be} ", "{this} {be} ")}
"""What stands before `a navy mug`, by tone; none of it claims anything."""


def first_sentence(plan: Plan, style: Style) -> Phrase:
    """Return what it is; with a name, that first; empty when nothing is known."""
    what = _what(plan, style)
    if not plan.name:
        return _unnamed(plan, what, style)
    name = say(plan.name)
    if not what:
        return ended(name)
    _, noun = thing_of(plan)
    plain_name = noun.number == "count" and _PLAIN_NAME.fullmatch(name.text)
    between = style.one_of((": ", " is ") if plain_name else (": ",))
    if style.tone == "friendly":
        between = ": "
        name = Phrase(words.MEET) + name
    return ended(name + between + what)


def stuff_in_first(plan: Plan, style: Style) -> Phrase:
    """Return the stuff where the first sentence says it; friendly tells it with what follows."""
    later = style.tone == "friendly" and plan.told
    return Phrase() if later else telling.material(plan.material)


def ended(phrase: Phrase) -> Phrase:
    """Return the phrase with a full stop where it has no end of its own."""
    if not phrase:
        return phrase
    return phrase if phrase.text.endswith((".", "!", "?")) else phrase + "."


def _unnamed(plan: Plan, what: Phrase, style: Style) -> Phrase:
    if not what:
        return what
    stuff = stuff_in_first(plan, style)
    if stuff and style.tone == "plain" and style.one_of((False, True)):
        return _made_of(plan, stuff, style)
    _, noun = thing_of(plan)
    many = words.is_many(noun) and not what.text.startswith("a pair of ")
    this = "these" if many else "this"
    pattern = style.one_of(_ALONE[style.tone]).format(be="are" if many else "is", this=this)
    return ended((Phrase(pattern) + what).capitalised())


def _made_of(plan: Plan, stuff: Phrase, style: Style) -> Phrase:
    """Return `This navy mug by Nordholm is made of stoneware`, ended."""
    thing, noun = thing_of(plan)
    bare = bare_phrase(plan, style) or thing
    open_ = opening(plan, bare)
    # `a pair of` stays (this pair of jeans is), an article goes (this mug is).
    kept = open_.without_start(2) if " pair of " in open_.text else Phrase()
    one = bool(kept) or not words.is_many(noun)
    subject = joined((Phrase("This" if one else "These"), kept + bare), " ")
    further = joined((telling.audience(plan.audience), *_by(plan)), " ")
    whole = joined((subject, further, Phrase("is" if one else "are")), " ")
    return ended(whole + f" {words.MADE_OF} " + stuff)


def _what(plan: Plan, style: Style) -> Phrase:
    """Return `a navy mug for women by Nordholm, made of stoneware`."""
    thing, _ = thing_of(plan)
    stuff, reader = stuff_in_first(plan, style), telling.audience(plan.audience)
    bare = bare_phrase(plan, style)
    by = _by(plan)
    if not bare and not stuff and not reader and (plan.name or not by):
        return Phrase()
    bare = bare or thing
    head = joined((opening(plan, bare) + bare, reader, *by), " ")
    made = Phrase(f"{words.MADE_OF} ") + stuff if stuff else stuff
    return joined((head, made), ", ")


def _by(plan: Plan) -> list[Phrase]:
    """Return `by Nordholm`; nothing where the name says it already."""
    brand = say(plan.brand) if plan.brand else Phrase()
    if not brand or (plan.name and within(brand, say(plan.name))):
        return []
    return [Phrase(f"{words.BY} ") + brand]
