"""The values that the drop page's templates show."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from skuscribe.card.html import template
from skuscribe.card.summary import badge, category_line, other_lines, painted, text_line
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.serve.dropped import MOST, Card, Dropped

MEGABYTE = 1_000_000


@cache
def _template(name: str) -> jinja2.Template:
    return template("skuscribe.serve", name)


def drop_page(dropped: Dropped, token: str, problem: SkuscribeError | None, name: str) -> str:
    """Return the whole page.

    Args:
        dropped: the photos.
        token: what every POST must carry.
        problem: what went wrong; None for nothing.
        name: what the run would be called.
    """
    largest = dropped.settings.max_bytes
    too_large = SkuscribeError(
        ErrorCode.PHOTO_TOO_MANY_BYTES, f"more than {largest / MEGABYTE:g} MB"
    )
    return _template("drop.html").render(
        token=token,
        problem=problem,
        name=name,
        most=MOST,
        largest=largest,
        too_large=too_large,
        **_shown(dropped, 0),
    )


def cards_page(dropped: Dropped, start: int) -> str:
    """Return the cards from number `start` on, as a piece of the page."""
    return _template("cards.html").render(**_shown(dropped, start))


def _shown(dropped: Dropped, start: int) -> dict[str, Any]:
    cards = dropped.cards()
    shown = list(enumerate(cards))[start:]
    made = sum(card.tagged is not None for card in cards)
    return {
        "cards": [(number, card, _said(card)) for number, card in shown],
        "done": len(cards),
        "made": made,
        "total": max(dropped.count, len(cards)),
    }


def _said(card: Card) -> dict[str, Any]:
    """Return what a card says of its record; nothing after a failure."""
    if card.tagged is None:
        return {}
    record = card.tagged.record
    return {
        "category": category_line(record),
        "badge": badge(record),
        "colours": [(head, swatch) for head, found in painted(record).items() for swatch in found],
        "others": other_lines(record),
        "read": text_line(record),
        "words": record.description,
        "reasons": record.review.reasons,
    }
