"""The grammar of English: a plan to phrases, sentences, titles, bullets."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.describe.facts import Fact
from skuscribe.describe.languages.en import words
from skuscribe.describe.phrase import Phrase, fitting, joined, listed, say
from skuscribe.describe.plan import Group, Plan


def sentences(plan: Plan) -> list[Phrase]:
    """Return the text's sentences, the one that says what it is first."""
    first = _first_sentence(plan)
    reading = _reading(plan.quotes, introduced=bool(first))
    return [s for s in (first, reading, *map(_statement, plan.told)) if s]


def photo_sentences(plan: Plan) -> list[Phrase]:
    """Return the sentences that tell somebody who cannot see the photo what it shows."""
    first = _noun_phrase(plan).capitalised()
    return [s for s in (_ended(first), _reading(plan.quotes, introduced=bool(first))) if s]


def title(plan: Plan, limit: int) -> Phrase:
    """Return brand, colours, noun, size: the words shoppers search for come first."""
    brand = [say(plan.brand)] if plan.brand else []
    thing, noun = _thing(plan)
    adjectives = _adjectives(plan.title_adjectives, thing)
    sizes = [say(fact) for fact in plan.measures]
    own = say(plan.name) if plan.name else Phrase()
    if own and own.within(limit):
        head = fitting((*(b for b in brand if not _within(b, own)), own), " ", limit)
        return fitting((head, adjectives, *sizes), ", ", limit)
    if not (thing.marks or adjectives or brand):
        return Phrase()
    if noun.number == "mass":
        return fitting((fitting((*brand, thing), " ", limit), *sizes), ", ", limit).capitalised()
    whole = joined((*brand, adjectives, thing), " ")
    shorter = joined((*brand, thing), " ")
    head = next((p for p in (whole, shorter, thing) if p.within(limit)), Phrase())
    return fitting((head, *sizes), ", ", limit).capitalised()


def bullets(plan: Plan) -> list[Phrase]:
    """Return one kind of fact a line: `Colour: navy and white`."""
    rows = [_labelled(point) for point in plan.points]
    quotes = joined([_quoted(fact) for fact in plan.point_quotes], ", ")
    return [*rows, Phrase(f"{words.TEXT_ON_IT}: ") + quotes] if quotes else rows


def tags(plan: Plan) -> list[Phrase]:
    """Return each word once, in lower case."""
    found: dict[str, Phrase] = {}
    for fact in plan.tags:
        for word in (fact.value.casefold(), *fact.also):
            if word:
                found.setdefault(word, say(fact, word))
    return list(found.values())


def _thing(plan: Plan) -> tuple[Phrase, words.Noun]:
    """Return the noun and its grammar; `product`, which claims nothing, for a missing one."""
    if plan.category is None:
        return Phrase(words.PRODUCT), words.Noun(words.PRODUCT, "count")
    noun = words.noun_of(plan.category.value)
    return say(plan.category, noun.words), noun


def _adjectives(groups: Sequence[Group], noun: Phrase) -> Phrase:
    """Return the words before `noun`; a word of the noun is not said again."""
    taken = set(noun.text.casefold().split())
    kept = ([f for f in group.facts if f.value.casefold() not in taken] for group in groups)
    return joined([listed([say(fact) for fact in facts], words.AND) for facts in kept], " ")


def _noun_phrase(plan: Plan) -> Phrase:
    """Return for example `a round navy and white cup`, empty when nothing is known."""
    thing, noun = _thing(plan)
    if noun.number == "mass":  # a colour before "milk" would be the milk's
        shown = _adjectives(plan.title_adjectives, thing)
        return joined((thing, Phrase(f"{words.SHOWN_IN} ") + shown if shown else shown), ", ")
    whole = joined((_adjectives(plan.adjectives, thing), thing), " ")
    return Phrase(words.opening(noun, whole.text)) + whole if whole.marks else Phrase()


def _first_sentence(plan: Plan) -> Phrase:
    what = _noun_phrase(plan)
    if plan.brand and what:
        what = what + f" {words.BY} " + say(plan.brand)
    elif plan.brand and not plan.name:
        what = Phrase(f"{words.A_PRODUCT} {words.BY} ") + say(plan.brand)
    if plan.name:
        name = say(plan.name)
        return _ended(name + ": " + what if what else name)
    return _ended(what.capitalised())


def _ended(phrase: Phrase) -> Phrase:
    return phrase + "." if phrase else phrase


def _reading(quotes: Sequence[Fact], *, introduced: bool) -> Phrase:
    lines = listed([_quoted(fact) for fact in quotes], words.AND)
    opening = words.WITH_TEXT if introduced else words.READS
    return _ended(Phrase(opening) + lines) if lines else lines


def _quoted(fact: Fact) -> Phrase:
    return Phrase("“") + say(fact) + "”"


def _statement(fact: Fact) -> Phrase:
    """Return the merchant's fact as `Key: value.`; key and value are his own words."""
    ended = fact.value.endswith((".", "!", "?"))
    return _labelled(Group(fact.kind, (fact,), labelled=True)) + ("" if ended else ".")


def _labelled(group: Group) -> Phrase:
    """Return `Kind: values`."""
    label = f"{group.kind.replace('_', ' ').capitalize()}: "
    if group.labelled:
        return say(group.facts[0], f"{label}{group.facts[0].value}")
    return Phrase(label) + listed([say(fact) for fact in group.facts], words.AND)


def _within(part: Phrase, whole: Phrase) -> bool:
    return part.text.casefold() in whole.text.casefold()
