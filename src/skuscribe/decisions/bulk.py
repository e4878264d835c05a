"""Approvals in bulk: how an event tells that nobody looked, and from which confidence it is."""

from __future__ import annotations

import re

from skuscribe.decisions.event import Event

FIELD = "category"
"""What the confidence is of."""

_SAID = re.compile(r"category (0\.\d{1,4})")


def bulk_event(product: str, photos: str, by: str, at: str, threshold: float) -> Event:
    """Return an approval that nobody looked at; all of one bulk have the same `at`."""
    return Event(product, photos, "approve", f"{by} (bulk)", at, after=f"{FIELD} {threshold:.2f}")


def bulk_of(event: Event) -> tuple[str, float] | None:
    """Return when a bulk was and from which confidence; None for what a person did."""
    said = _SAID.fullmatch(event.after) if event.action == "approve" else None
    return (event.at, float(said[1])) if said else None
