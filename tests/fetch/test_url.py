"""An address is spelled one way, or refused before anything is looked up."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.url import Url, checked_url, followed, shown


def code(text: str) -> str:
    with pytest.raises(SkuscribeError) as met:
        checked_url(text)
    return str(met.value.code)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("https://shop.example/a.jpg", "https://shop.example/a.jpg"),
        ("  HTTPS://Shop.Example./a.jpg ", "https://shop.example/a.jpg"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("http://shop.example", "http://shop.example/"),
        ("http://shop.example:/a", "http://shop.example/a"),
        ("http://shop.example:80/a", "http://shop.example/a"),
        ("http://shop.example:443/a", "http://shop.example:443/a"),
        ("https://shop.example?id=7", "https://shop.example/?id=7"),
        ("https://shop.example/a.jpg#zoom", "https://shop.example/a.jpg"),
        ("https://shop.example/red shirt.jpg", "https://shop.example/red%20shirt.jpg"),
        ("https://shop.example/100%.jpg", "https://shop.example/100%25.jpg"),
        ("https://shop.example/a%20b.jpg", "https://shop.example/a%20b.jpg"),
        ("https://shop.example/größe.jpg", "https://shop.example/gr%C3%B6%C3%9Fe.jpg"),
        ("https://shop.example/photo@2x.jpg", "https://shop.example/photo@2x.jpg"),
        ("https://shop.example/a\\b.jpg", "https://shop.example/a%5Cb.jpg"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://straße.example/a", "https://xn--strae-oqa.example/a"),
        ("https://my_shop.example/a", "https://my_shop.example/a"),
        ("https://shop。example/a", "https://shop.example/a"),
        ("http://93.184.215.14/a", "http://93.184.215.14/a"),
        ("http://[2606:2800:0:0::1]/a", "http://[2606:2800::1]/a"),
        ("http://１２７.0.0.1/a", "http://127.0.0.1/a"),  # to be judged as what it means
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://127。0｡0．1/", "http://127.0.0.1/"),
        ("http://127.0.0.1#@good.example/", "http://127.0.0.1/"),
    ],
)
def test_one_spelling(text: str, spelled: str) -> None:
    assert checked_url(text).text == spelled


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop.example/a.jpg",
        "https:shop.example",
        "https:/shop.example",
        "https:///a.jpg",
        "https://",
        "https://user@shop.example/",
        "https://user:secret@shop.example/",
        "http://good.example@127.0.0.1/",
        "http://good.example\\@127.0.0.1/",
        "http://127.0.0.1\\.good.example/",
        "https://sh op.example/",
        "https://shop.example\t/a",
        "https://shop.exa\nmple/a",
        "https://shop.example/a\r\nHost: x",
        "https://shop.example/a\x00",
        "https://shop..example/",
        "https://shop.example../",
        "https://.shop.example/",
        "https://-shop.example/",
        "https://shop%2eexample/",
        "https://shop.example:x/",
        "https://shop.example:80:80/",
        "https://shop.example:-1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0X7F.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://shop.0x/",
        "http://１２７.1/",
        "http://::1/",
        "http://[::1",
        "http://[::1]x/",
        "http://[fe80::1%lo]/",
        "http://[fe80::1%25lo]/",
        "http://[127.0.0.1]/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 127 + "example/",
        "https://shop.example/" + "a" * 2_000,
        "https://shop.example/" + "ä" * 500,
        "https://shop.example/\ud800",
        "https://shop\ud800.example/",
        "https://shop\u00ad\u200b.ex\u2044ample/",
    ],
)
def test_no_address(text: str) -> None:
    assert code(text) == "fetch.url_invalid"


@pytest.mark.parametrize(
    "text",
    [
        "ftp://shop.example/a.jpg",
        "file:///etc/passwd",
        "gopher://shop.example/1",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "jar:http://shop.example/a.jar!/b",
        "shop.example:443/a.jpg",
    ],
)
def test_other_schemes(text: str) -> None:
    assert code(text) == "fetch.scheme_refused"


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 65_536, 99_999])
def test_other_ports(port: int) -> None:
    assert code(f"http://shop.example:{port}/") == "fetch.port_refused"


def test_ports_are_the_callers() -> None:
    url = checked_url("http://shop.example:8080/a", frozenset({8080}))
    assert (url.port, url.authority) == (8080, "shop.example:8080")


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/b.jpg", "https://shop.example/b.jpg"),
        ("b.jpg", "https://shop.example/photos/b.jpg"),
        ("../b c.jpg", "https://shop.example/b%20c.jpg"),
        ("//cdn.example/b", "https://cdn.example/b"),
        ("https://cdn.example/b", "https://cdn.example/b"),
        ("?w=9", "https://shop.example/photos/a.jpg?w=9"),
    ],
)
def test_redirects(location: str, leads: str) -> None:
    base = Url("https", "shop.example", 443, "/photos/a.jpg?w=1")
    assert followed(base, location).text == leads


@pytest.mark.parametrize(
    ("location", "refused"),
    [
        ("http://shop.example/b", "fetch.scheme_refused"),
        ("file:///etc/passwd", "fetch.scheme_refused"),
        ("https://shop.example:22/", "fetch.port_refused"),
        ("https://u:p@shop.example/", "fetch.url_invalid"),
        ("//[::1/x", "fetch.url_invalid"),
        ("ht\ttp://shop.example", "fetch.url_invalid"),
        ("/b\tc.jpg", "fetch.url_invalid"),  # urljoin would drop the tab
        ("//shop.exa\tmple/", "fetch.url_invalid"),
        ("/" + "a" * 3_000, "fetch.url_invalid"),
    ],
)
def test_refused_redirects(location: str, refused: str) -> None:
    with pytest.raises(SkuscribeError) as met:
        followed(Url("https", "shop.example", 443, "/"), location)
    assert met.value.code == refused


@pytest.mark.parametrize(
    "text",
    [
        "ftp://user:secret@shop.example/a?key=secret",
        "https://user:secret@shop.example/",
        "https://user:sec/secret@shop.example/",
        "https://user:sec?secret@shop.example/",
        "https:\\\\user:secret@shop.example/",
        "user:secret@shop.example/",
        "https:user:secret@shop.example",
        "https://shop.example:22/a?key=secret",
        "https://shop.example:22/a#secret",
    ],
)
def test_secrets_stay_out_of_messages(text: str) -> None:
    with pytest.raises(SkuscribeError) as met:
        checked_url(text)
    assert "sec" not in str(met.value).replace("second", "")


def test_long_addresses_are_shown_short() -> None:
    assert len(shown("https://shop.example/" + "a" * 5_000)) == 120


AUTHORITY = st.text(alphabet="a1.:@[]%\\/?#-_é１。xX0 ", max_size=20)


@given(st.one_of(st.text(), AUTHORITY.map("http://{}".format), AUTHORITY.map("//{}/x".format)))
def test_any_text_is_an_address_or_a_coded_failure(text: str) -> None:
    try:
        url = checked_url(text)
    except SkuscribeError:
        return
    assert checked_url(url.text) == url
    assert url.text.isascii()


def test_looking_at_addresses_loads_no_client() -> None:
    heavy = "{'httpx2', 'httpcore2', 'stamina', 'idna'}"
    modules = "skuscribe.fetch.url, skuscribe.fetch.addresses, skuscribe.fetch.policy"
    script = f"import sys, {modules}; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
