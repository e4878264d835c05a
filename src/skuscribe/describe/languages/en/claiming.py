"""What a unit of a text claims where it stands: a kind of product, a value, an unknown word."""

from __future__ import annotations

from dataclasses import replace

from skuscribe.describe.claims import Entry, TextClaim
from skuscribe.describe.languages.en.lexicon import hue
from skuscribe.describe.languages.en.plain import things
from skuscribe.describe.languages.en.state import State
from skuscribe.describe.languages.en.suffixes import STUFFS
from skuscribe.describe.languages.en.units import Unit

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


def claim(r: State, unit: Unit, entry: Entry) -> None:
    """Add what a unit of this meaning claims to what has been read."""
    act = {"category": _kind, "unknown": _unknown}.get(entry.property, _value)
    act(r, unit, entry)


def _kind(r: State, unit: Unit, entry: Entry) -> None:
    if r.setting and not r.context:
        r.run, r.place, r.setting = len(r.claims), False, False
        return
    context = "" if r.context == "with" and entry.path == r.head else r.context
    property = CONTEXT_OF_NOUN.get(context, "use" if r.place else "category")
    if context == "with":
        r.claims[r.run :] = [replace(claim, part=entry.value) for claim in r.claims[r.run :]]
    add(r, property, entry.value, unit)
    r.run, r.place, r.faux = len(r.claims), False, -1


def _unknown(r: State, unit: Unit, entry: Entry) -> None:
    word = entry.value
    if r.setting and not (r.context or r.forced or unit.capital) and word in things():
        r.run, r.place, r.setting = len(r.claims), False, False
        return
    if word.endswith("less") and len(word) > 6:
        add(r, "feature", word[:-4], unit)
        r.claims[-1] = replace(r.claims[-1], polarity=r.negated)
        return
    if word.endswith("est") and len(word) > 5:
        add(r, "superlative", word, unit)
        return
    if r.forced in VALUED_BY_LABEL:
        add(r, r.forced, word, unit)
        return
    property = CONTEXT_OF_NAME.get(r.context, "unknown")
    property = "use" if property == "compatibility" and not _is_name(unit, r) else property
    property = "unknown" if property == "brand" and not unit.capital else property
    last = r.claims[-1] if r.claims[r.run :] else None
    if last and last.property == property and unit.start - last.end <= 1 and unit.capital:
        r.claims[-1] = replace(last, value=f"{last.value} {word}", end=unit.end)
    else:
        add(r, property, word, unit)


def _is_name(unit: Unit, r: State) -> bool:
    return unit.capital or r.context == "compatibility" or unit.word.startswith("iphone")


def _value(r: State, unit: Unit, entry: Entry) -> None:
    if entry.property in ("brand", "name") and r.context in CONTEXT_OF_NAME:
        add(r, CONTEXT_OF_NAME[r.context], entry.value, unit)
        return
    value, start = entry.value, unit.start
    if r.faux >= 0 and entry.property in STUFFS | {hue()}:
        value, start = f"faux {entry.value}", r.faux
        entry = replace(entry, property="material")
    r.faux = -1
    share = r.claims.pop() if _is_share_of(r, unit, entry) else None
    add(r, entry.property, value, unit, scope=entry.path if entry.property != "category" else "")
    first = share.start if share else start
    r.claims[-1] = replace(r.claims[-1], start=first, strength=share.value if share else "")


def _is_share_of(r: State, unit: Unit, entry: Entry) -> bool:
    last = r.claims[-1] if r.claims else None
    near = last is not None and last.property == "share" and unit.start - last.end <= 1
    return near and entry.property in STUFFS


def add(r: State, property: str, value: str, unit: Unit, scope: str = "") -> None:
    """Add a claim of a unit's characters, of the part and denied as what governs it says."""
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
