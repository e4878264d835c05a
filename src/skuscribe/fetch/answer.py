"""What a server said to one request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.content import plain_type
from skuscribe.fetch.url import Url


@dataclass(frozen=True)
class Answer:
    """What a server said: the body of a status 200, nothing but the headers of any other.

    Attributes:
        url: what it was asked for.
        status: of HTTP.
        headers: by their names in lower case.
        content: the body.
    """

    url: Url
    status: int
    headers: dict[str, str]
    content: bytes = b""

    def header(self, name: str) -> str:
        """Return a header, empty when there is none."""
        return self.headers.get(name, "")

    @property
    def content_type(self) -> str:
        """What the server calls the body, without parameters."""
        return plain_type(self.header("content-type"))

    def settled(self, conditional: bool) -> Answer:
        """Return the answer if it is a photo, or with `conditional` if it says "as before".

        Raises:
            SkuscribeError: fetch.http_status.
        """
        if self.status == 200 or (conditional and self.status == 304):
            return self
        said = f"the server answers with status {self.status}"
        raise SkuscribeError(ErrorCode.FETCH_HTTP_STATUS, said, where=self.url.shown)


def headers_of(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by their names in lower case.

    Bytes outside ASCII are UTF-8 in practice, where they are text at all.
    """
    return {
        name.decode("ascii", "replace").lower(): value.decode("utf-8", "replace")
        for name, value in pairs
    }
