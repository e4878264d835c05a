"""What cloud services bill for looking at photos, each with its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Price:
    """What one service bills.

    Attributes:
        service, what: whose, and for which answer.
        dollars: a thousand photos, US dollars.
        source: where it stands, and when it was read.
    """

    service: str
    what: str
    dollars: float
    source: str


VISION = "Google Cloud Vision pricing page, as read for this project in 2026; prices change"

PRICES = (
    Price("Google Cloud Vision", "one feature (labels, text or colours)", 1.50, VISION),
    Price("Google Cloud Vision", "three features: labels, text and colours", 4.50, VISION),
    Price("Google Cloud Vision", "where the objects are", 2.25, VISION),
)


def own_dollars(seconds: float, hourly: float) -> float:
    """Return what a thousand photos cost here, for so many seconds a photo and dollars an hour."""
    return 1000 * seconds * hourly / 3600
