"""Failures as programs get them: problem+json (RFC 9457) with a code of the closed list."""

from __future__ import annotations

import json

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2

STATUS = {
    ErrorCode.SERVE_REQUEST_INVALID: 422,
    ErrorCode.SERVE_TOKEN_WRONG: 401,
    ErrorCode.SERVE_REQUEST_REFUSED: 403,
    ErrorCode.SERVE_NOT_FOUND: 404,
    ErrorCode.SERVE_JOB_UNKNOWN: 404,
    ErrorCode.SERVE_RECORD_UNKNOWN: 404,
    ErrorCode.SERVE_BODY_SLOW: 408,
    ErrorCode.SERVE_JOB_UNFINISHED: 409,
    ErrorCode.SERVE_BODY_TOO_LARGE: 413,
    ErrorCode.PHOTO_TOO_MANY_BYTES: 413,
    ErrorCode.SERVE_WEBHOOKS_OFF: 422,
    ErrorCode.SERVE_BUSY: 503,
    ErrorCode.SERVE_NOT_READY: 503,
}
OF_THE_INPUT = ("photo", "item", "config", "observed", "fetch", "decision")
"""Areas of codes that speak of what was sent: 422. Every other code is a fault of the server."""


def status_of(code: ErrorCode) -> int:
    """Return the HTTP status of a failure."""
    if code in STATUS:
        return STATUS[code]
    return 422 if code.partition(".")[0] in OF_THE_INPUT else 500


def problem(error: SkuscribeError, status: int | None = None) -> Response:
    """Return a failure as a response; what is a fault of the server's own is told by its code."""
    answered = status or status_of(error.code)
    ours = answered == 500
    body = {
        "type": f"urn:skuscribe:error:{error.code}",
        "title": error.code.meaning,
        "status": answered,
        "detail": error.code.meaning if ours else error.message,
        "code": str(error.code),
        "hint": error.code.hint if ours else error.hint,
    }
    content = json.dumps(body, ensure_ascii=True).encode()
    return Response(content, answered, _headers(answered), MEDIA_TYPE)


def _headers(status: int) -> dict[str, str]:
    if status == 503:
        return {"Retry-After": str(RETRY_SECONDS)}
    return {"WWW-Authenticate": "Bearer"} if status == 401 else {}


def failed(request: Request, error: Exception) -> Response:
    """Answer a request that failed."""
    if isinstance(error, SkuscribeError):
        return problem(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, RequestValidationError):
        return problem(_of_parameter(error))
    if isinstance(error, ClientDisconnect):  # nobody is there to read it
        return problem(SkuscribeError(ErrorCode.SERVE_BODY_SLOW))
    return problem(unexpected(error, ""))


def _of_parameter(error: RequestValidationError) -> SkuscribeError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return SkuscribeError(ErrorCode.SERVE_REQUEST_INVALID, f"{field}: {first['msg']}"[:500])


def _of_http(error: HTTPException) -> Response:
    if error.status_code in (404, 405):
        response = problem(SkuscribeError(ErrorCode.SERVE_NOT_FOUND), error.status_code)
    else:
        said = SkuscribeError(ErrorCode.SERVE_REQUEST_INVALID, str(error.detail))
        response = problem(said, error.status_code)
    response.headers.update(error.headers or {})
    return response
