"""What may reach the page: this machine's browser, asking from the page itself.

A page of another site can send requests to a server on this machine, and a name of its own may lead
here (DNS rebinding). So the Host header is judged, every POST carries a token that only a page of
this server knows, and nothing but files of this server runs or loads.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - named, not bound
LARGEST = 1_000_000
"""Bytes of a POST's body, where no photos are sent."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all a form's Origin would be null
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Guard:
    """Judges requests.

    Attributes:
        host: what the server listens at.
        token: what every POST must carry.
        largest: bytes of a POST's body.
    """

    host: str
    token: str
    largest: int = LARGEST

    def refuses(self, method: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
        """Return status and reason where a request is refused before it is read.

        Args:
            method: GET, POST ...
            headers: by name in lower case.
        """
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421, "this server does not go by that name"
        if method in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, "asked from another site"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "asked from another site"
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > self.largest:
            return 413, "too large, or of no stated length"
        return None

    def knows(self, token: str) -> bool:
        """Tell whether a POST carries this server's token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return self.host in EVERYWHERE or name in LOOPBACK or name == self.host.lower()
