"""With the real judge in force no private server is reached, however its address is written."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from fetch.dns import asking, dns_server
from fetch.served import ELSEWHERE, HERE, PNG, Names, Site
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.addresses import is_public
from skuscribe.fetch.fetch import Fetcher
from skuscribe.fetch.policy import Policy
from skuscribe.fetch.resolve import system_resolver

HOSTS = """
127.0.0.1 127.0.0.53 localhost LOCALHOST. 127.1 2130706433 0x7f000001 0177.0.0.1 0 0.0.0.0
[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1]
[64:ff9b:1:7f00:0:100::] [2002:7f00:1::] [2001:0:4136:e378:8000:63bf:80ff:fffe]
[2606:2800::5efe:7f00:1] 10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 100.64.0.1
169.254.169.254 100.100.100.200 168.63.129.16 192.0.0.192 [fd00:ec2::254] 224.0.0.1
255.255.255.255 240.0.0.1 198.18.0.1 192.0.2.1 [fe80::1%lo] [fe80::1] [fec0::1] [ff02::1]
[2001:db8::] １２７.0.0.1 ①②⑦.⓪.⓪.① 127。0。0。1 good.example@127.0.0.1 127.0.0.1#@good.example
127.0.0.1\\@good.example 127.0.0.1%2egood.example
"""


@pytest.mark.parametrize("host", HOSTS.split())
def test_written_in_the_address(site: Site, host: str) -> None:
    name, hash_, rest = host.partition("#")
    policy = site.policy(public=is_public)
    with pytest.raises(SkuscribeError) as met:
        Fetcher(policy, resolver=system_resolver).fetch(
            f"http://{name}:{site.port}{hash_}{rest}/a.png"
        )
    assert met.value.code in {"fetch.url_invalid", "fetch.address_refused"}
    assert site.asked == []


ANSWERS = """
127.0.0.1 ::1 :: 0.0.0.0 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 10.0.0.1
169.254.169.254 fe80::1 fe80::1%lo fd00:ec2::254 192.0.0.192 224.0.0.1
"""


@pytest.mark.parametrize("answer", ANSWERS.split())
@pytest.mark.parametrize("beside", [[], ["93.184.215.14"]])
def test_answered_by_a_name_server(answer: str, beside: list[str]) -> None:
    names = Names(shop=[[*beside, answer]])
    with pytest.raises(SkuscribeError) as met:
        Fetcher(Policy(seconds=0.5), resolver=names).fetch("http://shop.test/a.png?key=1")
    assert met.value.code == "fetch.address_refused"
    assert met.value.where == "http://shop.test/a.png"


@pytest.mark.parametrize("host", ["172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0"])
def test_their_neighbours_are_public(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpcore2

    def refuse(self: object, address: str, *_: object, **__: object) -> None:
        raise httpcore2.ConnectError(f"would connect to {address}")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", refuse)
    with pytest.raises(SkuscribeError) as met:
        Fetcher(Policy(first_wait=0)).fetch(f"http://{host}/a.png")
    assert met.value.code == "fetch.unreachable"


@pytest.fixture
def rebinding() -> Iterator[tuple[str, int, list[str]]]:
    """A name server whose first answer is good and whose later ones are not."""
    with dns_server([[HERE], [ELSEWHERE]]) as (host, port, asked):
        yield host, port, asked


def test_a_name_that_changes_its_answer(site: Site, rebinding: tuple[str, int, list[str]]) -> None:
    host, port, asked = rebinding
    answers = [lambda line: line.say(500), lambda line: line.say(500)]
    site.pages["/a.png"] = lambda line: answers.pop()(line) if answers else line.say(200, PNG)
    with Fetcher(site.policy(), resolver=asking(host, port)) as fetcher:
        assert fetcher.fetch(site.at("/a.png")).content == PNG
        assert asked == ["shop.test"], "looked up once, for all attempts"
        with pytest.raises(SkuscribeError) as met:
            fetcher.fetch(site.at("/a.png"))
    assert met.value.code == "fetch.address_refused"
    assert len(site.asked) == 3


def test_the_next_address_when_one_is_dead(site: Site) -> None:
    site.pages["/a.png"] = lambda line: line.say(200, PNG)
    names = Names(shop=[[ELSEWHERE, HERE]])
    with Fetcher(site.policy(public=lambda _: True), resolver=names) as fetcher:
        assert fetcher.fetch(site.at("/a.png")).content == PNG


def failure(resolver: object, **changes: object) -> str:
    with pytest.raises(SkuscribeError) as met:
        Fetcher(Policy(**changes), resolver=resolver).fetch("https://shop.test/a")  # type: ignore[arg-type]
    return str(met.value.code)


def test_no_such_name() -> None:
    with dns_server([]) as (host, port, _):
        assert failure(asking(host, port)) == "fetch.dns_failed"


@pytest.mark.parametrize("answers", [[], ["no address"], ["127.1"]])
def test_no_address(answers: list[str]) -> None:
    assert failure(lambda _: answers) == "fetch.dns_failed"


def test_a_name_that_no_lookup_takes() -> None:
    def unspeakable(host: str) -> list[str]:
        raise UnicodeError("label too long")

    assert failure(unspeakable) == "fetch.dns_failed"


def test_a_name_server_that_is_silent() -> None:
    def silent(host: str) -> list[str]:
        time.sleep(4)
        return []

    start = time.monotonic()
    assert failure(silent, seconds=0.1) == "fetch.dns_failed"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("hosts", "host", "allowed"),
    [
        ((), "shop.test", True),
        (("shop.test",), "shop.test", True),
        (("Shop.Test.",), "shop.test", True),
        (("shop.test",), "cdn.shop.test", False),
        (("*.shop.test",), "cdn.shop.test", True),
        (("*.shop.test",), "a.b.shop.test", True),
        (("*.shop.test",), "shop.test", False),
        (("*.shop.test",), "evilshop.test", False),
        (("shop.test",), "shop.test.evil.test", False),
    ],
)
def test_listed_hosts(hosts: tuple[str, ...], host: str, allowed: bool) -> None:
    assert Policy(hosts=hosts).allows(host) == allowed


def test_a_host_that_is_not_listed_is_not_looked_up() -> None:
    names = Names()
    assert failure(names, hosts=("other.test",)) == "fetch.address_refused"
    assert names.asked == []
