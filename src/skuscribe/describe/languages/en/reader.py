"""English text to claims: what is said, of which part, affirmed or denied.

The reader knows no sentence of the writer's. It cuts a text into units (`units.py`), walks them
once and keeps what governs the next words: a negation, a preposition, a part. A descriptive word
that no table knows is a claim too, of the property `unknown`: nothing passes by not being
understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from skuscribe.describe.claims import Entry, TextClaim
from skuscribe.describe.languages.en.lexicon import hue
from skuscribe.describe.languages.en.suffixes import STUFFS, SUFFIXED
from skuscribe.describe.languages.en.units import Phrases, Unit, store_talk, units_of

NO_PHRASES: Phrases = MappingProxyType({})

_QUOTED = re.compile(r"“([^”\n]+)”|(?<![\w\d])\"([^\"\n]+)\"")

JOINS = frozenset({"and", "or", "&", "very", "really", "truly", "so", "more"})
"""Function words that keep adjectives together."""

COPULAS = frozenset({"is", "are", "in", "of", "was"})
PLACES = frozenset({"in", "on", "at", "to", "from", "into", "your", "our", "my", "every", "any"})
SETTINGS = frozenset(
    ["on", "at", "over", "under", "into", "your", "our", "my", "their", "every", "any"]
)
"""After these a kind of product is where ours is put: on a sideboard, in your bag."""

CONTEXT_OF_NOUN = {
    "for": "use",
    "compatibility": "compatibility",
    "match": "use",
    "likeness": "likeness",
    "with": "feature",
}
"""What a kind of product is claimed as after such words."""

CONTEXT_OF_NAME = {
    "brand": "brand",
    "for": "compatibility",
    "compatibility": "compatibility",
    "likeness": "likeness",
    "match": "use",
}
"""What a word that no table knows is claimed as after such words."""

VALUED_BY_LABEL = frozenset({"sleeve", "neckline", "fit", "closure"})
"""Kinds whose values are plain words once the kind is named: `sleeve: long`."""

KEPT_IN_STORE_TALK = frozenset(
    {"material", "performance", "certification", "health", "origin", "authenticity", "care"}
)
"""Claims of the product that a sentence about delivery does not hide."""


@dataclass
class _Reading:
    """What has been read, and what governs the next words."""

    claims: list[TextClaim] = field(default_factory=list)
    part: str = ""
    forced: str = ""
    head: str = ""
    run: int = 0
    negated: bool = False
    context: str = ""
    topic: str = ""
    last_part: str = ""
    faux: int = -1
    place: bool = False
    setting: bool = False

    def pause(self) -> None:
        """End the clause."""
        self.negated = self.place = self.setting = False
        self.topic = self.last_part = ""
        self.context = self.context if self.context == "material" else ""
        self.run = len(self.claims)


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
    reading = _Reading(part=part, forced=property, head=_head(units))
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


def _step(r: _Reading, unit: Unit, following: str, forced: str, ahead: Sequence[Unit]) -> None:
    if unit.means("label") and following == ":":
        label = unit.means("label")
        r.pause()
        r.forced = label.value if label else ""
        return
    if unit.means("break"):
        r.pause()
        r.context, r.forced = "", forced
        return
    for property, act in _ACTS.items():
        governs = unit.means(property)
        if governs and act(r, unit, governs, ahead):
            return
    before_part = any(following.means("part") for following in ahead[:1])
    entry = _meaning(r, unit)
    if entry.property == "category" and before_part:
        _add(r, "use", entry.value, unit)  # a laptop sleeve is no laptop
        return
    _claim(r, unit, entry)


def _comma(r: _Reading, unit: Unit, _entry: Entry, ahead: Sequence[Unit]) -> bool:
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


def _plain(r: _Reading, _unit: Unit, _entry: Entry, ahead: Sequence[Unit]) -> bool:
    if r.forced in VALUED_BY_LABEL:
        return False
    if not any(following.means("part") for following in ahead[:1]):
        r.run = len(r.claims)  # a shoulder strap is a strap
    return True


def _negation(r: _Reading, _unit: Unit, _entry: Entry, _ahead: Sequence[Unit]) -> bool:
    r.negated, r.run = True, len(r.claims)
    return True


def _context(r: _Reading, unit: Unit, entry: Entry, _ahead: Sequence[Unit]) -> bool:
    if unit.hyphen:
        return False
    r.context, r.topic = entry.value, ""
    r.place = r.setting = False
    r.topic = r.last_part if entry.value == "material" else ""
    r.topic = "lining" if unit.word.startswith("lined") else r.topic
    r.run = len(r.claims)
    return True


def _function(r: _Reading, unit: Unit, _entry: Entry, _ahead: Sequence[Unit]) -> bool:
    if unit.word in COPULAS and r.last_part:
        r.topic = r.last_part
    if unit.word not in JOINS:
        r.run = len(r.claims)
    r.place = r.place or unit.word in PLACES
    r.setting = r.setting or unit.word in SETTINGS
    r.last_part = r.last_part if unit.word in COPULAS else ""
    return True


def _prefix(r: _Reading, unit: Unit, _entry: Entry, _ahead: Sequence[Unit]) -> bool:
    r.faux = unit.start
    return True


def _part(r: _Reading, unit: Unit, entry: Entry, ahead: Sequence[Unit]) -> bool:
    first = unit.means("category") and not (r.context or r.claims[r.run :] or r.forced)
    if first or any(u.hyphen or u.means("category") for u in ahead[:1]):
        return False
    r.claims[r.run :] = [replace(claim, part=entry.value) for claim in r.claims[r.run :]]
    _add(r, "feature", entry.value, unit)
    r.run, r.last_part = len(r.claims), entry.value
    return True


def _care_product(r: _Reading, unit: Unit, entry: Entry, _ahead: Sequence[Unit]) -> bool:
    stuff = r.claims[r.run :]
    if not stuff or stuff[-1].property not in STUFFS:
        return False
    r.claims[r.run :] = [replace(claim, property="use") for claim in stuff]
    _add(r, "category", f"{entry.value} product", unit)
    return True


def _suffix(r: _Reading, unit: Unit, entry: Entry, _ahead: Sequence[Unit]) -> bool:
    last = r.claims[-1] if r.claims[r.run :] else None
    near = last is not None and unit.start - last.end <= 1
    if last is None or not near or (unit.word == "like" and not unit.hyphen):
        return entry.value not in ("free", "plated", "lined") or len(unit.entries) > 1
    r.claims[-1] = replace(SUFFIXED[entry.value](last), end=unit.end)
    return True


_ACTS: dict[str, Callable[[_Reading, Unit, Entry, Sequence[Unit]], bool]] = {
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


def _meaning(r: _Reading, unit: Unit) -> Entry:
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


def _claim(r: _Reading, unit: Unit, entry: Entry) -> None:
    act = {"category": _kind, "unknown": _unknown}.get(entry.property, _value)
    act(r, unit, entry)


def _kind(r: _Reading, unit: Unit, entry: Entry) -> None:
    if r.setting and not r.context:
        r.run, r.place, r.setting = len(r.claims), False, False
        return
    context = "" if r.context == "with" and entry.path == r.head else r.context
    property = CONTEXT_OF_NOUN.get(context, "use" if r.place else "category")
    if context == "with":
        r.claims[r.run :] = [replace(claim, part=entry.value) for claim in r.claims[r.run :]]
    _add(r, property, entry.value, unit)
    r.run, r.place, r.faux = len(r.claims), False, -1


def _unknown(r: _Reading, unit: Unit, entry: Entry) -> None:
    word = entry.value
    if word.endswith("less") and len(word) > 6:
        _add(r, "feature", word[:-4], unit)
        r.claims[-1] = replace(r.claims[-1], polarity=r.negated)
        return
    if word.endswith("est") and len(word) > 5:
        _add(r, "superlative", word, unit)
        return
    if r.forced in VALUED_BY_LABEL:
        _add(r, r.forced, word, unit)
        return
    property = CONTEXT_OF_NAME.get(r.context, "unknown")
    property = "use" if property == "compatibility" and not _is_name(unit, r) else property
    property = "unknown" if property == "brand" and not unit.capital else property
    last = r.claims[-1] if r.claims[r.run :] else None
    if last and last.property == property and unit.start - last.end <= 1 and unit.capital:
        r.claims[-1] = replace(last, value=f"{last.value} {word}", end=unit.end)
    else:
        _add(r, property, word, unit)


def _is_name(unit: Unit, r: _Reading) -> bool:
    return unit.capital or r.context == "compatibility" or unit.word.startswith("iphone")


def _value(r: _Reading, unit: Unit, entry: Entry) -> None:
    if entry.property in ("brand", "name") and r.context in CONTEXT_OF_NAME:
        _add(r, CONTEXT_OF_NAME[r.context], entry.value, unit)
        return
    value, start = entry.value, unit.start
    if r.faux >= 0 and entry.property in STUFFS | {hue()}:
        value, start = f"faux {entry.value}", r.faux
        entry = replace(entry, property="material")
    r.faux = -1
    share = r.claims.pop() if _is_share_of(r, unit, entry) else None
    _add(r, entry.property, value, unit, scope=entry.path if entry.property != "category" else "")
    first = share.start if share else start
    r.claims[-1] = replace(r.claims[-1], start=first, strength=share.value if share else "")


def _is_share_of(r: _Reading, unit: Unit, entry: Entry) -> bool:
    last = r.claims[-1] if r.claims else None
    near = last is not None and last.property == "share" and unit.start - last.end <= 1
    return near and entry.property in STUFFS


def _add(r: _Reading, property: str, value: str, unit: Unit, scope: str = "") -> None:
    r.claims.append(
        TextClaim(
            property,
            value,
            unit.start,
            unit.end,
            part=r.topic or r.part,
            polarity=not r.negated,
            scope=scope,
        )
    )
    r.last_part = ""
