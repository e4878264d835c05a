"""English text to claims: what is said, of which part, affirmed or denied.

The reader knows no sentence of the writer's. It cuts a text into units (`units.py`), walks them
once and keeps what governs the next words: a negation, a preposition, a part. A descriptive word
that no table knows is a claim too, of the property `unknown`: nothing passes by not being
understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType

from skuscribe.describe.claims import Entry, TextClaim
from skuscribe.describe.languages.en.claiming import VALUED_BY_LABEL, add, claim
from skuscribe.describe.languages.en.state import State
from skuscribe.describe.languages.en.suffixes import STUFFS, SUFFIXED
from skuscribe.describe.languages.en.units import Phrases, Unit, store_talk, units_of

NO_PHRASES: Phrases = MappingProxyType({})

_QUOTED = re.compile(r"“([^”\n]+)”|(?<![\w\d])\"([^\"\n]+)\"")

JOINS = frozenset({"and", "or", "&", "very", "really", "truly", "so", "more"})
"""Function words that keep adjectives together."""

COPULAS = frozenset({"is", "are", "in", "of", "was"})
FINITE = frozenset(
    [
        "is",
        "are",
        "has",
        "have",
        "comes",
        "come",
        "holds",
        "hold",
        "measures",
        "measure",
        "weighs",
        "weigh",
        "runs",
        "run",
        "fits",
        "fit",
        "includes",
        "include",
        "features",
        "feature",
        "closes",
        "close",
        "works",
        "work",
        "lasts",
        "last",
        "offers",
        "offer",
        "stands",
        "stand",
    ]
)
"""Verbs that, after `and`, begin what a denial does not reach."""

PLACES = frozenset({"in", "on", "at", "to", "from", "into", "your", "our", "my", "every", "any"})
SETTINGS = frozenset(
    ["on", "at", "over", "under", "into", "your", "our", "my", "their", "every", "any"]
)
"""After these a kind of product is where ours is put: on a sideboard, in your bag."""

KEPT_IN_STORE_TALK = frozenset(
    {"material", "performance", "certification", "health", "origin", "authenticity", "care"}
)
"""Claims of the product that a sentence about delivery does not hide."""


def read(
    text: str, own: Phrases = NO_PHRASES, property: str = "", part: str = ""
) -> list[TextClaim]:
    """Return the claims of a text in order.

    Args:
        text: any shop text.
        own: the product's own words (names, its merchant's colours) and what they mean.
        property: what words of two meanings mean, as after a label.
        part: the part of the product that all is said of.
    """
    quotes = [_quote(found) for found in _QUOTED.finditer(text)]
    plain = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    units = units_of(plain, own)
    reading = State(part=part, forced=property, head=_head(units))
    for place, (unit, store) in enumerate(zip(units, store_talk(units), strict=True)):
        following = plain[unit.end : unit.end + 1]
        if not store or any(unit.means(kind) for kind in KEPT_IN_STORE_TALK | {"break", "comma"}):
            _step(reading, unit, following, property, units[place + 1 :])
    return sorted([*quotes, *reading.claims], key=lambda claim: (claim.start, claim.end))


def _quote(found: re.Match[str]) -> TextClaim:
    group = 1 if found[1] else 2
    return TextClaim("text", found[group], *found.span(group))


def _head(units: Sequence[Unit]) -> str:
    """Return the path of the first kind of product that is named."""
    # A homonym (chocolate, olive) is told by the others, not by itself.
    alone = (unit for unit in units if len({entry.property for entry in unit.entries}) == 1)
    found = (unit.means("category") for unit in alone)
    return next((entry.path for entry in found if entry and entry.path), "")


def _step(r: State, unit: Unit, following: str, forced: str, ahead: Sequence[Unit]) -> None:
    if unit.means("label") and following == ":":
        label = unit.means("label")
        r.pause()
        r.forced = label.value if label else ""
        return
    if unit.means("break"):
        r.pause()
        r.context, r.forced = "", forced
        return
    if r.joined and unit.word in FINITE:
        r.negated = False  # not waterproof and comes in size M
    r.joined = unit.word in ("and", "but")
    for property, act in _ACTS.items():
        governs = unit.means(property)
        if governs and act(r, unit, governs, ahead):
            return
    before_part = any(following.means("part") for following in ahead[:1])
    entry = _meaning(r, unit)
    if entry.property == "category" and before_part:
        add(r, "use", entry.value, unit)  # a laptop sleeve is no laptop
        return
    claim(r, unit, entry)


def _comma(r: State, unit: Unit, _entry: Entry, ahead: Sequence[Unit]) -> bool:
    run = r.run
    listed = unit.word == "," and _describes_a_part(ahead)
    r.pause()
    r.run = run if listed else r.run
    return True


def _describes_a_part(ahead: Sequence[Unit]) -> bool:
    """Tell whether adjectives and a part follow: `padded,` adjustable shoulder straps."""
    until = next((n for n, unit in enumerate(ahead[:4]) if unit.means("part")), 0)
    governing = set(_ACTS) - {"plain"}
    return until > 0 and not any(u.means(p) for p in governing for u in ahead[:until])


def _plain(r: State, _unit: Unit, _entry: Entry, ahead: Sequence[Unit]) -> bool:
    if r.forced in VALUED_BY_LABEL:
        return False
    if not any(following.means("part") for following in ahead[:1]):
        r.run = len(r.claims)  # a shoulder strap is a strap
    return True


def _negation(r: State, _unit: Unit, _entry: Entry, _ahead: Sequence[Unit]) -> bool:
    r.negated, r.run = True, len(r.claims)
    return True


def _context(r: State, unit: Unit, entry: Entry, _ahead: Sequence[Unit]) -> bool:
    if unit.hyphen:
        return False
    r.context, r.topic = entry.value, ""
    r.place = r.setting = False
    r.topic = r.last_part if entry.value == "material" else ""
    r.topic = "lining" if unit.word.startswith("lined") else r.topic
    r.run = len(r.claims)
    return True


def _function(r: State, unit: Unit, _entry: Entry, _ahead: Sequence[Unit]) -> bool:
    if unit.word in COPULAS and r.last_part:
        r.topic = r.last_part
    if unit.word not in JOINS:
        r.run = len(r.claims)
    r.place = r.place or unit.word in PLACES
    r.setting = r.setting or unit.word in SETTINGS
    r.last_part = r.last_part if unit.word in COPULAS else ""
    return True


def _prefix(r: State, unit: Unit, _entry: Entry, _ahead: Sequence[Unit]) -> bool:
    r.faux = unit.start
    return True


def _part(r: State, unit: Unit, entry: Entry, ahead: Sequence[Unit]) -> bool:
    first = unit.means("category") and not (r.context or r.claims[r.run :] or r.forced)
    if first or any(u.hyphen or u.means("category") for u in ahead[:1]):
        return False
    r.claims[r.run :] = [replace(claim, part=entry.value) for claim in r.claims[r.run :]]
    add(r, "feature", entry.value, unit)
    r.run, r.last_part = len(r.claims), entry.value
    return True


def _care_product(r: State, unit: Unit, entry: Entry, _ahead: Sequence[Unit]) -> bool:
    stuff = r.claims[r.run :]
    if not stuff or stuff[-1].property not in STUFFS:
        return False
    r.claims[r.run :] = [replace(claim, property="use") for claim in stuff]
    add(r, "category", f"{entry.value} product", unit)
    return True


def _suffix(r: State, unit: Unit, entry: Entry, _ahead: Sequence[Unit]) -> bool:
    last = r.claims[-1] if r.claims[r.run :] else None
    near = last is not None and unit.start - last.end <= 1
    if last is None or not near or (unit.word == "like" and not unit.hyphen):
        return entry.value not in ("free", "plated", "lined") or len(unit.entries) > 1
    r.claims[-1] = replace(SUFFIXED[entry.value](last), end=unit.end)
    return True


_ACTS: dict[str, Callable[[State, Unit, Entry, Sequence[Unit]], bool]] = {
    "comma": _comma,
    "negation": _negation,
    "suffix": _suffix,
    "context": _context,
    "careof": _care_product,
    "prefix": _prefix,
    "part": _part,
    "function": _function,
    "label": lambda *_: True,
    "store": lambda *_: True,
    "plain": _plain,
}
"""What words do that are no claim of their own; False where they turn out to be one."""


def _meaning(r: State, unit: Unit) -> Entry:
    """Return the one meaning a unit has here."""
    governed = {"material": "material", "for": "audience"}.get(r.context, "")
    wanted = (r.forced, governed)
    for property in filter(None, wanted):
        if entry := unit.means(property):
            return entry
    claims = [entry for entry in unit.entries if entry.property not in _ACTS]
    here = [e for e in claims if e.where and any(place in r.head for place in e.where)]
    everywhere = [entry for entry in claims if not entry.where]
    return next(iter((*here, *everywhere, *claims)), Entry("unknown", unit.word))
