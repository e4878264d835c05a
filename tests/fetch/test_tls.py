"""A certificate is checked against the host's name, though the connection goes to an address."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable

import pytest

from fetch.served import PNG, Line, Names, Site
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.fetch import Fetcher


@pytest.fixture
def fetch(secure: Site) -> Callable[[str, ssl.SSLContext | None], bytes]:
    secure.pages["/a.png"] = lambda line: line.say(200, PNG)
    secure.asked.clear()

    def fetch(host: str, tls: ssl.SSLContext | None) -> bytes:
        with Fetcher(secure.policy(), resolver=Names(), tls=tls) as fetcher:
            return fetcher.fetch(secure.at("/a.png", host, "https")).content

    return fetch


Fetch = Callable[[str, ssl.SSLContext | None], bytes]


def test_a_good_certificate(fetch: Fetch, trusting: ssl.SSLContext) -> None:
    assert fetch("shop.test", trusting) == PNG


def test_a_self_signed_certificate(fetch: Fetch, secure: Site) -> None:
    with pytest.raises(SkuscribeError, match="self-signed") as met:
        fetch("shop.test", None)
    assert met.value.code == "fetch.tls_failed"
    assert secure.asked == []


@pytest.mark.parametrize("host", ["other.test", "127.0.0.1"])
def test_a_certificate_of_another_host(fetch: Fetch, trusting: ssl.SSLContext, host: str) -> None:
    with pytest.raises(SkuscribeError) as met:
        fetch(host, trusting)
    assert met.value.code == "fetch.tls_failed"


def test_certificates_of_the_environment_are_ignored(
    fetch: Fetch, certificate: tuple[object, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(SkuscribeError) as met:
        fetch("shop.test", None)
    assert met.value.code == "fetch.tls_failed"


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips(secure: Site, trusting: ssl.SSLContext, beginning: bytes) -> None:
    def drip(line: Line) -> None:
        line.wfile.write(beginning)
        for _ in range(100):
            line.wfile.write(b"x")
            time.sleep(0.05)

    secure.pages["/drip"] = drip
    start = time.monotonic()
    with pytest.raises(SkuscribeError) as met:
        Fetcher(secure.policy(seconds=0.4), resolver=Names(), tls=trusting).fetch(
            secure.at("/drip", scheme="https")
        )
    assert met.value.code == "fetch.timeout"
    assert time.monotonic() - start < 3


def test_a_server_without_tls(site: Site) -> None:
    with pytest.raises(SkuscribeError) as met:
        Fetcher(site.policy(), resolver=Names()).fetch(site.at("/a.png", scheme="https"))
    assert met.value.code in {"fetch.tls_failed", "fetch.unreachable"}
