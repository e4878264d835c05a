"""Each redirect is judged as if it had been the first address."""

from __future__ import annotations

import ssl

import pytest

from fetch.served import ELSEWHERE, HERE, PNG, Names, Site
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.fetch import Fetcher


def leads(site: Site, path: str, location: str, status: int = 302) -> None:
    site.pages[path] = lambda line: line.say(status, location=location)


def failure(site: Site, names: Names | None = None, **changes: object) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as met:
        Fetcher(site.policy(**changes), resolver=names or Names()).fetch(site.at("/a?key=1"))
    assert "key" not in str(met.value)
    return met.value


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_followed(site: Site, status: int) -> None:
    leads(site, "/a", "/größe 1.png?v=2", status)
    leads(site, "/gr%C3%B6%C3%9Fe%201.png", f"//cdn.test:{site.port}/c.png", status)
    site.pages["/c.png"] = lambda line: line.say(200, PNG)
    policy = site.policy(ports=frozenset({site.port}))
    names = Names()
    with Fetcher(policy, resolver=names) as fetcher:
        got = fetcher.fetch(site.at("/a"))
    assert (got.content, got.address) == (PNG, site.at("/c.png", "cdn.test"))
    assert names.asked == ["shop.test", "shop.test", "cdn.test"]


def test_three_and_no_more(site: Site) -> None:
    for here, there in ("ab", "bc", "cd", "de"):
        leads(site, f"/{here}", f"/{there}")
    site.pages["/e"] = lambda line: line.say(200, PNG)
    assert failure(site).code == "fetch.too_many_redirects"
    with Fetcher(site.policy(redirects=4), resolver=Names()) as fetcher:
        assert fetcher.fetch(site.at("/a")).content == PNG


def test_a_loop(site: Site) -> None:
    leads(site, "/a", "/a")
    assert failure(site).code == "fetch.too_many_redirects"
    assert len(site.asked) == 4


def test_nowhere(site: Site) -> None:
    site.pages["/a"] = lambda line: line.say(302)
    assert failure(site).code == "fetch.http_status"


@pytest.mark.parametrize(
    ("location", "refused"),
    [
        ("http://169.254.169.254/latest/meta-data/?key=1", "fetch.address_refused"),
        ("http://10.0.0.1/", "fetch.address_refused"),
        ("http://[::1]/", "fetch.address_refused"),
        ("http://private.test/", "fetch.address_refused"),
        ("http://2130706433/", "fetch.url_invalid"),
        ("http://user:key@shop.test/", "fetch.url_invalid"),
        ("file:///etc/passwd", "fetch.scheme_refused"),
        ("ftp://shop.test/a", "fetch.scheme_refused"),
        ("http://shop.test:22/", "fetch.port_refused"),
    ],
)
def test_refused(site: Site, location: str, refused: str) -> None:
    leads(site, "/a", location)
    assert failure(site, Names(private=[[ELSEWHERE]])).code == refused
    assert len(site.asked) == 1


def test_only_listed_hosts(site: Site) -> None:
    leads(site, "/a", site.at("/b", "cdn.test"))
    site.pages["/b"] = lambda line: line.say(200, PNG)
    assert failure(site, hosts=("shop.test",)).code == "fetch.address_refused"
    with Fetcher(site.policy(hosts=("shop.test", "CDN.test.")), resolver=Names()) as fetcher:
        assert fetcher.fetch(site.at("/a")).content == PNG


def test_the_name_is_judged_again(site: Site) -> None:
    leads(site, "/a", "/b")
    site.pages["/b"] = lambda line: line.say(200, PNG)
    names = Names(shop=[[HERE], [ELSEWHERE]])
    assert failure(site, names).code == "fetch.address_refused"
    assert site.asked == ["/a?key=1"]


def test_never_http_after_https(site: Site, secure: Site, trusting: ssl.SSLContext) -> None:
    leads(secure, "/a", site.at("/b"))
    site.pages["/b"] = lambda line: line.say(200, PNG)
    policy = site.policy(ports=frozenset({site.port, secure.port}))
    with pytest.raises(SkuscribeError) as met:
        Fetcher(policy, resolver=Names(), tls=trusting).fetch(secure.at("/a", scheme="https"))
    assert met.value.code == "fetch.scheme_refused"
    assert site.asked == []


def test_https_after_http(site: Site, secure: Site, trusting: ssl.SSLContext) -> None:
    leads(site, "/a", secure.at("/b", scheme="https"))
    secure.pages["/b"] = lambda line: line.say(200, PNG)
    policy = site.policy(ports=frozenset({site.port, secure.port}))
    with Fetcher(policy, resolver=Names(), tls=trusting) as fetcher:
        assert fetcher.fetch(site.at("/a")).content == PNG
