"""In which order people look at records, the costliest mistake first: pure over records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from skuscribe.core.warning_codes import WarningCode

CONTRADICTED = frozenset({WarningCode.DECISION_OUTDATED, WarningCode.TEXT_SUSPICIOUS})
"""What was decided or printed does not go with what is seen now."""

BLOCKING = frozenset(
    {
        WarningCode.TAXONOMY_ABSTAINED,
        WarningCode.TAXONOMY_NOT_A_PRODUCT,
        WarningCode.TAXONOMY_UNMAPPED,
    }
)
"""No shop takes a product that is filed nowhere."""

GRAVEST: tuple[frozenset[str], ...] = (CONTRADICTED, BLOCKING)
"""Reasons, the gravest first; any other comes behind them, and no reason last."""


@dataclass(frozen=True)
class Ask:
    """What the queue knows of one record.

    Attributes:
        place: of the record in the run, from 0.
        id: of the product.
        category: its label; empty where there is none.
        reasons: codes of why a person should look.
        cost: expected cost of a mistake, 0..1.
        values: what it states, as (name, value): its category and its attributes.
        sure: confidence of its category, 0..1.
        changed: people changed it, and the record says so.
    """

    place: int
    id: str
    category: str
    reasons: tuple[str, ...]
    cost: float
    values: frozenset[tuple[str, str]] = frozenset()
    sure: float = 0.0
    changed: bool = False


@dataclass(frozen=True)
class Filter:
    """Which records are wanted; an empty word wants all."""

    reason: str = ""
    category: str = ""
    state: str = ""

    def takes(self, ask: Ask, state: str) -> bool:
        """Tell whether a record in a state is wanted."""
        return (
            (not self.reason or self.reason in ask.reasons)
            and (not self.category or self.category == ask.category)
            and (not self.state or self.state == state)
        )


def ask_of(record: Mapping[str, Any], place: int) -> Ask:
    """Return what the queue knows of a record, as JSON has it."""
    review = record["review"]
    codes = tuple(reason["code"] for reason in review["reasons"])
    category = record["category"]["label"] or ""
    return Ask(
        *(place, record["id"], category, codes, review["cost"], _values(record, category)),
        sure=record["category"]["confidence"],
        changed=bool(record["decided"]["fields"]),
    )


def _values(record: Mapping[str, Any], category: str) -> frozenset[tuple[str, str]]:
    shown = {
        (each["name"], each["value"])
        for each in record["attributes"]
        if each["state"] == "shown" and each["value"]
    }
    return frozenset(shown | ({("category", category)} if category else set()))


def in_order(asks: Iterable[Ask], audit: Collection[str] = ()) -> tuple[Ask, ...]:
    """Return records by the gravest of their reasons, then by cost, then as the run has them.

    Args:
        asks: in any order.
        audit: ids of those that are looked at before all others.
    """
    return tuple(sorted(asks, key=lambda a: (a.id not in audit, rank(a.reasons), -a.cost, a.place)))


def rank(reasons: Iterable[str]) -> int:
    """Return how grave the gravest reason is; 0 is the gravest."""
    found = frozenset(reasons)
    for number, codes in enumerate(GRAVEST):
        if found & codes:
            return number
    return len(GRAVEST) + (not found)
