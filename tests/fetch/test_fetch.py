"""A photo is fetched whole within its limits, or there is a coded failure."""

from __future__ import annotations

import gzip
import os
import threading
import time
import tracemalloc
from collections.abc import Callable

import pytest

from fetch.served import JPEG, PAGE, PNG, Line, Names, Site
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.version import __version__
from skuscribe.fetch.fetch import Fetched, Fetcher


def fetched(site: Site, path: str = "/a.png", **changes: object) -> Fetched:
    with Fetcher(site.policy(**changes), resolver=Names()) as fetcher:
        return fetcher.fetch(site.at(path))


def failure(site: Site, path: str = "/a.png", **changes: object) -> str:
    with pytest.raises(SkuscribeError) as met:
        fetched(site, path, **changes)
    assert "key" not in str(met.value), "queries stay out of messages"
    return str(met.value.code)


def raw(*pieces: bytes, pause: float = 0.0) -> Callable[[Line], None]:
    def page(line: Line) -> None:
        for piece in pieces:
            line.wfile.write(piece)
            time.sleep(pause)

    return page


def in_turn(*pages: Callable[[Line], None]) -> Callable[[Line], None]:
    left = list(pages)

    def page(line: Line) -> None:
        left.pop(0)(line)

    return page


def test_a_photo(site: Site) -> None:
    site.pages["/a%20b.png"] = lambda line: line.say(200, PNG, content_type="image/PNG; q=1")
    got = fetched(site, "/a b.png?v=1#top")
    assert got == Fetched(PNG, "image/png", site.at("/a%20b.png?v=1"))
    sent = site.headers[0]
    assert sent["host"] == f"shop.test:{site.port}"
    assert sent["user-agent"] == f"skuscribe/{__version__}"
    assert sent["accept-encoding"] == "identity"
    assert "cookie" not in sent


def test_without_content_length(site: Site) -> None:
    site.pages["/a.png"] = raw(b"HTTP/1.1 200 OK\r\n\r\n", PNG)
    assert fetched(site).content == PNG


def test_chunked(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.pages["/a.png"] = raw(head, b"%x\r\n%s\r\n" % (len(PNG), PNG), b"0\r\n\r\n")
    assert fetched(site).content == PNG


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 403, 404, 410])
def test_other_statuses(site: Site, status: int) -> None:
    site.pages["/a.png"] = lambda line: line.say(status)
    assert failure(site, "/a.png?key=1") == "fetch.http_status"
    assert len(site.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(site: Site, status: int) -> None:
    busy: Callable[[Line], None] = lambda line: line.say(status)  # noqa: E731
    site.pages["/a.png"] = in_turn(busy, busy, lambda line: line.say(200, PNG))
    assert fetched(site).content == PNG
    assert len(site.asked) == 3


def test_a_server_that_stays_busy(site: Site) -> None:
    site.pages["/a.png"] = lambda line: line.say(503)
    assert failure(site) == "fetch.http_status"
    assert len(site.asked) == 3


def test_the_server_says_when(site: Site) -> None:
    site.pages["/a.png"] = in_turn(
        lambda line: line.say(429, retry_after="1"), lambda line: line.say(200, PNG)
    )
    start = time.monotonic()
    assert fetched(site).content == PNG
    assert time.monotonic() - start >= 1


@pytest.mark.parametrize(("asked", "seconds"), [("99999", 60.0), ("6", 60.0), ("4", 2.0)])
def test_a_wait_that_is_too_long_is_not_waited(site: Site, asked: str, seconds: float) -> None:
    site.pages["/a.png"] = lambda line: line.say(429, retry_after=asked)
    assert failure(site, seconds=seconds) == "fetch.http_status"
    assert len(site.asked) == 1


def test_a_server_that_hangs_up_is_asked_again(site: Site) -> None:
    site.pages["/a.png"] = in_turn(lambda line: None, lambda line: line.say(200, PNG))
    assert fetched(site).content == PNG


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nx" * 9_999])
def test_no_web_server(site: Site, said: bytes) -> None:
    site.pages["/a.png"] = raw(said)
    assert failure(site) == "fetch.unreachable"


def test_nobody_listens(site: Site) -> None:
    policy = site.policy(ports=frozenset({1}))
    with pytest.raises(SkuscribeError) as met:
        Fetcher(policy, resolver=Names()).fetch("http://shop.test:1/a.png")
    assert met.value.code == "fetch.unreachable"
    assert met.value.where == "http://shop.test:1/a.png"


def test_fewer_bytes_than_promised(site: Site) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, PNG, content_length="5000")
    assert failure(site) == "fetch.truncated"
    assert len(site.asked) == 3


def test_more_bytes_than_allowed(site: Site) -> None:
    promised: list[bytes] = []

    def page(line: Line) -> None:
        line.say(200, PNG[:100], content_length="30000001")
        promised.append(line.rfile.read())  # the client has hung up: nothing more comes

    site.pages["/a.png"] = page
    start = time.monotonic()
    assert failure(site) == "fetch.too_large"
    assert time.monotonic() - start < 2


def test_more_bytes_than_allowed_unannounced(site: Site) -> None:
    site.pages["/a.png"] = raw(b"HTTP/1.1 200 OK\r\n\r\n", PNG, bytes(100_000))
    assert failure(site, max_bytes=50_000) == "fetch.too_large"


def test_packed_all_the_same(site: Site) -> None:
    packed = gzip.compress(PNG)
    site.pages["/a.png"] = lambda line: line.say(200, packed, content_encoding="gzip")
    assert fetched(site).content == PNG


@pytest.mark.parametrize(
    ("body", "encoding", "refused"),
    [
        (gzip.compress(bytes(20_000_000)), "gzip", "fetch.too_large"),
        (gzip.compress(os.urandom(5_000))[:-20], "gzip", "fetch.truncated"),
        (b"no gzip at all", "gzip", "fetch.truncated"),
        (PNG, "br", "fetch.content_type"),
    ],
)
def test_packed_badly(site: Site, body: bytes, encoding: str, refused: str) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, body, content_encoding=encoding)
    assert failure(site, max_bytes=1_500_000) == refused


def test_a_bomb_is_met_while_it_is_small(site: Site) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    site.pages["/a.png"] = lambda line: line.say(200, bomb, content_encoding="gzip")
    tracemalloc.start()
    try:
        assert failure(site, max_bytes=2_000_000) == "fetch.too_large"
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips(site: Site, beginning: bytes) -> None:
    site.pages["/a.png"] = raw(beginning, *[b"x"] * 100, pause=0.05)
    start = time.monotonic()
    assert failure(site, seconds=0.4) == "fetch.timeout"
    assert time.monotonic() - start < 3


def test_a_server_that_is_silent(site: Site) -> None:
    site.pages["/a.png"] = lambda line: time.sleep(1)
    assert failure(site, seconds=0.3) == "fetch.timeout"
    assert len(site.asked) <= 1, "not asked again"


@pytest.mark.parametrize("kind", ["text/html", "application/json", "video/mp4", "", "nonsense"])
def test_a_picture_under_a_wrong_type(site: Site, kind: str) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, JPEG, content_type=kind)
    assert fetched(site).content == JPEG


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/png", PAGE),
        ("image/png", b"\xef\xbb\xbf\r\n <html lang=de>"),
        ("", b"<HTML>" + bytes(2_000)),
        ("text/html; charset=utf-8", b"Not found"),
        ("Application/JSON", b'{"error": 7}'),
        ("video/mp4", b"\0\0\0\x20ftypisom" + bytes(2_000)),
        ("audio/mpeg", b"ID3" + bytes(2_000)),
    ],
)
def test_no_picture(site: Site, kind: str, body: bytes) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, body, content_type=kind)
    assert failure(site) == "fetch.content_type"


def test_a_film_is_not_read_to_its_end(site: Site) -> None:
    def page(line: Line) -> None:
        line.say(200, bytes(2_000), content_type="video/mp4", content_length="20000000")
        time.sleep(4)

    site.pages["/a.png"] = page
    start = time.monotonic()
    assert failure(site) == "fetch.content_type"
    assert time.monotonic() - start < 3


def test_unknown_bytes_are_for_the_reader_of_photos(site: Site) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, b"8BPS", content_type="image/psd")
    assert fetched(site).content == b"8BPS"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"])
def test_proxies_of_the_environment_are_ignored(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a.png"] = lambda line: line.say(200, PNG)
    assert fetched(site).content == PNG


def test_off_is_off(site: Site) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, PNG)
    assert failure(site, enabled=False) == "fetch.disabled"
    assert site.asked == []


def test_after_closing(site: Site) -> None:
    fetcher = Fetcher(site.policy(), resolver=Names())
    fetcher.close()
    with pytest.raises(SkuscribeError, match="disabled"):
        fetcher.fetch(site.at("/a.png"))


def test_few_at_once_for_each_host(site: Site) -> None:
    lock, now, most = threading.Lock(), 0, 0

    def page(line: Line) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.2)
        with lock:
            now -= 1
        line.say(200, PNG)

    site.pages["/a.png"] = page
    got: list[bytes] = []
    # They wait their turn for longer than one may take, which counts for none of them.
    with Fetcher(site.policy(per_host=2, seconds=0.9), resolver=Names()) as fetcher:
        threads = [
            threading.Thread(target=lambda: got.append(fetcher.fetch(site.at("/a.png")).content))
            for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (got, most) == ([PNG] * 12, 2)
