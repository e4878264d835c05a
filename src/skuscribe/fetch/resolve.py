"""The addresses of a host, looked up once and all of them judged before any is connected to.

A name that changes its answer between the check and the connection (DNS rebinding) has no say:
what is returned here is what is connected to.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import ip_address

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.addresses import Address
from skuscribe.fetch.url import Url

Resolver = Callable[[str], Sequence[str]]
"""Return the IP addresses of a host name, as text. Raises OSError: there is no such name."""


def system_resolver(host: str) -> list[str]:
    """Ask the system.

    Raises:
        OSError: no such name, or the name server does not answer.
    """
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(answer[4][0]) for answer in answers]


def admitted(
    url: Url, resolver: Resolver, public: Callable[[Address], bool], seconds: float
) -> tuple[Address, ...]:
    """Return the addresses of the host of `url`: at least one, in the resolver's order.

    Args:
        url: whose host is looked up; an IP address stands for itself.
        resolver: asked once.
        public: judges an address.
        seconds: that the lookup may take.

    Raises:
        SkuscribeError: fetch.dns_failed, or fetch.address_refused when any of them is not public.
    """
    addresses = _literal(url.host) or _looked_up(url, resolver, seconds)
    if not all(public(address) for address in addresses):
        raise SkuscribeError(
            ErrorCode.FETCH_ADDRESS_REFUSED,
            "the host lies in a private or reserved network",
            where=url.shown,
        )
    return addresses


def _literal(host: str) -> tuple[Address, ...]:
    try:
        return (ip_address(host),)
    except ValueError:
        return ()


def _looked_up(url: Url, resolver: Resolver, seconds: float) -> tuple[Address, ...]:
    failed = partial(SkuscribeError, ErrorCode.FETCH_DNS_FAILED, where=url.shown)
    try:
        answers = _within(seconds, partial(resolver, url.host))
        # An answer with a zone (fe80::1%eth0) is an address too, and no public one.
        addresses = tuple(dict.fromkeys(ip_address(answer) for answer in answers))
    except TimeoutError as error:
        raise failed("the host's name was not answered in time") from error
    except (OSError, ValueError) as error:  # ValueError: a name or an answer that is none
        raise failed("no such host, or it could not be looked up") from error
    if not addresses:
        raise failed("the host has no address")
    return addresses


def _within(seconds: float, ask: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Return what `ask` returns, or raise TimeoutError: the system's own lookup knows no limit."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def answer() -> None:
        try:
            answers.put(ask())
        except Exception as error:  # raised again by the thread that waits
            answers.put(error)

    # A daemon, so that a lookup which hangs does not keep the program from ending.
    threading.Thread(target=answer, daemon=True).start()
    try:
        answered = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError("no answer") from None
    if isinstance(answered, Exception):
        raise answered
    return answered
