"""The picture and the page of products made by hand: what they show, and that they stay whole."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import made
from drawn import draw, on_page
from skuscribe.card.gallery import THUMBNAIL, render_gallery
from skuscribe.card.lettering import shown
from skuscribe.card.picture import (
    DIMMED,
    DOUBT,
    HEAT,
    MARGIN,
    MARK,
    OUTLINE,
    PANEL,
    TEXT_BOX,
    WIDTH,
    png_of,
)
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.tagger import Tagged

Found = list[tuple[str, dict[str, str]]]


def pixels_of(tagged: Tagged) -> NDArray[np.uint8]:
    return np.asarray(draw(tagged))


def count(pixels: NDArray[np.uint8], colour: str) -> int:
    return int((pixels == tuple(bytes.fromhex(colour[1:]))).all(axis=2).sum())


def test_a_picture_is_as_wide_as_ever_and_as_high_as_it_needs() -> None:
    plain = draw(made.tagged())
    many = draw(made.tagged(facts={f"key {n}": "many words " * 12 for n in range(9)}))
    assert (plain.mode, plain.width, many.width) == ("RGB", WIDTH, WIDTH)
    assert MARGIN + PANEL * 3 // 4 < plain.height < many.height


def test_a_picture_ends_in_white_below_its_words() -> None:
    for tagged in (made.tagged(), made.tagged(facts={"note": "many words " * 60})):
        assert (pixels_of(tagged)[-MARGIN // 2 :] == 255).all()


def test_a_picture_keeps_its_words_off_the_right_edge() -> None:
    facts = {"name": "many long words " * 9, "note": "many words " * 40}
    assert (pixels_of(made.tagged(facts=facts))[:, -MARGIN + 2 :] == 255).all()


def test_every_main_colour_has_its_swatch() -> None:
    paint = made.colours((made.RED, 0.5), (made.BLUE, 0.3), (made.WHITE, 0.2))
    tagged = made.tagged(made.seen(paint=paint))
    assert len(tagged.record.attributes) == 3
    for attribute in tagged.record.attributes:
        swatch = attribute.evidence.swatch
        assert swatch is not None
        assert count(pixels_of(tagged), swatch.hex) > 1500


def test_a_colour_that_is_not_clear_has_no_swatch() -> None:
    tagged = made.tagged(made.seen(subject=0.1))
    swatch = tagged.record.attributes[0].evidence.swatch
    assert swatch is not None
    assert count(pixels_of(tagged), swatch.hex) == 0


def test_text_is_boxed_where_there_is_some() -> None:
    assert count(pixels_of(made.tagged()), TEXT_BOX) == 0
    boxed = pixels_of(made.tagged(made.seen(lines=[made.line("HYGGE")])))
    assert count(boxed[: MARGIN + PANEL, : MARGIN + PANEL], TEXT_BOX) > 400


def test_the_outline_is_drawn_where_the_product_is() -> None:
    photo = pixels_of(made.tagged())[MARGIN : MARGIN + PANEL * 3 // 4, MARGIN : MARGIN + PANEL]
    drawn = (photo == tuple(bytes.fromhex(OUTLINE[1:]))).all(axis=2)
    rows, columns = np.nonzero(drawn)
    assert (columns.min() / PANEL, columns.max() / PANEL) == pytest.approx((0.2, 0.8), abs=0.01)
    assert (rows.min(), rows.max()) == pytest.approx((84, 336), abs=4)


def test_doubts_are_written_in_their_own_colour() -> None:
    assert count(pixels_of(made.tagged()), DOUBT) == 0
    assert count(pixels_of(made.tagged(made.seen(sure=0.3))), DOUBT) > 50


def test_the_heat_map_is_brighter_where_the_network_looked() -> None:
    below = MARGIN + PANEL * 3 // 4 + 16
    heat = pixels_of(made.tagged())[below + 20 : below + 60, MARGIN : MARGIN + HEAT]
    assert heat[:, :40].mean() > heat[:, -40:].mean() + 50


@pytest.mark.parametrize("text", ["日本語", "👩‍🍳", "\u00a0", "{{7*7}}", "a" * 900, "ﷺ"])
def test_words_the_font_lacks_or_cannot_break_do_not_stop_a_picture(text: str) -> None:
    tagged = made.tagged(id=text, facts={"note": text + "x", "brand": text + "y"})
    assert draw(tagged).width == WIDTH


def test_a_product_without_any_words_is_drawn_with_its_id() -> None:
    tagged = made.tagged(made.seen("cup", "hat", "pen", sure=0.4, subject=0.1))
    assert tagged.record.description.title == ""
    assert draw(tagged).height > PANEL * 3 // 4


class Page(HTMLParser):
    """Every element with its attributes, and all text outside styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: Found = []
        self.text = ""
        self.feed(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, kind: str = "") -> list[dict[str, str]]:
        found = [each for name, each in self.elements if name == tag]
        return [each for each in found if not kind or kind in each.values()]


def page_of(*tagged: Tagged, failures: tuple[tuple[str, SkuscribeError], ...] = ()) -> Page:
    return Page(render_gallery([on_page(each) for each in tagged], failures))


def image_of(url: str) -> Image.Image:
    kind, content = url.split(",", 1)
    assert kind in ("data:image/jpeg;base64", "data:image/png;base64")
    return Image.open(io.BytesIO(base64.b64decode(content, validate=True)))


def test_a_page_counts_its_products_and_those_to_look_at() -> None:
    page = page_of(made.tagged(), made.tagged(made.seen(sure=0.3)), made.tagged())
    assert "3 products" in page.text
    assert "1 ask for a second look." in page.text
    assert len(page.all("article")) == 3


def test_a_page_lists_what_could_not_be_read_with_its_code() -> None:
    failure = SkuscribeError(ErrorCode.PHOTO_EMPTY, "no bytes")
    page = page_of(made.tagged(), failures=(("b.jpg", failure),))
    assert "1 could not be read" in page.text
    assert "b.jpg: no bytes (photo.empty)" in page.text


def test_a_page_without_failures_does_not_speak_of_any() -> None:
    assert "could not be read" not in page_of(made.tagged()).text.lower()


def test_a_page_of_failures_alone_is_whole() -> None:
    failure = SkuscribeError(ErrorCode.PHOTO_EMPTY)
    page = page_of(failures=(("a.jpg", failure), ("b.jpg", failure)))
    assert "0 products" in page.text
    assert page.text.count("(photo.empty)") == 2


def test_the_three_drawings_can_be_put_on_and_off_and_heat_is_off_at_first() -> None:
    boxes = {each["id"]: "checked" in each for each in page_of(made.tagged()).all("input")}
    assert boxes == {"veil": True, "outlines": True, "texts": True, "heat": False}


def test_a_toggle_hides_its_drawing_without_a_script() -> None:
    page = render_gallery([on_page(made.tagged(made.seen(lines=[made.line("HYGGE")])))])
    drawn = [*Page(page).all("polygon"), *Page(page).all("img")]
    classes = {each["class"] for each in drawn if "class" in each}
    assert classes == {"outline", "text", "heat", "veil"}
    for name, of in (
        *(("veil", "veil"), ("outlines", "outline")),
        *(("texts", "text"), ("heat", "heat")),
    ):
        assert f"body:not(:has(#{name}:checked)) .{of}" in page
    assert "<script" not in page


def test_a_photo_has_the_description_for_those_who_cannot_see_it() -> None:
    photo, veil, heat = page_of(made.tagged()).all("img")
    assert veil["alt"] == ""
    assert photo["alt"] == "A red cup."
    assert heat["alt"] == ""


def test_a_photo_that_nothing_is_known_of_is_named_by_its_id() -> None:
    page = page_of(made.tagged(made.seen("cup", "hat", "pen", sure=0.4, subject=0.1), id="SKU 9"))
    assert page.all("img")[0]["alt"] == "SKU 9"
    assert "Not recognised" in page.text
    assert "Colours: not clear" in page.text


def test_photo_and_heat_are_in_the_page_and_the_heat_is_in_its_transparency() -> None:
    photo, _, heat = (image_of(each["src"]) for each in page_of(made.tagged()).all("img"))
    assert (photo.format, photo.size) == ("JPEG", (40, 30))
    assert max(photo.size) <= THUMBNAIL
    alpha = np.asarray(heat)[..., 3]
    assert heat.size == (8, 6)
    assert (alpha[:, :4] == 210).all()
    assert (alpha[:, 4:] == 0).all()


def test_nothing_on_a_page_leads_out_of_it() -> None:
    facts = {"note": "https://example.org", "brand": "//example.org"}
    page = page_of(made.tagged(facts=facts))
    for tag, attributes in page.elements:
        assert tag not in ("a", "link", "script", "iframe", "form", "base", "object")
        assert not {"href", "srcset", "action", "onload", "onerror"} & set(attributes)
        assert attributes.get("src", "data:").startswith("data:")
    policy = page.all("meta", "Content-Security-Policy")[0]["content"]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@pytest.mark.parametrize(
    "text", ["<b onclick=x>", "'\"><svg/onload=x>", "</title><script>x</script>", "&lt;b&gt;"]
)
def test_hostile_words_are_shown_as_they_are_and_make_no_element(text: str) -> None:
    lines = [made.line(text)]
    facts = {"brand": text, text: text}
    failure = SkuscribeError(ErrorCode.PHOTO_EMPTY, text, where=text)
    tagged = made.tagged(made.seen(lines=lines), id=text, facts=facts)
    hostile = page_of(tagged, failures=((text, failure),))
    words = {"brand": "word", "word": "word"}
    calm = made.tagged(made.seen(lines=[made.line("word")]), id="word", facts=words)
    tame = page_of(calm, failures=(("word", failure),))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in tame.elements]
    assert hostile.text.count(text) >= 6


def test_each_claim_has_its_row_with_its_grounds() -> None:
    tagged = made.tagged(facts={"material": "clay"})
    page = page_of(tagged)
    assert len(page.all("tr")) == len(tagged.record.description.claims)
    assert "Material: clay/facts/0" in re.sub(r"\s+", " ", page.text)


def test_a_tall_card_is_as_tall_as_its_words() -> None:
    facts = {f"key {n}": "many words " * 90 for n in range(9)}
    pixels = pixels_of(made.tagged(facts=facts))
    assert len(pixels) > 2000
    assert (pixels[-MARGIN + 2 :] == 255).all()
    assert (pixels[2100:-MARGIN].min(axis=(1, 2)) < 128).any()
    assert pixels[:, 2:10].min() == 255


def test_a_word_wider_than_its_column_is_cut_into_lines() -> None:
    pixels = pixels_of(made.tagged(facts={"care": "x" * 300}))
    assert (pixels[:, -MARGIN + 2 :] == 255).all()


def test_a_picture_card_carries_the_mark_of_this_program() -> None:
    content = png_of(draw(made.tagged()))
    assert MARK in content[:200]
    assert MARK in render_gallery([]).encode()[:2000]


LATIN = "äöüßåéèêëàâçñõãøæœłżźśćńąęěščřžýáíóúůďťňőűğışİșțđħķļņģāēīūėįųŵŷẞ€£¥°½×–—“”„‘’…·"


def test_the_letters_of_every_latin_language_are_drawn() -> None:
    assert shown(LATIN + LATIN.upper()) == LATIN + LATIN.upper()
    assert shown("漢") == "?"


def test_the_ground_is_dimmed_and_the_product_is_not() -> None:
    photo = pixels_of(made.tagged())[MARGIN : MARGIN + PANEL * 3 // 4, MARGIN : MARGIN + PANEL]
    assert photo[210, 280].tolist() == [128, 128, 128]
    faded = round((1 - DIMMED) * 128 + DIMMED * 255)
    assert photo[20, 20].tolist() == pytest.approx([faded] * 3, abs=1)


def test_the_veil_lies_on_the_ground_alone() -> None:
    _, veil, _ = (image_of(each["src"]) for each in page_of(made.tagged()).all("img"))
    alpha = np.asarray(veil)[..., 3]
    assert alpha[15, 20] == 0
    assert alpha[1, 1] == round(255 * DIMMED)
