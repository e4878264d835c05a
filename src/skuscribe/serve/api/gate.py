"""What every request passes: host, token, how much is sent and how slowly; and what is counted."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.serve.api.metrics import Metrics
from skuscribe.serve.api.problem import problem
from skuscribe.serve.guard import HEADERS, Guard

OPEN = frozenset({"/healthz", "/readyz"})
"""Asked by whoever watches over the machine; they tell nothing but a word."""

STRICT = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Limits:
    """What one request may cost.

    Attributes:
        largest: bytes of a body.
        seconds: until a body is there.
    """

    largest: int
    seconds: float = 30.0


class Gate:
    """Stands before the application.

    Args:
        app: the application.
        guard: which hosts and sites may ask.
        token: what requests carry; empty where none is needed.
        limits: of each request.
        metrics: are told of every answer.
        routes: paths that are counted by their name.
    """

    def __init__(
        self,
        app: ASGIApp,
        guard: Guard,
        token: str,
        limits: Limits,
        metrics: Metrics,
        routes: frozenset[str],
    ) -> None:
        self._app, self._guard, self._token = app, guard, token
        self._limits, self._metrics, self._routes = limits, metrics, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        began, path = monotonic(), scope["path"]
        route = path if path in self._routes else "other"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(STRICT)
                self._metrics.answered(route, message["status"], monotonic() - began)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await problem(*refusal)(scope, receive, answer)
            return
        await self._app(scope, _Bounded(receive, self._limits), answer)

    def _refusal(self, scope: Scope) -> tuple[SkuscribeError, int | None] | None:
        headers = Headers(scope=scope)
        # With neither of these headers a request has no body (RFC 9112, section 6.3).
        none = {} if "transfer-encoding" in headers else {"content-length": "0"}
        refused = self._guard.refuses(scope["method"], {**none, **headers})
        if refused is not None:
            status, said = refused
            large = status == 413
            code = ErrorCode.SERVE_BODY_TOO_LARGE if large else ErrorCode.SERVE_REQUEST_REFUSED
            return SkuscribeError(code, None if large else said), status
        if self._token and scope["path"] not in OPEN and not self._knows(headers):
            return SkuscribeError(ErrorCode.SERVE_TOKEN_WRONG), None
        return None

    def _knows(self, headers: Headers) -> bool:
        kind, _, said = headers.get("authorization", "").partition(" ")
        given = said.strip().encode("utf-8", "replace")
        return hmac.compare_digest(given, self._token.encode()) and kind.lower() == "bearer"


class _Bounded:
    """A request's body, neither longer nor slower than allowed."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive, self._left = receive, limits.largest
        self._end, self._whole = monotonic() + limits.seconds, False

    async def __call__(self) -> Message:
        if self._whole:  # what comes now is that the client has gone
            return await self._receive()
        try:
            left = max(0.0, self._end - monotonic())
            message = await asyncio.wait_for(self._receive(), left)
        except TimeoutError as error:
            raise SkuscribeError(ErrorCode.SERVE_BODY_SLOW) from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise SkuscribeError(ErrorCode.SERVE_BODY_TOO_LARGE)
        self._whole = not message.get("more_body", False)
        return message
