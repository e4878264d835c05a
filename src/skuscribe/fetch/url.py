"""A web address as it is followed: checked and spelled one way before anything is looked up.

The parser is strict on purpose: where browsers and libraries read an address differently, a guard
and a connector could be talked into different hosts. What is read here is what is connected to.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import quote, urljoin

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

LONGEST = 2_000
"""Characters of an address, as it is written and as it is sent."""

DEFAULT_PORTS = {"http": 80, "https": 443}

WEB_PORTS = frozenset(DEFAULT_PORTS.values())

_SHOWN = 120
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):(.*)", re.IGNORECASE | re.DOTALL)
_REST = re.compile(r"//([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.DOTALL)
_PORT = re.compile(r"(.*?)(?::([0-9]{0,5}))?", re.DOTALL)
_PLACE = re.compile(r"([a-z][a-z0-9+.\-]*:)?//([^/\\@:]*|\[[^/\\@\]]*\])(:[0-9]*)?(/.*)?", re.I)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "!$&'()*+,;=:@/?%[]|"


@dataclass(frozen=True)
class Url:
    """An address that may be followed, as far as its spelling goes.

    Attributes:
        scheme: "http" or "https".
        host: a name in ASCII (IDNA A-labels), lower-case and without a trailing dot; an IPv4
            address in its four decimal parts; or an IPv6 address without brackets.
        port: of the server.
        target: path and query as they are sent, percent-encoded.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port: the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def text(self) -> str:
        """The address in its one spelling."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def shown(self) -> str:
        """The address for messages: short and without its query, which may hold keys."""
        return shown(self.text)


def shown(text: str) -> str:
    """Return an address for messages: without query, fragment and userinfo, at most 120 characters.

    An address whose host cannot be told apart from a password is shown as its scheme alone.
    """
    bare = _CONTROL.sub("", re.split(r"[?#]", text.strip(" "), maxsplit=1)[0])
    if not _PLACE.fullmatch(bare):
        scheme = re.match(r"[A-Za-z][A-Za-z0-9+.\-]{0,15}:(?=[/\\])", bare)
        return f"{scheme[0] if scheme else ''}..."
    bare = bare.encode("ascii", "backslashreplace").decode() if not bare.isprintable() else bare
    return bare if len(bare) <= _SHOWN else f"{bare[: _SHOWN - 3]}..."


def checked_url(text: str, ports: frozenset[int] = WEB_PORTS) -> Url:
    """Return the address that `text` spells; `//host/x` means https, a fragment is dropped.

    Args:
        text: as a person or a shop wrote it; spaces and letters outside ASCII may stand in its
            path.
        ports: those that may be asked.

    Raises:
        SkuscribeError: fetch.url_invalid, fetch.scheme_refused or fetch.port_refused.
    """
    where, text = shown(text), text.strip(" ")
    if len(text) > LONGEST:
        _refuse(where, f"the address has more than {LONGEST:,} characters")
    if _CONTROL.search(text):
        _refuse(where, "a tab, a line's end or a control character stands in it")
    scheme, rest = _scheme(text, where)
    parts = _REST.fullmatch(rest)
    if parts is None:
        _refuse(where, "two slashes and a host are missing")
    host, port = _host_and_port(parts[1], where)
    number = int(port) if port else DEFAULT_PORTS[scheme]
    if number not in ports:
        _refuse(where, f"port {number} is not fetched from", ErrorCode.FETCH_PORT_REFUSED)
    url = Url(scheme, host, number, _target(parts[2], parts[3] or "", where))
    if len(url.text) > LONGEST:
        _refuse(where, f"the address has more than {LONGEST:,} characters as it is sent")
    return url


def followed(base: Url, location: str, ports: frozenset[int] = WEB_PORTS) -> Url:
    """Return where a redirect from `base` to `location` leads, checked from the start.

    Raises:
        SkuscribeError: see `checked_url`; also fetch.scheme_refused for http after https.
    """
    if len(location) > LONGEST or _CONTROL.search(location):
        _refuse(base.shown, "it leads to an address that cannot be followed")
    try:
        joined = urljoin(base.text, location.strip(" "))
    except ValueError:
        _refuse(base.shown, "it leads to an address that cannot be followed")
    url = checked_url(joined, ports)
    if base.scheme == "https" and url.scheme == "http":
        _refuse(url.shown, "it leads from https to http", ErrorCode.FETCH_SCHEME_REFUSED)
    return url


def _scheme(text: str, where: str) -> tuple[str, str]:
    if text.startswith("//"):
        return "https", text
    parts = _SCHEME.fullmatch(text)
    if parts is None:
        _refuse(where, "it does not begin with http:// or https://")
    scheme = parts[1].lower()
    if scheme not in DEFAULT_PORTS:
        code = ErrorCode.FETCH_SCHEME_REFUSED
        _refuse(where, f"{scheme[:16]}: is not fetched, only http and https are", code)
    return scheme, parts[2]


def _host_and_port(authority: str, where: str) -> tuple[str, str]:
    if "@" in authority:
        _refuse(where, "a name or a password stands before the host")
    parts = _PORT.fullmatch(authority)
    host, port = (parts[1], parts[2] or "") if parts else ("", "")
    if host.startswith("[") and host.endswith("]"):
        return _ipv6(host[1:-1], where), port
    return _name(host, where), port


def _ipv6(text: str, where: str) -> str:
    try:
        if "%" in text:
            raise ValueError("a zone belongs to one machine")
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        _refuse(where, "what stands in brackets is no IPv6 address")


def _name(text: str, where: str) -> str:
    host = (text if text.isascii() else _a_labels(text, where)).lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse(where, "the host is no name of a server")
    if not _NUMBER.fullmatch(labels[-1]):
        return host
    # 127.1, 2130706433 and 0x7f000001 are 127.0.0.1 to some resolvers and names to others.
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError:
        _refuse(where, "the host is a number that is no plain IPv4 address")


def _a_labels(text: str, where: str) -> str:
    """Return a name outside ASCII as it is looked up (UTS #46, non-transitional)."""
    import idna  # its tables are large, and few shops need them

    try:
        if len(text) > 253:
            raise ValueError("longer than any name")
        return idna.encode(text, uts46=True, std3_rules=True).decode("ascii")
    except ValueError:  # idna's own errors are UnicodeErrors
        _refuse(where, "the host is no name of a server")


def _target(path: str, query: str, where: str) -> str:
    try:
        target = quote(_LONE_PERCENT.sub("%25", f"{path}{query}"), safe=_KEPT)
    except UnicodeEncodeError:  # half of a surrogate pair
        _refuse(where, "letters stand in it that are none")
    return target if target.startswith("/") else f"/{target}"


def _refuse(where: str, why: str, code: ErrorCode = ErrorCode.FETCH_URL_INVALID) -> NoReturn:
    raise SkuscribeError(code, why, where=where)
