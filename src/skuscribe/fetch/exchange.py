"""One address asked, again where it is worth it: what came back, or why nothing did."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

import httpcore2

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.version import __version__
from skuscribe.fetch.addresses import Address
from skuscribe.fetch.answer import Answer, headers_of
from skuscribe.fetch.attempts import attempts_of
from skuscribe.fetch.body import read_body
from skuscribe.fetch.cache import Entry
from skuscribe.fetch.clock import Clock
from skuscribe.fetch.policy import Policy
from skuscribe.fetch.url import Url
from skuscribe.fetch.wire import asked

BUSY = frozenset({429, 500, 502, 503, 504})
"""Statuses after which a server is asked again."""

AGAIN = frozenset({ErrorCode.FETCH_UNREACHABLE, ErrorCode.FETCH_TRUNCATED})
"""Failures after which a server is asked again."""

HEADERS = (
    ("User-Agent", f"skuscribe/{__version__}"),
    ("Accept", "image/jpeg,image/png,image/webp,image/*;q=0.8,*/*;q=0.5"),
    ("Accept-Encoding", "identity"),
)

# Without a handler of its own each repetition would be printed on standard error.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Message:
    """What is posted.

    Attributes:
        headers: beside those of every request.
        content: the body.
    """

    headers: tuple[tuple[str, str], ...]
    content: bytes


class _PassingError(Exception):
    """A failure that may pass, and the seconds after which the server wants to be asked again."""

    def __init__(self, error: SkuscribeError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.wait = error, wait


@dataclass(frozen=True)
class Exchange:
    """An address that is asked.

    Attributes:
        url: of the photo.
        addresses: of its host, judged.
        tls: checks its certificate.
        clock: bounds all attempts and the waits between them.
        policy: how much and how often.
        message: what is posted; of the answer to it no body is read. None gets.
    """

    url: Url
    addresses: Sequence[Address]
    tls: ssl.SSLContext
    clock: Clock
    policy: Policy
    message: Message | None = None

    def answer(self, known: Entry | None) -> Answer:
        """Return the last attempt's answer.

        Args:
            known: the cached version that the server may confirm with status 304.

        Raises:
            SkuscribeError: fetch.*
        """
        try:
            for attempt in attempts_of(self.policy, self._wait_for):
                with attempt:
                    return self._once(known)
        except _PassingError as passing:
            raise passing.error from passing
        raise AssertionError("stamina returns or raises")

    def _wait_for(self, error: Exception) -> bool | float:
        """Tell stamina whether to ask again, and after how many seconds if the server said so."""
        if not isinstance(error, _PassingError) or not self.clock.left:
            return False
        wait = self.policy.first_wait if error.wait is None else error.wait
        if wait > min(self.policy.longest_wait, self.clock.left):
            return False
        return True if error.wait is None else wait

    def _once(self, known: Entry | None) -> Answer:
        try:
            answer = self._received(known)
        except SkuscribeError as error:
            if error.code in AGAIN:
                raise _PassingError(error) from error
            raise
        if answer.status in BUSY:
            said = f"the server answers with status {answer.status}"
            busy = SkuscribeError(ErrorCode.FETCH_HTTP_STATUS, said, where=self.url.shown)
            raise _PassingError(busy, _retry_after(answer.header("retry-after")))
        return answer

    def _received(self, known: Entry | None) -> Answer:
        sent, begun = self.message, False
        headers = sent.headers if sent else _conditions(known)
        try:
            with asked(
                self.url,
                self.addresses,
                (*HEADERS, *headers),
                self.tls,
                self.clock,
                connect_seconds=self.policy.connect_seconds,
                content=sent.content if sent else None,
            ) as response:
                begun = True
                return self._read(response)
        except (
            httpcore2.TimeoutException,
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
        ) as error:
            raise self._failure(error, begun) from error

    def _read(self, response: httpcore2.Response) -> Answer:
        headers = headers_of(response.headers)
        if response.status != 200 or self.message:  # what stands below an error is never read
            return Answer(self.url, response.status, headers)
        limit, where = self.policy.max_bytes, self.url.shown
        content = read_body(response.iter_stream(), headers, limit, where)
        return Answer(self.url, 200, headers, content)

    def _failure(self, error: Exception, begun: bool) -> SkuscribeError:
        """Return what a failure of the client means; `begun`: the answer's headers were there."""
        where, cause = self.url.shown, error.__cause__ or error.__context__
        if isinstance(error, httpcore2.TimeoutException) and not self.clock.left:
            said = f"the server took longer than {self.policy.seconds:g} seconds"
            return SkuscribeError(ErrorCode.FETCH_TIMEOUT, said, where=where)
        if isinstance(cause, ssl.SSLCertVerificationError):
            said = f"the server's certificate is not valid: {cause.verify_message}".rstrip(".")
            return SkuscribeError(ErrorCode.FETCH_TLS_FAILED, said, where=where)
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError) and not begun:
            said = "no secure connection came about"
            return SkuscribeError(ErrorCode.FETCH_TLS_FAILED, said, where=where)
        code = ErrorCode.FETCH_TRUNCATED if begun else ErrorCode.FETCH_UNREACHABLE
        return SkuscribeError(code, where=where)


def _conditions(known: Entry | None) -> tuple[tuple[str, str], ...]:
    if known is None:
        return ()
    said = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    return tuple(
        (name, value) for name, value in said if value.isascii() and value.isprintable() and value
    )


def _retry_after(header: str) -> float | None:
    """Return the seconds of a Retry-After; None for a date or nothing (RFC 9110, 10.2.3)."""
    return float(header) if header.isascii() and header.isdigit() and len(header) < 10 else None
