"""One thing that a person did, as it is kept: nothing is ever written over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Action = Literal["approve", "reject", "skip", "change", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class Event:
    """What was done to one product.

    Attributes:
        product: its id.
        photos: `digest_of` the photos that were looked at.
        action: what was done; `undo` takes back the last that is not taken back yet.
        by: who did it.
        at: when, ISO 8601 in UTC.
        field: JSON pointer of what was changed, such as `/facts/colour`; empty else.
        before, after: its value, as text; empty for none. An approval in bulk says in `after`
            what it went by, such as `category 0.91` (see `bulk.py`).
    """

    product: str
    photos: str
    action: Action
    by: str
    at: str
    field: str = ""
    before: str = ""
    after: str = ""


def digest_of(sha256s: Iterable[str]) -> str:
    """Return 16 hexadecimal digits that stand for a product's photos in their order."""
    return hashlib.sha256("\n".join(sha256s).encode()).hexdigest()[:16]
