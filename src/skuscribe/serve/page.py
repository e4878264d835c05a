"""The values that the pages' templates show, and the templates themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

import jinja2

from skuscribe.card.html import template
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.warning_codes import message_of
from skuscribe.decisions.fields import DESCRIPTION
from skuscribe.decisions.standing import State
from skuscribe.record.model import FieldName
from skuscribe.review.queue import Filter
from skuscribe.serve.desk import Desk, View
from skuscribe.serve.lessons import Lessons
from skuscribe.serve.marked import Piece, checked, written
from skuscribe.serve.naming import likeliest

STATES = get_args(State)
SHOWN = 100
"""Rows of the queue on one page."""

TILES = 60
"""Photos of the grid on one page."""

READ: tuple[tuple[FieldName, str], ...] = (
    ("title", "Title"),
    ("text", "Text"),
    ("bullets", "Bullets"),
    ("alt_text", "Alt text"),
    ("tags", "Tags"),
)


@cache
def _template(name: str) -> jinja2.Template:
    return template("skuscribe.serve", name)


def queue_page(desk: Desk, wanted: Filter, start: int, common: Mapping[str, Any]) -> str:
    """Return the page of the queue, from the match number `start` on."""
    states, items = desk.states(), desk.opened.items
    places = desk.matching(wanted)
    rows = [(place, items[place].ask, states[place]) for place in places[start : start + SHOWN]]
    reasons = Counter(code for item in items for code in item.ask.reasons)
    categories = Counter(item.ask.category for item in items if item.ask.category)
    return _template("queue.html").render(
        rows=[
            (place, ask, state, [message_of(c) for c in ask.reasons]) for place, ask, state in rows
        ],
        reasons=[(code, message_of(code), n) for code, n in reasons.most_common()],
        categories=sorted(categories.items()),
        states=STATES,
        start=start,
        shown=SHOWN,
        found=len(places),
        first=_first(desk, wanted),
        **_progress(desk, states),
        **common,
    )


def _first(desk: Desk, wanted: Filter) -> int | None:
    """Return where to begin: at what was put to the front, else at the first that is open."""
    if wanted.state not in ("", "new"):
        return None
    return desk.after(-1, wanted)


def item_page(
    desk: Desk, view: View, typed: Mapping[str, str], problem: str, common: Mapping[str, Any]
) -> str:
    """Return the page of one item.

    Args:
        desk: where it lies.
        view: as it stands.
        typed: by field, what was typed and is not kept yet.
        problem: what went wrong; empty for nothing.
        common: what every page shows.
    """
    return _template("item.html").render(
        view=view,
        record=view.record,
        top=likeliest(view.unaided.category),
        fields=[(name, label, _pieces(view, name)) for name, label in READ],
        title=typed.get("title", view.words("title")),
        text=typed.get("text", view.words("text")),
        history=desk.history(view.item)[-10:],
        problem=problem,
        **_progress(desk, desk.states()),
        **common,
    )


def grid_page(desk: Desk, value: tuple[str, str], problem: str, common: Mapping[str, Any]) -> str:
    """Return the page of all photos that state one value and that nobody touched.

    Args:
        desk: where they lie.
        value: a name, such as category, and what it is.
        problem: what went wrong; empty for nothing.
        common: what every page shows.
    """
    items = desk.opened.items
    counted = Counter(each for item in items for each in item.ask.values)
    lasts = desk.lasts(value)
    return _template("grid.html").render(
        tiles=[(place, last, items[place]) for place, last in list(lasts.items())[:TILES]],
        found=len(lasts),
        value=value,
        values=sorted(counted.items(), key=_categories_first),
        upcoming=_upcoming(desk, value),
        problem=problem,
        **_progress(desk, desk.states()),
        **common,
    )


def _categories_first(counted: tuple[tuple[str, str], int]) -> tuple[bool, tuple[str, str]]:
    return counted[0][0] != "category", counted[0]


def _upcoming(desk: Desk, value: tuple[str, str]) -> tuple[str, str] | None:
    """Return the next value of the same name that is stated by an item nobody touched."""
    name = value[0] or "category"
    rows = zip(desk.opened.items, desk.states(), strict=True)
    found = sorted(
        {
            said
            for item, state in rows
            if state == "new"
            for kind, said in item.ask.values
            if kind == name and said != value[1]
        }
    )
    behind = (said for said in found if said > value[1])
    said = next(behind, found[0] if found else None)
    return None if said is None else (name, said)


def teach_page(
    desk: Desk,
    lessons: Lessons,
    came: tuple[int | None, SkuscribeError | None],
    common: Mapping[str, Any],
) -> str:
    """Return the page that offers to teach the shop, or says what that changed.

    Args:
        desk: where the items lie.
        lessons: of the shop.
        came: how many products changed, None before it is taught; why it was not taught.
        common: what every page shows.
    """
    proposal, (done, problem) = None, came
    try:
        proposal = lessons.proposed() if done is None and problem is None else None
    except SkuscribeError as error:
        problem = error
    return _template("teach.html").render(
        proposal=proposal,
        problem=problem,
        finished=done,
        shop=str(lessons.shop),
        run=str(lessons.run),
        **_progress(desk, desk.states()),
        **common,
    )


def _pieces(view: View, field: FieldName) -> list[Piece]:
    changed = {each.field for each in view.record.decided.fields}
    cut = checked if f"{DESCRIPTION}{field}" in changed else written
    return cut(view.record, field, view.words(field))


def _progress(desk: Desk, states: list[str]) -> dict[str, Any]:
    steps = [(step.place, desk.opened.items[step.place].ask.id, step.what) for step in desk.steps]
    return {"done": sum(state != "new" for state in states), "total": len(states), "steps": steps}
