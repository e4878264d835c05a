"""The routes of bulk acceptance: accept the rest, or ask first about what the sample lacks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from skuscribe.serve.bulk import WISHES, Bulk, sentence

WISH = 0.02
Wish = Annotated[float, Query(ge=0.001, le=0.5)]

accepting = APIRouter()


def bulk_of(request: Request) -> Bulk:
    """Return the one of the site, which remembers what it settled."""
    state = request.app.state
    if not hasattr(state, "bulk"):
        state.bulk = Bulk(state.site.desk)
    bulk: Bulk = state.bulk
    return bulk


def forget(request: Request) -> None:
    """Forget what was settled before the run was settled anew."""
    request.app.state.bulk = Bulk(request.app.state.site.desk)


Here = Annotated[Bulk, Depends(bulk_of)]


def offered(bulk: Here, error: Wish = WISH) -> dict[str, Any]:
    """Return what the queue's page says of it."""
    found = bulk.offer(error)
    return {"offer": found, "offered": sentence(found), "wish": error, "wishes": WISHES}


@accepting.post("/accept")
def accept(
    bulk: Here,
    error: Annotated[float, Form(ge=0.001, le=0.5)],
    above: Annotated[float, Form()],
) -> Response:
    """Accept the rest where the sample still allows what the page said; show the queue."""
    found = bulk.offer(error)
    if found.accepted and found.count.threshold == above:
        bulk.accept(found)
    return RedirectResponse(f"/?error={error:g}", 303)


@accepting.post("/sample")
def sample(bulk: Here, error: Annotated[float, Form(ge=0.001, le=0.5)]) -> Response:
    """Put what the sample lacks to the front and show the first of it."""
    place = bulk.ask(bulk.offer(error))
    return RedirectResponse("/" if place is None else f"/item/{place + 1}", 303)
