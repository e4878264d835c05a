"""A web server on this machine whose answers the tests write, and names that lead to it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from skuscribe.fetch.addresses import Address
from skuscribe.fetch.policy import Policy

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
JPEG = b"\xff\xd8\xff\xe0" + bytes(1_000)
PAGE = b"<!-- shop --> <!DOCTYPE html><title>Gone</title>"

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"


class Line(BaseHTTPRequestHandler):
    """One request; an answer is written by `say` or as raw bytes into `wfile`."""

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        said = {"content-length": str(len(body))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"HTTP/1.1 {status} x", *(f"{name}: {value}" for name, value in said.items())]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("utf-8") + body)

    def do_GET(self) -> None:
        self.server.site.meet(self)  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["content-length"]))
        self.server.site.bodies.append(content)  # type: ignore[attr-defined]
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


Page = Callable[[Line], None]


def nothing(line: Line) -> None:
    line.say(404)


@dataclass
class Site:
    """A server: which pages it has, and what it was asked."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def meet(self, line: Line) -> None:
        self.asked.append(line.path)
        self.headers.append({name.lower(): value for name, value in line.headers.items()})
        self.pages.get(line.path.partition("?")[0], nothing)(line)

    def at(self, path: str, host: str = "shop.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def policy(self, **changes: object) -> Policy:
        """A policy for which this machine's first address is the internet."""
        said: dict[str, object] = {
            "ports": frozenset({80, 443, self.port}),
            "public": is_here,
            "first_wait": 0.0,
            "seconds": 5.0,
        }
        return Policy(**(said | changes))  # type: ignore[arg-type]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:  # clients hang up on purpose
        pass


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()
    with _Server((HERE, 0), Line) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        server.site = site  # type: ignore[attr-defined]
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def is_here(address: Address) -> bool:
    return address == ip_address(HERE)


class Names:
    """A resolver that counts: what it says of each name, the last answer again and again."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers, self.asked = answers, list[str]()

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        said = self.answers.get(host.removesuffix(".test"), [[HERE]])
        return said.pop(0) if len(said) > 1 else said[0]
