"""Everything that is found in one listing: a pure function of what it says and what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from skuscribe.audit import categories, claims, colours, printed, rules
from skuscribe.audit.finding import Finding
from skuscribe.audit.listing import Listing
from skuscribe.record.model import Record

Check = Callable[[Record, Listing], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    categories.contradicted,
    colours.contradicted,
    printed.quantity,
    printed.brand,
    printed.gtin,
    claims.unsupported,
    categories.missing,
    colours.missing,
    printed.missing_quantity,
)

CHANNEL = "google"
"""Whose rules titles and texts keep unless another is named: the strictest."""


def findings_of(record: Record, listing: Listing, channel: str = CHANNEL) -> tuple[Finding, ...]:
    """Return what is wrong with a listing, the worst first.

    Args:
        record: what the photos show, settled without any of the merchant's words; `UNSEEN` where
            there are none.
        listing: the merchant's words.
        channel: whose rules they have to keep, see `record.channels`.
    """
    found = [each for check in CHECKS for each in check(record, listing)]
    return tuple(sorted([*found, *rules.broken(listing, channel)], key=lambda f: -f.severity))
