"""What `-look`, `-coloured`, `-free` and their like make of the claim before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skuscribe.describe.claims import TextClaim
from skuscribe.describe.languages.en.lexicon import hue

STUFFS = frozenset({"material", "ingredient"})


def _looks_like(claim: TextClaim) -> TextClaim:
    return replace(claim, property="appearance") if claim.property in STUFFS else claim


def _styled(claim: TextClaim) -> TextClaim:
    if claim.property in ("unknown", "brand", "name", "compatibility"):
        return replace(claim, property="likeness")
    if claim.property == "origin":
        return replace(claim, property="style")
    return _looks_like(claim)


def _without(claim: TextClaim) -> TextClaim:
    property = "feature" if claim.property == "unknown" else claim.property
    return replace(claim, property=property, polarity=not claim.polarity)


def _coloured(claim: TextClaim) -> TextClaim:
    return replace(claim, property=hue()) if claim.property in STUFFS else claim


def _plated(claim: TextClaim) -> TextClaim:
    return replace(claim, property="material", value=f"{claim.value} plated")


SUFFIXED: dict[str, Callable[[TextClaim], TextClaim]] = {
    "appearance": _looks_like,
    "hue": _coloured,
    "free": _without,
    "likeness": _styled,
    "for": lambda claim: replace(claim, property="compatibility"),
    "plated": _plated,
    "lined": lambda claim: replace(claim, part="lining"),
}
"""What `-look`, `-coloured`, `-free` ... make of the word before."""
