"""The routes of the page: what a browser may ask for, and what each answer is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Action
from skuscribe.decisions.fields import DESCRIPTION, FACTS, confirmed
from skuscribe.record.text import clean_text
from skuscribe.review.queue import Filter
from skuscribe.serve.accepting import accepting, forget, offered
from skuscribe.serve.desk import Desk
from skuscribe.serve.guard import HEADERS, Guard
from skuscribe.serve.lessons import Lessons, no_shop
from skuscribe.serve.marked import checked
from skuscribe.serve.naming import search
from skuscribe.serve.page import grid_page, item_page, queue_page, teach_page
from skuscribe.serve.pictures import Pictures

VERDICTS: dict[str, Action] = {"approve": "approve", "reject": "reject", "skip": "skip"}
STATIC = {"review.css": "text/css", "review.js": "text/javascript"}
LONGEST = 20_000
"""Characters of a text that is typed."""

STATUS = {
    ErrorCode.DECISION_SUPERSEDED: 409,
    ErrorCode.DECISION_INVALID: 404,
    ErrorCode.CONFIG_INVALID: 409,
}


@dataclass(frozen=True)
class Site:
    """What a site consists of: a reviewer's desk, the run's photos, who may ask, its shop."""

    desk: Desk
    pictures: Pictures
    guard: Guard
    lessons: Lessons | None = None


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _wanted(reason: str = "", category: str = "", state: str = "") -> Filter:
    return Filter(reason, category, state)


Here = Annotated[Site, Depends(_site)]
Wanted = Annotated[Filter, Depends(_wanted)]
Offered = Annotated[dict[str, Any], Depends(offered)]
Typed = Annotated[str | None, Form(max_length=LONGEST)]


def _trusted(site: Here, token: Annotated[str, Form()] = "") -> None:
    if not site.guard.knows(token):
        raise HTTPException(403, "the page is of a server that has ended: load it again")


router = APIRouter()
posts = APIRouter(dependencies=[Depends(_trusted)])


def create_app(site: Site) -> FastAPI:
    """Return the application; it serves nothing but the page."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    app.include_router(router)
    app.include_router(posts)
    app.include_router(accepting, dependencies=[Depends(_trusted)])
    app.middleware("http")(_guarded)
    app.add_exception_handler(SkuscribeError, _failed)
    return app


async def _guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    refused = _site(request).guard.refuses(request.method, request.headers)
    response = PlainTextResponse(refused[1], refused[0]) if refused else await answer(request)
    response.headers.update({"Cache-Control": "no-store", **HEADERS, **response.headers})
    return response


def _failed(request: Request, error: Exception) -> Response:
    status = STATUS.get(error.code, 500) if isinstance(error, SkuscribeError) else 500
    return PlainTextResponse(str(error), status)


def _common(site: Site, wanted: Filter) -> dict[str, Any]:
    said = {name: value for name, value in asdict(wanted).items() if value}
    query = f"?{urlencode(said)}" if said else ""
    common = {"token": site.guard.token, "wanted": wanted, "query": query, "by": site.desk.by}
    return common | {"teaches": site.lessons is not None}


@router.get("/")
def queue(site: Here, wanted: Wanted, bulk: Offered, start: int = 0) -> HTMLResponse:
    """Show what is asked, in its order."""
    common = _common(site, wanted) | bulk
    return HTMLResponse(queue_page(site.desk, wanted, max(0, start), common))


@router.get("/item/{number}")
def item(site: Here, wanted: Wanted, number: int) -> HTMLResponse:
    """Show one item."""
    return _item(site, wanted, number - 1)


def _item(
    site: Site, wanted: Filter, place: int, typed: dict[str, str] | None = None, problem: str = ""
) -> HTMLResponse:
    view = site.desk.view(place)
    around = site.desk.matching(Filter(wanted.reason, wanted.category))
    beside = {
        "before": max((each for each in around if each < place), default=None),
        "behind": min((each for each in around if each > place), default=None),
    }
    ahead = "" if beside["behind"] is None else site.desk.opened.items[beside["behind"]].cover
    common = _common(site, wanted) | beside | {"ahead": ahead}
    page = item_page(site.desk, view, typed or {}, problem, common)
    return HTMLResponse(page, 409 if problem else 200)


@posts.post("/item/{number}")
def decide(
    site: Here,
    wanted: Wanted,
    number: int,
    last: Annotated[int, Form()],
    verdict: Annotated[str, Form()] = "",
    category: Typed = None,
    title: Typed = None,
    text: Typed = None,
    proposal: Typed = None,
) -> Response:
    """Keep what was typed, a confirmed proposal and a verdict, then show the next item."""
    typed = {
        name: _lines(said) for name, said in (("title", title), ("text", text)) if said is not None
    }
    changes = {f"{DESCRIPTION}{name}": said for name, said in typed.items()}
    if category is not None and clean_text(category):
        changes[f"{FACTS}category"] = clean_text(category)
    if proposal is not None:  # its value is the record's: what the form says is only which
        changes |= confirmed(site.desk.view(number - 1).record, proposal)
    try:
        site.desk.decide(number - 1, last, changes, VERDICTS.get(verdict))
    except SkuscribeError as error:
        if error.code is not ErrorCode.DECISION_SUPERSEDED:
            raise
        return _item(site, wanted, number - 1, typed, error.message)
    place = site.desk.after(number - 1, wanted) if verdict in VERDICTS else number - 1
    return _to(site, wanted, place)


@router.get("/grid")
def grid(site: Here, wanted: Wanted, value: str = "", changed: int = 0) -> HTMLResponse:
    """Show all photos that state one value, such as `category:cup`."""
    problem = f"{changed} were left: somebody else decided about them" if changed else ""
    name, _, said = value.partition(":")
    page = grid_page(site.desk, (name, said), problem, _common(site, wanted))
    return HTMLResponse(page)


@posts.post("/grid")
def accept(
    site: Here,
    wanted: Wanted,
    value: Annotated[str, Form()] = "",
    tile: Annotated[list[str] | None, Form()] = None,
    wrong: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Approve what was shown but what is selected, and show the first of those that are."""
    shown = [each.partition(":") for each in tile or []]
    if not all(place.isdecimal() and last.isdecimal() for place, _, last in shown):
        raise HTTPException(422, "a tile is its place and its last event")
    lasts = {int(place): int(last) for place, _, last in shown}
    changed = site.desk.accept(lasts, wrong or [])
    if wrong and not changed:
        return _to(site, wanted, wrong[0])
    said = {"value": value} | ({"changed": str(changed)} if changed else {})
    return RedirectResponse(f"/grid?{urlencode(said)}", 303)


@router.get("/teach")
def taught(site: Here, wanted: Wanted) -> HTMLResponse:
    """Show what teaching the decisions to the shop would change."""
    return _teach(site, wanted, None)


@posts.post("/teach")
def teach(site: Here, wanted: Wanted, request: Request) -> HTMLResponse:
    """Teach the shop, settle the run, and say what changed."""
    if site.lessons is None:
        raise no_shop()
    try:
        changed = site.lessons.teach()
    except SkuscribeError as error:
        return _teach(site, wanted, None, error)
    forget(request)
    return _teach(site, wanted, changed)


def _teach(
    site: Site, wanted: Filter, done: int | None, problem: SkuscribeError | None = None
) -> HTMLResponse:
    if site.lessons is None:
        raise no_shop()
    page = teach_page(site.desk, site.lessons, (done, problem), _common(site, wanted))
    return HTMLResponse(page, 409 if problem else 200)


@posts.post("/undo")
def undo(site: Here, wanted: Wanted) -> Response:
    """Take back the last step and show its item."""
    return _to(site, wanted, site.desk.undo())


def _to(site: Site, wanted: Filter, place: int | None) -> Response:
    path = "/" if place is None else f"/item/{place + 1}"
    return RedirectResponse(path + _common(site, wanted)["query"], 303)


@posts.post("/verify/{number}")
def verified(
    site: Here, number: int, text: Annotated[str, Form(max_length=LONGEST)] = ""
) -> list[dict[str, str]]:
    """Return a text cut at its claims, each with what the record says of it."""
    record = site.desk.view(number - 1).record
    return [asdict(piece) for piece in checked(record, "text", _lines(text))]


@router.get("/words")
def words(site: Here, q: str = "") -> list[str]:
    """Return what a product may be called."""
    return list(search(q[:80], site.desk.opened.words.shop.categories))


@router.get("/photo/{sha256}")
def photo(site: Here, sha256: str, size: str = "large") -> Response:
    """Return a photo of the run."""
    try:
        content = site.pictures.jpeg(sha256, size)
    except SkuscribeError as error:
        return PlainTextResponse(str(error), 404)
    if content is None:
        return PlainTextResponse("the run names no such photo", 404)
    return Response(
        content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"}
    )


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Return the page's own style or script."""
    if name not in STATIC:
        return PlainTextResponse("no such file", 404)
    content = (resources.files("skuscribe.serve") / "static" / name).read_bytes()
    return Response(content, media_type=STATIC[name])


def _lines(said: str) -> str:
    """Return typed text with the line ends of the record, and nothing that a shop cannot show."""
    return "\n".join(clean_text(line, LONGEST) for line in said.splitlines()).strip()
