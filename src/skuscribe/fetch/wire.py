"""One connection: to a checked address and no other, watched by the clock at every byte.

The client below it is told a host's name for the Host header and for the certificate, but it never
looks the name up: connecting is ours.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore2
import httpx2

from skuscribe.fetch.addresses import Address
from skuscribe.fetch.clock import Clock
from skuscribe.fetch.url import Url

TRIED = 4
"""Addresses of one host that are tried, in turn."""


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts what the system trusts, whatever the environment says."""
    return httpx2.create_ssl_context(trust_env=False)


@contextmanager
def asked(
    url: Url,
    addresses: Sequence[Address],
    headers: Sequence[tuple[str, str]],
    tls: ssl.SSLContext,
    clock: Clock,
    *,
    connect_seconds: float,
    content: bytes | None = None,
) -> Iterator[httpcore2.Response]:
    """Give the answer to a GET for `url`, or a POST to it, its body unread and as it is sent.

    Args:
        url: what is asked for.
        addresses: where its host may be connected to.
        headers: beside Host and Connection.
        tls: checks the certificate of an https address against the host's name.
        clock: bounds the whole exchange.
        connect_seconds: for each address.
        content: what is posted; None gets.

    Raises:
        httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError: it failed;
            of a failed handshake the cause is the ssl.SSLError.
    """
    location = httpcore2.URL(
        scheme=url.scheme.encode(),
        host=url.host.encode(),
        port=url.port,
        target=url.target.encode(),
    )
    sent = [("Host", url.authority), ("Connection", "close"), *headers]
    method = "GET" if content is None else "POST"
    backend = _CheckedBackend(addresses, clock, connect_seconds)
    with (
        # One for each exchange: a name must never ride on a connection checked for another one.
        httpcore2.HTTPConnection(location.origin, ssl_context=tls, network_backend=backend) as line,
        line.stream(method, location, headers=sent, content=content) as response,
    ):
        yield response


class _CheckedBackend(httpcore2.NetworkBackend):
    """Connects to given addresses, whatever host it is told."""

    def __init__(self, addresses: Sequence[Address], clock: Clock, connect_seconds: float) -> None:
        self._addresses, self._clock = addresses[:TRIED], clock
        self._seconds, self._sockets = connect_seconds, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Return a connection to the first address that answers; `host` and `timeout` are ours."""
        for address in self._addresses[:-1]:
            try:
                return self._connected(address, port)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connected(self._addresses[-1], port)

    def _connected(self, address: Address, port: int) -> httpcore2.NetworkStream:
        seconds = min(self._seconds, _some(self._clock))
        stream = self._sockets.connect_tcp(str(address), port, seconds, socket_options=[])
        return _TimedStream(stream, self._clock)


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every wait ends with the clock: a server that drips gains nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at most `max_bytes`; `timeout` is the clock's."""
        return self._stream.read(max_bytes, _some(self._clock))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`; `timeout` is the clock's."""
        self._stream.write(buffer, _some(self._clock))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Return the connection after its handshake; `timeout` is the clock's."""
        stream = self._stream.start_tls(ssl_context, server_hostname, _some(self._clock))
        return _TimedStream(stream, self._clock)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the client declares it
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)


def _some(clock: Clock) -> float:
    """Return the seconds left, more than 0.

    Raises:
        httpcore2.ReadTimeout: there are none.
    """
    left = clock.left
    if not left:
        raise httpcore2.ReadTimeout("the clock has run out")
    return left
