"""XML feeds are read as a stream; what is malformed ends them, what is hostile is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.readers.feed import is_feed, open_feed
from skuscribe.core.errors import SkuscribeError

GOOGLE = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>
<title>My shop</title><link>https://a.test</link><description>All</description>
<image><url>logo.png</url><title>Logo</title><link>https://a.test</link></image>
<item>
  <title>Tee for shops</title>
  <link>https://a.test/tee</link>
  <description><![CDATA[<p>Soft & light</p>]]></description>
  <g:id>007</g:id><g:title>Tee</g:title>
  <g:image_link>https://a.test/1.jpg</g:image_link>
  <g:additional_image_link>https://a.test/2.jpg?a=1,2</g:additional_image_link>
  <g:additional_image_link>https://a.test/3.jpg</g:additional_image_link>
  <g:brand>Nordholm</g:brand><g:gtin>04012345678901</g:gtin><g:color>red</g:color>
  <g:shipping><g:country>DE</g:country><g:price>4 EUR</g:price></g:shipping>
</item>
<item><g:id>8</g:id><g:title>Hat</g:title><g:image_link>hat.jpg</g:image_link></item>
</channel></rss>"""


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "feed.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes) -> tuple[list[Product], list[Trouble]]:
    found = list(open_feed(written(folder, content), {}).products())
    products = [each for each in found if isinstance(each, Product)]
    return products, [each for each in found if isinstance(each, Trouble)]


def refused(folder: Path, content: str | bytes) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        list(open_feed(written(folder, content), {}).products())
    return caught.value


def test_googles_rss_is_read(tmp_path: Path) -> None:
    (tee, hat), troubles = read(tmp_path, GOOGLE)
    assert (tee.id, tee.title, tee.row) == ("007", "Tee", 5)
    assert tee.description == "<p>Soft & light</p>"
    assert tee.photos == (
        *("https://a.test/1.jpg", "https://a.test/2.jpg?a=1,2", "https://a.test/3.jpg"),
    )
    assert tee.facts == {"brand": "Nordholm", "colour": "red", "gtin": "04012345678901"}
    assert (hat.id, hat.photos, hat.row) == ("8", ("hat.jpg",), 16)
    assert not troubles
    understood = open_feed(tmp_path / "feed.xml", {}).understood()
    assert (understood.kind, understood.image_separator) == ("google", "|")
    assert understood.image_columns == ("image_link", "additional_image_link")


def test_atom_is_read_and_its_link_is_the_page(tmp_path: Path) -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
    <title>My shop</title><link rel="self" href="https://a.test/feed"/><id>tag:shop</id>
    <entry><id>tag:1</id><title>Cup</title><summary>Of clay</summary>
      <link rel="enclosure" href="https://a.test/cup.pdf"/><link href="https://a.test/cup"/>
      <g:id>C-1</g:id><g:image_link>https://a.test/c.jpg</g:image_link></entry></feed>"""
    ((cup,), _) = read(tmp_path, atom)
    assert (cup.id, cup.title, cup.description) == ("C-1", "Cup", "Of clay")
    assert cup.photos == ("https://a.test/c.jpg",)
    header = open_feed(tmp_path / "feed.xml", {"images": "link"})
    assert [p.photos for p in header.products() if isinstance(p, Product)] == [
        ("https://a.test/cup",)
    ]


YML = """<?xml version="1.0" encoding="windows-1251"?>
<!DOCTYPE yml_catalog SYSTEM "shops.dtd">
<yml_catalog date="2024-01-01"><shop><name>Магазин</name>
<currencies><currency id="RUB" rate="1"/></currencies>
<categories><category id="1">Вещи</category>
<category id="2" parentId="1">Чашки</category></categories>
<offers><offer id="12" available="true"><url>https://a.test/12</url><price>5</price>
<picture>https://a.test/a.jpg</picture><picture>https://a.test/b.jpg</picture>
<name>Чашка</name><vendor>Норд</vendor><param name="Цвет">синий</param></offer></offers>
</shop></yml_catalog>"""

HEUREKA = """<SHOP><SHOPITEM><ITEM_ID>H1</ITEM_ID><PRODUCTNAME>Hrnek</PRODUCTNAME>
<URL>https://a.test/h1</URL><DESCRIPTION>Modrý</DESCRIPTION><IMGURL>https://a.test/a.jpg</IMGURL>
<IMGURL_ALTERNATIVE>https://a.test/b.jpg</IMGURL_ALTERNATIVE><EAN>123</EAN>
<PARAM><PARAM_NAME>Barva</PARAM_NAME><VAL>modrá</VAL></PARAM></SHOPITEM></SHOP>"""

SKROUTZ = """<mywebstore><created_at>now</created_at><products><product><id>12</id>
<name><![CDATA[Κούπα]]></name><link>https://a.test/s</link><image>https://a.test/a.jpg</image>
<additional_imageurl>https://a.test/b.jpg</additional_imageurl></product></products></mywebstore>"""

NESTED = """<shop><category name="x"><product><id>1</id><name>Cup</name>
<images><image>https://a.test/a.jpg</image><image>https://a.test/b.jpg</image></images>
<variants><variant><sku>a</sku></variant><variant><sku>b</sku></variant></variants>
</product></category></shop>"""

ATTRIBUTES = """<goods><product id="1" name="Cup" image="https://a.test/a.jpg"/>
<product id="2" name="Hat" image="https://a.test/b.jpg"/></goods>"""

UNKNOWN = """<dump><thing><sku>1</sku><name>Cup</name><photo src="https://a.test/a.jpg"/></thing>
<thing><sku>2</sku><name>Hat</name><photo src="https://a.test/b.jpg"/></thing></dump>"""

BOTH = ("https://a.test/a.jpg", "https://a.test/b.jpg")


@pytest.mark.parametrize(
    ("content", "first", "photos"),
    [
        (YML.encode("cp1251"), ("12", "Чашка"), BOTH),
        (HEUREKA, ("H1", "Hrnek"), BOTH),
        (SKROUTZ, ("12", "Κούπα"), BOTH),
        (NESTED, ("1", "Cup"), BOTH),
        (ATTRIBUTES, ("1", "Cup"), BOTH[:1]),
        (UNKNOWN, ("1", "Cup"), BOTH[:1]),
        (GOOGLE.encode("utf-16"), ("007", "Tee"), None),
    ],
    ids=["yml", "heureka", "skroutz", "nested", "attributes", "unknown", "utf-16"],
)
def test_other_shops_lists_are_read(
    tmp_path: Path, content: str | bytes, first: tuple[str, str], photos: tuple[str, ...] | None
) -> None:
    products, troubles = read(tmp_path, content)
    assert (products[0].id, products[0].title) == first
    assert photos in (products[0].photos, None)
    assert not troubles


@pytest.mark.parametrize(
    "content",
    [
        '<rss version="2.0"><channel><title>x</title><link>y</link></channel></rss>',
        "<products/>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>',
        "<a>text</a>",
    ],
)
def test_a_feed_without_products_is_empty(tmp_path: Path, content: str) -> None:
    assert refused(tmp_path, content).code == "catalogue.empty"


@pytest.mark.parametrize("end", ["<item><g:id>9</g:id>", "<item></wrong>", "<item>&nbsp;</item>"])
def test_products_before_the_place_where_it_breaks_are_read(tmp_path: Path, end: str) -> None:
    before, _, _ = GOOGLE.partition("</channel>")
    products, troubles = read(tmp_path, f"{before}\n\n{end}")
    assert [each.id for each in products] == ["007", "8"]
    assert [(str(each.code), each.row) for each in troubles] == [("catalogue.unreadable", 19)]


def test_what_is_no_xml_at_all_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "<rss>\n<channel>\n<<<")
    assert (error.code, error.where) == ("catalogue.unreadable", "feed.xml, line 3")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "definition",
    [
        f'[<!ENTITY l0 "ha">{LAUGHS}]',
        '[<!ENTITY l9 SYSTEM "file:///etc/passwd">]',
        '[<!ENTITY % l9 SYSTEM "http://a.test/x.dtd"> %l9;]',
        '[<!ATTLIST item id CDATA "1">]',
    ],
    ids=["billion laughs", "file", "parameter", "default"],
)
def test_entities_are_refused(tmp_path: Path, definition: str) -> None:
    content = f"<!DOCTYPE rss {definition}><rss><channel><item><id>&l9;</id></item></channel></rss>"
    assert is_feed(content.encode())
    error = refused(tmp_path, content)
    assert error.code == "catalogue.unreadable"
    assert "entities, which are refused" in error.message


def test_a_dtd_that_is_only_named_is_not_loaded_and_its_entities_are_unknown(
    tmp_path: Path,
) -> None:
    named = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a><item><id>1</id><name>&x;</name></item></a>'
    assert refused(tmp_path, named).code == "catalogue.unreadable"


def test_elements_in_one_another_are_bounded(tmp_path: Path) -> None:
    deep = f"<products><product><id>1</id>{'<a>' * 100_000}"
    error = refused(tmp_path, deep)
    assert (error.code, error.where) == ("catalogue.unreadable", "feed.xml, line 1")


def test_names_of_elements_are_bounded(tmp_path: Path) -> None:
    many = "".join(f"<a{n}/>" for n in range(60_000))
    products, troubles = read(tmp_path, f"<products><product><id>1</id></product>{many}</products>")
    assert [each.id for each in products] == ["1"]
    assert [str(each.code) for each in troubles] == ["catalogue.unreadable"]


def test_a_text_that_is_too_long_costs_its_product_alone(tmp_path: Path) -> None:
    long = f"<item><g:id>9</g:id><g:title>{'x' * 50_000_000}</g:title></item>"
    content = GOOGLE.replace("</item>", f"</item>\n{long}", 1)
    products, troubles = read(tmp_path, content)
    assert [each.id for each in products] == ["007", "8"]
    assert [(str(each.code), each.row) for each in troubles] == [("catalogue.cell_too_long", 16)]


def test_a_product_of_endless_elements_costs_itself_alone(tmp_path: Path) -> None:
    endless = "<item>" + "<g:id>9</g:id>" * 60_000 + "</item>"
    products, troubles = read(tmp_path, GOOGLE.replace("</item>", f"</item>{endless}", 1))
    assert [each.id for each in products] == ["007", "8"]
    assert [str(each.code) for each in troubles] == ["catalogue.cell_too_long"]


@pytest.mark.parametrize("long", ['<a b="{}"/>', "<!--{}-->", "<{}/>"])
def test_a_tag_that_cannot_be_held_ends_the_feed(tmp_path: Path, long: str) -> None:
    tag = long.format("x" * 10_000_000)
    products, troubles = read(tmp_path, GOOGLE.replace("</channel>", f"{tag}</channel>"))
    assert [each.id for each in products] == ["007", "8"]
    assert [str(each.code) for each in troubles] == ["catalogue.cell_too_long"]


@pytest.mark.parametrize("name", ["no-such-thing", "shift_jis", "utf-7"])
def test_an_encoding_that_is_not_read_is_refused(tmp_path: Path, name: str) -> None:
    error = refused(
        tmp_path, f'<?xml version="1.0" encoding="{name}"?><a><item><id>1</id></item></a>'
    )
    assert error.code in ("catalogue.encoding", "catalogue.unreadable")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"<?xml version='1.0'?><rss>", True),
        (b"\xef\xbb\xbf<!-- made by us -->\n<SHOP>", True),
        (b"<g:products xmlns:g='x'>", True),
        (b"<!doctype html><html>", False),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C'><html lang='en'>", False),
        (b'<p>Hi</p><script type="application/ld+json">', False),
        (b"id,title\n1,<b>x</b>", False),
        (b"{}", False),
        (b"", False),
        (b"<>", False),
        (b"<svg xmlns='x'>", False),
    ],
)
def test_a_feed_is_told_by_its_beginning(head: bytes, said: bool) -> None:
    assert is_feed(head) is said


def told(path: Path) -> str:
    """Return the code that a file is refused with, if it is."""
    try:
        list(open_feed(path, {}).products())
    except SkuscribeError as error:
        return str(error.code)
    return "catalogue."


@given(st.binary(max_size=300) | st.text(alphabet="<>/ab &;!-[]'\"=?\n", max_size=300))
def test_any_bytes_are_a_feed_or_refused_with_a_code(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | str
) -> None:
    path = written(tmp_path_factory.getbasetemp(), content)
    is_feed(path.read_bytes())
    assert told(path).startswith("catalogue.")
