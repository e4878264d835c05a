"""One claim against what a record says: supported, contradicted, unsupported or not checkable.

A ground supports upward only: navy supports blue, blue does not support navy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal

from skuscribe.describe import kind
from skuscribe.describe.claims import TextClaim
from skuscribe.describe.grounds import Ground, Grounds, Saying
from skuscribe.describe.reading import Reading

Verdict = Literal["supported", "contradicted", "unsupported", "not_checkable"]

SOURCES = {
    "any": ("merchant", "text", "photo"),
    "said": ("merchant", "text"),
    "merchant": ("merchant",),
    "none": (),
}
MEASURES = frozenset(
    [
        "volume",
        "length",
        "mass",
        "power",
        "voltage",
        "duration",
        "temperature",
        "charge",
        "memory",
        "share",
    ]
)
COUNTED = frozenset({"number", "count", "size"})
WORDED = frozenset(
    ["unknown", "feature", "use", "compatibility", "name", "style", "likeness", "ingredient"]
)
"""What the record's own words can support where no table knows them."""

ROUNDING = 0.003
"""Two measures this near are one: 16.9 fl oz and 500 ml."""


@dataclass(frozen=True)
class Judgement:
    """A verdict, the places in the record it rests on, and a short reason."""

    verdict: Verdict
    grounds: tuple[str, ...]
    why: str


def judge(claim: TextClaim, record: Grounds, reading: Reading) -> Judgement:
    """Return the verdict on one claim."""
    allowed = SOURCES[reading.grounds_of(claim.property)]
    if not allowed:
        return Judgement("not_checkable", (), "an opinion")
    grounds = [ground for ground in record.grounds if ground.source in allowed]
    sayings = [saying for saying in record.sayings if saying.source in allowed]
    if claim.property == "text":
        return _quoted(claim, sayings)
    tests = _TESTS.get(claim.property, _by_meaning)
    found = tests(claim, [g for g in grounds if g.claim.part == claim.part], reading)
    if found.verdict == "unsupported" and claim.property in WORDED:
        return _by_words(claim, sayings, reading) or found
    return found


def _quoted(claim: TextClaim, sayings: Sequence[Saying]) -> Judgement:
    wanted = " ".join(claim.value.casefold().split())
    found = [s.pointer for s in sayings if wanted in " ".join(s.value.casefold().split())]
    return _supported(found) if found else Judgement("unsupported", (), "no such text was read")


def _by_words(claim: TextClaim, sayings: Sequence[Saying], reading: Reading) -> Judgement | None:
    wanted = reading.stems_in(f"{claim.value} {claim.part}")
    told = [(s, s.words if claim.polarity else s.denied) for s in sayings if s.key != "brand"]
    found = [saying.pointer for saying, words in told if wanted and wanted <= words]
    return _supported(found) if found else None


def _by_meaning(claim: TextClaim, grounds: Sequence[Ground], reading: Reading) -> Judgement:
    wanted = (claim.property, claim.value)
    same = [g for g in grounds if wanted in _upward(g, reading) and g.claim.polarity]
    denied = [
        g
        for g in grounds
        if not g.claim.polarity and (g.claim.property, g.claim.value) in reading.entailed(*wanted)
    ]
    against = [g for g in grounds if g.claim.polarity and _exclude(claim, g, reading)]
    if not claim.polarity:
        return _settled(denied or against, same, f"nothing says that it is not {claim.value}")
    strong = [g for g in same if _as_strong(claim, g)]
    weaker = [g for g in same if g not in strong and g.claim.strength]
    others = denied or against or weaker or ([] if same else _others(claim, grounds, reading))
    return _settled(strong, others, _missing(claim, grounds, reading))


def _upward(ground: Ground, reading: Reading) -> frozenset[tuple[str, str]]:
    return reading.entailed(ground.claim.property, ground.claim.value)


def _exclude(claim: TextClaim, ground: Ground, reading: Reading) -> bool:
    own, its = (claim.property, claim.value), (ground.claim.property, ground.claim.value)
    return bool(
        reading.excluded(*its) & reading.entailed(*own)
        or reading.excluded(*own) & reading.entailed(*its)
    )


def _as_strong(claim: TextClaim, ground: Ground) -> bool:
    return not claim.strength or claim.strength == ground.claim.strength


def _others(claim: TextClaim, grounds: Sequence[Ground], reading: Reading) -> list[Ground]:
    """Return grounds of another value where there can be only the values of the record."""
    if not reading.is_single(claim.property):
        return []
    rivals = [g for g in grounds if g.claim.property == claim.property and g.claim.polarity]
    own = reading.entailed(claim.property, claim.value)
    near = any(own & _upward(rival, reading) for rival in rivals)
    return [] if near else rivals


def _missing(claim: TextClaim, grounds: Sequence[Ground], reading: Reading) -> str:
    own = reading.entailed(claim.property, claim.value)
    said = sorted(
        {g.claim.value for g in grounds if g.claim.polarity and own & _upward(g, reading)}
    )
    if said:
        return f"the record says only {', '.join(said)}"
    return f"nothing in the record says so{f' of the {claim.part}' if claim.part else ''}"


def _settled(for_it: Sequence[Ground], against: Sequence[Ground], missing: str) -> Judgement:
    if for_it:
        return _supported([ground.pointer for ground in for_it])
    if against:
        said = ", ".join(dict.fromkeys(_said(ground.claim) for ground in against))
        return Judgement("contradicted", _once(against), f"the record says {said}")
    return Judgement("unsupported", (), missing)


def _said(claim: TextClaim) -> str:
    share = f"{claim.strength}% " if claim.strength else ""
    return f"{'' if claim.polarity else 'not '}{share}{claim.value}"


def _supported(pointers: Sequence[str]) -> Judgement:
    return Judgement("supported", tuple(dict.fromkeys(pointers)), "the record says so")


def _once(grounds: Sequence[Ground]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ground.pointer for ground in grounds))


def _by_number(claim: TextClaim, grounds: Sequence[Ground], _: Reading) -> Judgement:
    same = [g for g in grounds if g.claim.property == claim.property]
    near = [g for g in same if not (claim.scope and g.claim.scope) or claim.scope == g.claim.scope]
    equal = [g for g in near if g.claim.polarity and _equal(claim, g.claim)]
    if not claim.polarity:
        return _settled([], equal, "nothing denies this number")
    # Of two lengths of a thing neither contradicts a third.
    against = near if claim.scope or len({g.claim.value for g in near}) == 1 else []
    return _settled(equal, against, "no such number in the record")


def _equal(claim: TextClaim, ground: TextClaim) -> bool:
    own, its = (numbers(c.value) for c in (claim, ground))
    if not own or len(own) != len(its):
        return claim.value == ground.value
    tolerance = ROUNDING if claim.property in MEASURES else 0.0
    return all(isclose(a, b, rel_tol=tolerance) for a, b in zip(own, its, strict=True))


def numbers(value: str) -> list[float]:
    """Return the numbers of a measure's value; none where it is a word (a size M)."""
    try:
        return [float(part) for part in value.split(" x ")]
    except ValueError:
        return []


def _by_kind(claim: TextClaim, grounds: Sequence[Ground], _: Reading) -> Judgement:
    kinds = [ground for ground in grounds if ground.claim.property == "category"]
    same = [ground for ground in kinds if kind.is_a(ground.claim.value, claim.value)]
    if not claim.polarity:
        return _settled([], same, "nothing says what it is not")
    return _settled(
        same, _other_kinds(claim, kinds), "the record does not say what it is so closely"
    )


def _other_kinds(claim: TextClaim, kinds: Sequence[Ground]) -> list[Ground]:
    """Return the kinds that exclude the one claimed: neither lies above the other."""
    return [ground for ground in kinds if kind.is_apart(ground.claim.value, claim.value)]


_TESTS: dict[str, Callable[[TextClaim, Sequence[Ground], Reading], Judgement]] = {
    **dict.fromkeys(MEASURES | COUNTED, _by_number),
    "category": _by_kind,
}
"""How claims of a kind are judged; by what their words mean where none is named."""
