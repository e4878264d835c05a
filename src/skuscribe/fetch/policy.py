"""What may be fetched, how much of it, how long it may take and how often it is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from skuscribe.fetch.addresses import Address, is_public
from skuscribe.fetch.url import WEB_PORTS


@dataclass(frozen=True)
class Policy:
    """The limits of fetching.

    Attributes:
        enabled: off, nothing is fetched at all.
        hosts: the only hosts that are asked: names in ASCII as in `Url.host`, or `*.example.com`
            for those below a name; empty: every public one.
        max_bytes: of a photo, unpacked.
        seconds: for one photo with its redirects and repetitions; waiting for its turn is free.
        connect_seconds: until a server's address has answered.
        redirects: how many are followed.
        per_host: how many photos are asked of one host at once.
        attempts: how often a server is asked that is busy or hangs up.
        first_wait: seconds before the second attempt, doubled for each further one; 0: none.
        longest_wait: seconds of wait that a server may ask for (Retry-After).
        ports: those that are asked.
        public: judges an address; another one is for tests with servers of their own.
    """

    enabled: bool = True
    hosts: tuple[str, ...] = ()
    max_bytes: int = 30_000_000
    seconds: float = 10.0
    connect_seconds: float = 3.0
    redirects: int = 3
    per_host: int = 4
    attempts: int = 3
    first_wait: float = 0.25
    longest_wait: float = 5.0
    ports: frozenset[int] = WEB_PORTS
    public: Callable[[Address], bool] = is_public

    def allows(self, host: str) -> bool:
        """Return whether `host`, spelled as in `Url.host`, may be asked."""
        return not self.hosts or any(_fits(host, entry) for entry in self.hosts)


def _fits(host: str, entry: str) -> bool:
    entry = entry.lower().removesuffix(".")
    return host.endswith(entry[1:]) if entry.startswith("*.") else host == entry
