"""The API beside a page: its application, and the one server of both."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.version import __version__
from skuscribe.serve.api.gate import Gate, Limits
from skuscribe.serve.api.job_results import router as job_results
from skuscribe.serve.api.job_routes import router as job_routes
from skuscribe.serve.api.jobs import Jobs
from skuscribe.serve.api.metrics import Metrics
from skuscribe.serve.api.pool import Places, Pool
from skuscribe.serve.api.problem import failed
from skuscribe.serve.api.routes import Service, router
from skuscribe.serve.api.webhooks import Hooks, Webhooks
from skuscribe.serve.guard import LARGEST, LOOPBACK, Guard
from skuscribe.serve.server import serve_app
from skuscribe.settings import Settings
from skuscribe.settling import words_of

SHORTEST_TOKEN = 16
FULL_PHOTOS = 2
"""So many photos of the largest size fit into one body, or more smaller ones."""


@dataclass(frozen=True)
class Offer:
    """How the API is offered.

    Attributes:
        host: what the server listens at.
        token: what requests carry; empty for none, on loopback alone.
        workers: processes that look at photos, >= 1.
        waiting: requests that may wait for them.
        seconds: in which a body must be there.
        jobs: folder of jobs; None offers none.
        hooks: how messages about jobs are sent; None sends none.
    """

    host: str
    token: str = ""
    workers: int = 1
    waiting: int = 32
    seconds: float = 30.0
    jobs: Path | None = None
    hooks: Hooks | None = None


FAILURES = (
    SkuscribeError,
    HTTPException,
    RequestValidationError,
    ClientDisconnect,
    Exception,
)
"""What `failed` answers."""


class Api:
    """The API: `app` answers between `start` and `end`.

    Args:
        settings: of the tagger.
        offer: to whom, and how much at once.

    Raises:
        SkuscribeError: `serve.token_missing`, `serve.webhook_secret_missing`; `config.*`, the shop
            is wrong; `model.*`.
    """

    def __init__(self, settings: Settings, offer: Offer) -> None:
        if offer.host not in LOOPBACK and len(offer.token) < SHORTEST_TOKEN:
            raise SkuscribeError(ErrorCode.SERVE_TOKEN_MISSING, where=offer.host)
        words = words_of(settings)
        self.pool = Pool(settings, offer.workers)
        places = Places(offer.workers + offer.waiting)
        metrics = Metrics(self.pool, places)
        hands = CapacityLimiter(offer.workers)
        service = Service(words, self.pool, places, Places(offer.waiting), hands, metrics)
        hooks = Webhooks(offer.hooks)
        self._jobs = Jobs(offer.jobs, settings, offer.workers, hooks) if offer.jobs else None
        app = _app(service, self._jobs)
        largest = FULL_PHOTOS * settings.max_bytes + LARGEST
        guard = Guard(offer.host, offer.token, largest)
        limits = Limits(largest, offer.seconds)
        self.paths = frozenset(str(path) for path in app.openapi()["paths"])
        self.app = Gate(app, guard, offer.token, limits, metrics, self.paths)

    def start(self) -> None:
        """Start the workers, and go on with the jobs."""
        self.pool.start()
        if self._jobs is not None:
            self._jobs.start()

    def end(self) -> None:
        """Finish what was taken; a job goes on at the next start."""
        self.pool.end()
        if self._jobs is not None:
            self._jobs.end()

    def answers(self, path: str) -> bool:
        """Tell whether a path is the API's."""
        return path in self.paths or path == "/openapi.json" or path.startswith("/v1/")


def _app(service: Service, jobs: Jobs | None) -> FastAPI:
    app = FastAPI(
        title="skuscribe",
        version=__version__,
        description="Product photos in, shop-ready records out.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.include_router(router)
    if jobs is not None:
        app.state.jobs = jobs
        app.include_router(job_routes)
        app.include_router(job_results)
    for kind in FAILURES:
        app.add_exception_handler(kind, failed)
    return app


class Beside:
    """The API and a page at one address.

    Args:
        api: answers its own paths.
        page: answers every other.
    """

    def __init__(self, api: Api, page: ASGIApp) -> None:
        self._api, self._page = api, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the one whose path it is answer."""
        if scope["type"] == "lifespan":
            self._api.start()
            await self._page(scope, self._until_the_end(receive), send)
        elif scope["type"] == "http" and self._api.answers(scope["path"]):
            await self._api.app(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    def _until_the_end(self, receive: Receive) -> Receive:
        async def told() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await to_thread.run_sync(self._api.end)
            return message

        return told


def serve_beside(api: Api, page: ASGIApp, listening: socket.socket) -> None:
    """Serve both until the process is interrupted; requests under way are finished."""
    serve_app(Beside(api, page), listening)
