"""Whose product it is: the merchant's word; text on a photo alone never makes a brand."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.record.facts import told
from skuscribe.record.model import Brand, Evidence, GivenFact


def told_brand(facts: Sequence[GivenFact]) -> Brand | None:
    """Return the merchant's brand, None when none is given."""
    said = told(facts, "brand")
    if said is None:
        return None
    return Brand(value=said[1], confidence=1.0, evidence=Evidence(fact=said[0]))
