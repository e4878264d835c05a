"""Material and quantity as the label prints them: proposed where the merchant says neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skuscribe.attributes.text.lettering import Lettering
from skuscribe.record.facts import told
from skuscribe.record.model import Evidence, GivenFact, Proposal

FIELDS = ("material", "quantity")
"""Roles that are facts of the same name."""

SURE = 0.8
"""Confidence of a reading from which it is proposed."""


def read_off(lines: Sequence[Lettering], facts: Sequence[GivenFact]) -> Iterator[Proposal]:
    """Yield what the label says and the merchant does not; the tallest letters of each field.

    It is proposed and not stated: a label may speak of its lining, or of a serving.

    Args:
        lines: on the product, with their roles.
        facts: the merchant's.
    """
    for field in FIELDS:
        found = [e for e in lines if e.span.role == field and e.span.confidence >= SURE]
        if found and told(facts, field) is None:
            largest = max(found, key=lambda each: (each.height, -each.index))
            yield Proposal(
                field=field,
                value=largest.span.text,
                confidence=largest.span.confidence,
                evidence=Evidence(text=largest.index),
                why="printed on the product",
            )
