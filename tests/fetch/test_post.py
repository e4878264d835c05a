"""What is posted arrives once it can, and at no address where a photo would not be fetched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count

import pytest

from fetch.served import ELSEWHERE, HERE, Line, Names, Site
from fetch.test_guard import ANSWERS, HOSTS
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.addresses import is_public
from skuscribe.fetch.policy import Policy
from skuscribe.fetch.post import Headers, Poster

BODY = b'{"id": "1"}'


def numbered(numbers: Iterator[int]) -> Headers:
    return (("X-Number", str(next(numbers))),)


def posted(site: Site, names: Names | None = None, **changes: object) -> None:
    numbers = count()
    poster = Poster(site.policy(**changes), names or Names())
    poster.post(site.at("/hook?key=1"), BODY, lambda: numbered(numbers))


def test_it_is_sent_until_it_is_taken_with_fresh_headers(site: Site) -> None:
    answers = [503, 404, 302, 204]
    site.pages["/hook"] = lambda line: line.say(answers.pop(0), location="/other")
    posted(site, attempts=4)
    assert site.asked == ["/hook?key=1"] * 4, "no redirect is followed"
    assert site.bodies == [BODY] * 4
    assert [each["x-number"] for each in site.headers] == ["0", "1", "2", "3"]
    assert {each["content-length"] for each in site.headers} == {str(len(BODY))}


def test_it_is_given_up_after_so_many_attempts(site: Site) -> None:
    with pytest.raises(SkuscribeError) as met:
        posted(site, attempts=2)
    assert met.value.code == "fetch.http_status"
    assert "key" not in str(met.value)
    assert len(site.asked) == 2


def test_a_receiver_that_is_silent_has_its_seconds_each_time(site: Site) -> None:
    def silent_once(line: Line) -> None:
        if len(site.asked) == 1:
            time.sleep(1)
        line.say(200, b"never read" * 1_000_000)

    site.pages["/hook"] = silent_once
    posted(site, seconds=0.3, attempts=2)
    assert len(site.asked) == 2


@pytest.mark.parametrize("host", HOSTS.split())
def test_no_private_address_is_sent_to(site: Site, host: str) -> None:
    name, hash_, rest = host.partition("#")
    address = f"http://{name}:{site.port}{hash_}{rest}/hook"
    poster = Poster(site.policy(public=is_public))
    for attempt in (poster.judged, lambda at: poster.post(at, BODY, tuple)):
        with pytest.raises(SkuscribeError) as met:
            attempt(address)
        assert met.value.code in {"fetch.url_invalid", "fetch.address_refused"}
    assert site.asked == []


@pytest.mark.parametrize("answer", ANSWERS.split())
def test_no_name_of_a_private_address_is_sent_to(answer: str) -> None:
    names = Names(shop=[["93.184.215.14", answer]])
    poster = Poster(Policy(seconds=0.5), names)
    for attempt in (poster.judged, lambda at: poster.post(at, BODY, tuple)):
        with pytest.raises(SkuscribeError, match=r"fetch\.address_refused"):
            attempt("https://shop.test/hook")
    assert len(names.asked) == 2, "a refusal is not tried again"


def test_a_name_that_changes_its_answer_is_judged_each_time(site: Site) -> None:
    with pytest.raises(SkuscribeError, match=r"fetch\.address_refused"):
        posted(site, Names(shop=[[HERE], [ELSEWHERE]]), attempts=5)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("file:///etc/passwd", "fetch.scheme_refused"),
        ("https://shop.test:22/", "fetch.port_refused"),
        ("https://ada:word@shop.test/", "fetch.url_invalid"),
    ],
)
def test_other_schemes_ports_and_passwords_are_refused(address: str, code: str) -> None:
    names = Names()
    with pytest.raises(SkuscribeError) as met:
        Poster(Policy(), names).judged(address)
    assert met.value.code == code
    assert names.asked == []
