"""The routes of the drop page: photos in, cards out, and a run where they are kept."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.serve.drop_page import cards_page, drop_page
from skuscribe.serve.dropped import Dropped
from skuscribe.serve.files import static_file
from skuscribe.serve.guard import HEADERS, Guard
from skuscribe.serve.keeping import keep

HTTP_TOO_LARGE = 413
STATUS = {
    ErrorCode.SERVE_DROP_FULL: HTTP_TOO_LARGE,
    ErrorCode.SERVE_NAME_REFUSED: 409,
    ErrorCode.SERVE_NOTHING_TO_KEEP: 409,
}


@dataclass(frozen=True)
class DropSite:
    """What the site consists of.

    Attributes:
        dropped: the photos.
        into: folder where runs are kept.
        guard: who may ask.
        kept: is told the folder of a run that was kept; what is served then is its business.
    """

    dropped: Dropped
    into: Path
    guard: Guard
    kept: Callable[[Path], object]


def _site(request: Request) -> DropSite:
    site: DropSite = request.app.state.site
    return site


Here = Annotated[DropSite, Depends(_site)]


def _trusted(site: Here, token: Annotated[str, Form()] = "") -> None:
    if not site.guard.knows(token):
        raise HTTPException(403, "the page is of a server that has ended: load it again")


router = APIRouter()
posts = APIRouter(dependencies=[Depends(_trusted)])


def create_drop_app(site: DropSite) -> FastAPI:
    """Return the application; it serves nothing but the page."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_until_the_end)
    app.state.site = site
    app.include_router(router)
    app.include_router(posts)
    app.middleware("http")(_guarded)
    app.add_exception_handler(OSError, _not_written)
    return app


@asynccontextmanager
async def _until_the_end(app: FastAPI) -> AsyncIterator[None]:
    """Tidy up where a signal ends the process before anything behind the server runs."""
    yield
    app.state.site.dropped.end()


async def _guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    refused = _site(request).guard.refuses(request.method, request.headers)
    response = _refusal(*refused) if refused else await answer(request)
    response.headers.update({"Cache-Control": "no-store", **HEADERS, **response.headers})
    return response


def _not_written(request: Request, error: Exception) -> Response:
    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    found = SkuscribeError(ErrorCode.RUN_DISK_FULL) if full else unexpected(error, "")
    return PlainTextResponse(str(found), 507 if full else 500)


def _refusal(status: int, said: str) -> Response:
    large = SkuscribeError(ErrorCode.PHOTO_TOO_MANY_BYTES)
    return PlainTextResponse(str(large) if status == HTTP_TOO_LARGE else said, status)


@router.get("/")
def page(site: Here) -> HTMLResponse:
    """Show where to drop photos, and the cards that are made."""
    return _page(site)


def _page(site: DropSite, problem: SkuscribeError | None = None, name: str = "") -> HTMLResponse:
    named = name or f"dropped-{datetime.now(UTC):%Y-%m-%d-%H%M}"
    status = STATUS.get(problem.code, 500) if problem else 200
    return HTMLResponse(drop_page(site.dropped, site.guard.token, problem, named), status)


@posts.post("/drop")
def drop(
    site: Here,
    photo: Annotated[list[UploadFile], File()],
    script: Annotated[bool, Form()] = False,
) -> Response:
    """Take photos; a script is told in a word, a form is shown the page."""
    try:
        for each in photo:
            content = each.file.read(site.dropped.settings.max_bytes + 1)
            site.dropped.add(each.filename or "", content)
    except SkuscribeError as error:
        return PlainTextResponse(str(error), STATUS[error.code]) if script else _page(site, error)
    return Response(status_code=204) if script else RedirectResponse("/", 303)


@router.get("/cards")
def cards(site: Here, start: int = 0) -> HTMLResponse:
    """Show the cards from number `start` on, and how far the work is."""
    return HTMLResponse(cards_page(site.dropped, max(0, start)))


@router.get("/picture/{number}")
def picture(site: Here, number: int) -> Response:
    """Return the small picture of a card."""
    found = site.dropped.cards()
    if not 0 <= number < len(found) or not found[number].picture:
        return PlainTextResponse("no such picture", 404)
    return Response(found[number].picture, media_type="image/jpeg")


@posts.post("/keep")
def keep_run(site: Here, name: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Keep the photos as a run, and go on with its page."""
    try:
        site.kept(keep(site.dropped, site.into, name.strip()))
    except SkuscribeError as error:
        return _page(site, error, name.strip())
    return RedirectResponse("/", 303)


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Return the page's own style or script."""
    return static_file(name)
