"""A message to an address: judged as a photo's address is, sent until it is taken, never led on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.attempts import attempts_of
from skuscribe.fetch.clock import Clock
from skuscribe.fetch.policy import Policy
from skuscribe.fetch.resolve import Resolver, admitted, system_resolver
from skuscribe.fetch.url import Url, checked_url

if TYPE_CHECKING:
    import ssl

Headers = tuple[tuple[str, str], ...]

PASSING = frozenset(
    {
        ErrorCode.FETCH_UNREACHABLE,
        ErrorCode.FETCH_TIMEOUT,
        ErrorCode.FETCH_DNS_FAILED,
        ErrorCode.FETCH_HTTP_STATUS,
        ErrorCode.FETCH_TLS_FAILED,
    }
)
"""Failures that may pass: the receiver is down, new or wrongly set up. Others are refusals."""


class Poster:
    """Posts messages; one serves many threads.

    Args:
        policy: who may be sent to, how often and for how long each time.
        resolver: looks host names up.
        tls: checks certificates; what the system trusts when None.
    """

    def __init__(
        self,
        policy: Policy,
        resolver: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._policy, self._resolver, self._tls = policy, resolver, tls
        self._lock = threading.Lock()

    def judged(self, address: str) -> Url:
        """Return an address that may be sent to; nothing is sent.

        Raises:
            SkuscribeError: fetch.*, its spelling, port or host is refused, or not found.
        """
        url = checked_url(address, self._policy.ports)
        admitted(url, self._resolver, self._policy.public, self._policy.seconds)
        return url

    def post(self, address: str, content: bytes, headers: Callable[[], Headers]) -> None:
        """Send until a status of 200 to 299 comes back, as often as the policy says.

        Args:
            address: to send to; its host is looked up and judged anew each time.
            content: the body.
            headers: made for each attempt.

        Raises:
            SkuscribeError: fetch.*, of the last attempt. A redirect is a failure: none is followed.
        """
        url = checked_url(address, self._policy.ports)
        for attempt in attempts_of(self._policy, _passes):
            with attempt:
                self._once(url, content, headers())

    def _once(self, url: Url, content: bytes, headers: Headers) -> None:
        from skuscribe.fetch.exchange import Exchange, Message  # loads the client

        policy, clock = replace(self._policy, attempts=1), Clock(self._policy.seconds)
        addresses = admitted(url, self._resolver, policy.public, clock.left)
        message = Message(headers, content)
        answer = Exchange(url, addresses, self._context(), clock, policy, message).answer(None)
        if not 200 <= answer.status < 300:
            said = f"the server answers with status {answer.status}"
            raise SkuscribeError(ErrorCode.FETCH_HTTP_STATUS, said, where=url.shown)

    def _context(self) -> ssl.SSLContext:
        from skuscribe.fetch.wire import tls_context

        with self._lock:
            self._tls = self._tls or tls_context()
            return self._tls


def _passes(error: Exception) -> bool:
    return isinstance(error, SkuscribeError) and error.code in PASSING
