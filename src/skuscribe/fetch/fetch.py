"""A photo at an address: judged, asked for, followed and read, within one policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.cache import Cache, Entry, entry_of
from skuscribe.fetch.clock import Clock
from skuscribe.fetch.policy import Policy
from skuscribe.fetch.resolve import Resolver, admitted, system_resolver
from skuscribe.fetch.url import Url, checked_url, followed, shown

if TYPE_CHECKING:
    import ssl

    from skuscribe.fetch.answer import Answer

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """A photo from the web.

    Attributes:
        content: its bytes, not decoded.
        content_type: as the server said, without parameters; may be empty.
        address: where it was found, after redirects; from the cache, where it was asked for.
        cached: whether it came from the cache, with or without asking the server.
    """

    content: bytes
    content_type: str
    address: str
    cached: bool = False


class Fetcher:
    """Fetches photos; one serves many threads.

    Args:
        policy: what may be fetched.
        cache: the folder where photos are kept; None keeps none.
        resolver: looks host names up.
        tls: checks certificates; what the system trusts when None.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        cache: Path | None = None,
        resolver: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.policy = Policy() if policy is None else policy
        self._cache = None if cache is None else Cache(cache, self.policy.max_bytes)
        self._resolver, self._tls = resolver, tls
        self._lock = threading.Lock()
        self._turns: dict[str, threading.BoundedSemaphore] = {}
        self._closed = False

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Fetch nothing more; photos under way are finished. Nothing stays open between photos."""
        self._closed = True

    def fetch(self, address: str, *, refresh: bool = False) -> Fetched:
        """Return the photo at `address`.

        Args:
            address: as the shop wrote it, see `checked_url`.
            refresh: ask the server whether a cached photo is still the one; otherwise a cached
                photo is returned as it is.

        Raises:
            SkuscribeError: fetch.*, said of the address that failed, without its query.
        """
        if self._closed or not self.policy.enabled:
            raise SkuscribeError(ErrorCode.FETCH_DISABLED, where=shown(address))
        url = checked_url(address, self.policy.ports)
        self._check_host(url)
        kept = self._cache.get(url.text) if self._cache else None
        if kept and not refresh:
            return Fetched(kept[0], kept[1].content_type, url.text, cached=True)
        answer = self._walked(url, kept[1] if kept else None)
        if kept and answer.status == 304:
            return Fetched(kept[0], kept[1].content_type, url.text, cached=True)
        return self._kept(url, answer)

    def _kept(self, url: Url, answer: Answer) -> Fetched:
        entry = entry_of(
            answer.content,
            answer.content_type,
            answer.header("etag"),
            answer.header("last-modified"),
        )
        if self._cache and answer.content:
            self._cache.put(url.text, answer.content, entry)
        return Fetched(answer.content, entry.content_type, answer.url.text)

    def _walked(self, url: Url, known: Entry | None) -> Answer:
        """Return the answer at the end of the redirects that begin at `url`."""
        clock, start = Clock(self.policy.seconds), url
        for _ in range(self.policy.redirects + 1):
            answer = self._asked(url, known, clock)
            location = answer.header("location")
            if answer.status not in REDIRECTS or not location:
                return answer.settled(known is not None)
            url = followed(url, location, self.policy.ports)
            self._check_host(url)
        said = f"it leads on more than {self.policy.redirects} times"
        raise SkuscribeError(ErrorCode.FETCH_TOO_MANY_REDIRECTS, said, where=start.shown)

    def _asked(self, url: Url, known: Entry | None, clock: Clock) -> Answer:
        from skuscribe.fetch.exchange import Exchange  # loads the client

        with self._turn(url.host, clock):
            # Looked up once and judged; all attempts use these addresses.
            addresses = admitted(url, self._resolver, self.policy.public, clock.left)
            return Exchange(url, addresses, self._context(), clock, self.policy).answer(known)

    def _check_host(self, url: Url) -> None:
        if not self.policy.allows(url.host):
            said = "the host is not on the list of allowed ones"
            raise SkuscribeError(ErrorCode.FETCH_ADDRESS_REFUSED, said, where=url.shown)

    def _context(self) -> ssl.SSLContext:
        from skuscribe.fetch.wire import tls_context

        with self._lock:  # reading the system's certificates takes tens of milliseconds
            self._tls = self._tls or tls_context()
            return self._tls

    @contextmanager
    def _turn(self, host: str, clock: Clock) -> Iterator[None]:
        """Wait until fewer than `per_host` photos are asked of `host`."""
        with self._lock:
            turn = self._turns.setdefault(host, threading.BoundedSemaphore(self.policy.per_host))
        with clock.stopped():
            turn.acquire()
        try:
            yield
        finally:
            turn.release()
