"""What merchants tell, in English: a fact as a clause, a sentence, or a value after its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skuscribe.describe.facts import Fact
from skuscribe.describe.families import kind_told
from skuscribe.describe.languages.en import parts, words
from skuscribe.describe.phrase import Phrase, listed, say
from skuscribe.describe.style import Style

_UNIT = r"(?:[a-zA-Zµ]{1,4}\.?|fl oz|litres?|liters?|inch(?:es)?|grams?|\")"
_MEASURE = rf"\d+(?:[.,]\d+)? ?{_UNIT}"
_DIMENSIONS = rf"\d+(?:[.,]\d+)?(?: ?{_UNIT})?(?: ?[x×] ?\d+(?:[.,]\d+)?(?: ?{_UNIT})?)+"
_ADJECTIVE = r"(?:[a-z]+[ -]?)?(?:safe|proof|resistant|repellent|washable|free)"
_COMMAND = r"(?:(?:machine|hand)[ -])?(?:wash|dry|clean|wipe|iron|rinse|keep|store|do not)\b.*"
_PLACE = r"(?:the )?[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*"
_MATERIAL = r"(?:\d+ ?% )?[a-zA-Z][a-zA-Z-]*(?: [a-zA-Z][a-zA-Z-]*){0,3}"
_NO_STUFF = re.compile(r"(?:wooden|woollen|woolen|golden|.*-(?:look|effect|coated|lined))", re.I)
_SENTENCE = re.compile(r"[A-Z].*\s.*\s.*[.!?]")

AUDIENCES = {
    "women": "women", "woman": "women", "female": "women", "ladies": "women",
    "men": "men", "man": "men", "male": "men", "kids": "kids", "children": "children",
    "girls": "girls", "boys": "boys", "babies": "babies", "adults": "adults",
}  # fmt: skip
PATTERNS = frozenset(
    ("striped", "checked", "checkered", "plaid", "floral", "dotted", "polka-dot", "patterned",
     "plain", "tartan", "paisley")
)  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """How a kind of fact is told where its value has a shape.

    Attributes:
        shape: what the whole value must match.
        one, many: verb and words of one thing and of several; `{}` is the value.
        sort: clauses of one sort and one verb share the verb.
    """

    kind: str
    shape: str
    one: str
    many: str
    sort: str = ""


TELLINGS = (
    Telling("capacity", _MEASURE, "holds {}", "hold {}"),
    Telling("dimensions", _DIMENSIONS, "measures {}", "measure {}"),
    Telling("height", _MEASURE, "is {} high", "are {} high", "length"),
    Telling("width", _MEASURE, "is {} wide", "are {} wide", "length"),
    Telling("length", _MEASURE, "is {} long", "are {} long", "length"),
    Telling("depth", _MEASURE, "is {} deep", "are {} deep", "length"),
    Telling("diameter", _MEASURE, "is {} in diameter", "are {} in diameter", "length"),
    Telling("weight", _MEASURE, "weighs {}", "weigh {}"),
    Telling("size", r"(?:X{0,3}[SML]|[2-9]XL|\d{1,2}(?:[.,]5)?)", "comes in size {}",
            "come in size {}"),
    Telling("size", r"one size", "comes in {}", "come in {}"),
    Telling("quantity", r"(?:pack|set|box) of \d+", "comes as a {}", "come as a {}"),
    Telling("origin", _PLACE, "is made in {}", "are made in {}"),
    Telling("fit", r"(?:slim|regular|loose|relaxed|tight) fit", "has a {}", "have a {}",
            "trait"),
    Telling("fit", r"(?:slim|regular|loose|relaxed|tight)", "has a {} fit",
            "have a {} fit", "trait"),
    Telling("neckline", r"(?:crew|round|boat|scoop|high) neck", "has a {}", "have a {}",
            "trait"),
    Telling("finish", r"(?:matte?|glossy|satin|gloss)", "has a {} finish",
            "have a {} finish", "trait"),
    Telling("care", _ADJECTIVE, "is {}", "are {}"),
    Telling("material", rf"{_MATERIAL}(?:, {_MATERIAL})*", "is made of {}", "are made of {}"),
    Telling("features", r".+", "has {}", "have {}"),
)  # fmt: skip


def material(fact: Fact | None) -> Phrase:
    """Return the stuff as it follows `made of`; empty where the value is not a list of stuffs."""
    if fact is None or len(fact.value) > 60 or _NO_STUFF.fullmatch(fact.value):
        return Phrase()
    if not re.fullmatch(rf"{_MATERIAL}(?:, {_MATERIAL})*", fact.value):
        return Phrase()
    return listed([say(fact, lowered(part)) for part in fact.value.split(", ")], words.AND)


def stuff(fact: Fact | None) -> Phrase:
    """Return a single stuff as it stands before a noun: a cotton shirt."""
    single = fact is not None and re.fullmatch(r"[A-Za-z]{3,}(?: [a-z]{3,})?", fact.value)
    return material(fact) if single else Phrase()


def audience(fact: Fact | None) -> Phrase:
    """Return for example `for women`; empty where the value is no known audience."""
    known = AUDIENCES.get(fact.value.casefold(), "") if fact else ""
    return Phrase(f"{words.FOR} ") + say(fact, known) if fact and known else Phrase()


def pattern(fact: Fact | None) -> Phrase:
    """Return a pattern that is an adjective; empty for any other."""
    if fact is None or fact.value.casefold() not in PATTERNS:
        return Phrase()
    return say(fact, fact.value.casefold())


LEADS = {"material": material, "audience": audience, "pattern": pattern}
"""What the first sentence can say of a kind; empty where a value has no such form."""


def lowered(value: str) -> str:
    """Return a value for mid-sentence: without the capital that only began it."""
    return value[:1].lower() + value[1:] if value[1:] == value[1:].lower() else value


def statements(facts: Sequence[Fact], noun: words.Noun, style: Style) -> list[Phrase]:
    """Return the sentences of what the merchant tells, clauses in one where they go together.

    The subject is by turns a pronoun and the noun, the pronoun first. What has no sentence of
    its own, `Key: value`, comes last.
    """
    found: list[Phrase] = []
    turns = 0
    each = [(fact, _clause(fact, noun)) for fact in facts]
    clauses = sorted(each, key=lambda pair: pair[1] is None)
    while clauses:
        fact, clause = clauses.pop(0)
        if clause is None:
            found.append(_alone(fact))
            continue
        run = [clause]
        while clauses and (following := clauses[0][1]) and _go_together(run, following):
            run.append(following)
            clauses.pop(0)
        subject = words.subjects(noun)[turns and (style.seed + turns) % 2]
        found.append(Phrase(f"{subject} ") + _one_predicate(run) + ".")
        turns += 1
    return found


@dataclass(frozen=True)
class _Clause:
    words: Phrase
    sort: str

    @property
    def verb(self) -> str:
        return self.words.text.split(" ", 1)[0]


def _clause(fact: Fact, noun: words.Noun) -> _Clause | None:
    kind = kind_told(fact.kind)
    if noun.number == "mass" and kind == "capacity":
        return None  # a pack holds half a litre, milk does not
    if re.fullmatch(_ADJECTIVE, fact.kind) and fact.value.casefold() in ("yes", "no"):
        return _answer(fact, noun)
    telling = next((t for t in TELLINGS if t.kind == kind and _has_shape(fact, t.shape)), None)
    if telling is None:
        return None
    before, _, after = (telling.many if words.is_many(noun) else telling.one).partition("{}")
    told = VALUES.get(kind, _lowered)(fact)
    return _Clause(Phrase(before) + told + after, telling.sort) if told else None


def _lowered(fact: Fact) -> Phrase:
    return say(fact, lowered(fact.value))


VALUES: dict[str, Callable[[Fact], Phrase]] = {
    "features": parts.features,
    "material": material,
    "origin": say,
    "size": say,
}
"""How a kind's value is said after its verb, where that is not only in lower case; empty where
it has no such form."""


def _has_shape(fact: Fact, shape: str) -> bool:
    return bool(re.fullmatch(shape, fact.value) or re.fullmatch(shape, lowered(fact.value)))


def _answer(fact: Fact, noun: words.Noun) -> _Clause:
    denial = "not " if fact.value.casefold() == "no" else ""
    sort = "denial" if denial else ""
    verb = "are " if words.is_many(noun) else "is "
    return _Clause(Phrase(verb) + say(fact, denial + fact.kind.replace("_", " ")), sort)


def _go_together(run: Sequence[_Clause], following: _Clause) -> bool:
    """Tell whether a clause joins those before it: all of one sort, or two with verbs apart."""
    if any(f" {words.AND} " in clause.words.text for clause in (*run, following)):
        return False
    if "denial" in (following.sort, run[0].sort):
        return False  # what follows would be denied too
    if following.sort and all(clause.sort == following.sort for clause in run):
        return True
    return len(run) == 1 and run[0].verb != following.verb


def _one_predicate(run: Sequence[_Clause]) -> Phrase:
    """Return clauses as one: `is 30 cm high, 20 cm wide and 5 cm deep`."""
    first = run[0]
    shared = len(first.verb) + 1
    rest = [c.words.without_start(shared) if c.verb == first.verb else c.words for c in run[1:]]
    return listed([first.words, *rest], words.AND)


def _alone(fact: Fact) -> Phrase:
    """Return a value that is a sentence or a command as it is, any other after its key."""
    kind = kind_told(fact.kind)
    ended = "" if fact.value.endswith((".", "!", "?")) else "."
    commands = kind == "care" and re.fullmatch(_COMMAND, fact.value, re.IGNORECASE)
    if commands or _SENTENCE.fullmatch(fact.value):
        return say(fact).capitalised() + ended
    return labelled(fact) + ended


def labelled(fact: Fact) -> Phrase:
    """Return `Key: value`; key and value are the merchant's own words."""
    label = fact.kind.replace("_", " ").capitalize()
    return say(fact, f"{label}: {fact.value}")
