"""Cards show what the record says, and show foreign text as text."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from drawn import draw, on_page
from skuscribe import Tagger
from skuscribe.card.gallery import render_gallery
from skuscribe.card.picture import OUTLINE, WIDTH
from skuscribe.card.terminal import failure_line, terminal_card
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.tagger import Tagged

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "[red]x[/y]"]


@pytest.fixture(scope="module")
def tagged(silent_tagger: Tagger, examples: Path) -> Tagged:
    return silent_tagger.see([examples / "mug.jpg"], {"brand": "Nordholm"}, "mug 1", glimpse=True)


def printed(thing: object) -> str:
    stream = io.StringIO()
    Console(file=stream, width=100).print(thing)
    return stream.getvalue()


def test_the_terminal_card_says_the_main_things(tagged: Tagged) -> None:
    card = printed(terminal_card(tagged.record))
    for words in ("mug 1", "mug · ", "blue", "Drinkware", "Nordholm"):
        assert words in card


def test_the_picture_card_shows_photo_outline_and_palette(tagged: Tagged) -> None:
    card = draw(tagged)
    pixels = np.asarray(card).reshape(-1, 3)
    outline = tuple(bytes.fromhex(OUTLINE[1:]))
    swatch = tagged.record.attributes[0].evidence.swatch
    assert swatch is not None
    assert card.width == WIDTH
    close = np.abs(pixels.astype(int) - outline).max(axis=1) < 80  # the line is softened
    assert close.sum() > 200
    assert (pixels == tuple(bytes.fromhex(swatch.hex[1:]))).all(axis=1).sum() > 800


def test_the_same_record_gives_the_same_picture(tagged: Tagged) -> None:
    assert draw(tagged).tobytes() == draw(tagged).tobytes()


class Tags(HTMLParser):
    """Collects what a browser would see as elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_is_inert_on_the_page(
    silent_tagger: Tagger, examples: Path, text: str
) -> None:
    facts = {"brand": text, "note": text}
    tagged = silent_tagger.see([examples / "mug.jpg"], facts, text, glimpse=True)
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, text)

    tags = Tags()
    tags.feed(render_gallery([on_page(tagged)], [(text, error)]))

    assert "script" not in tags.names
    assert not {name for name in tags.attributes if name.startswith("on")}


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[2J\x07clear", "right\u202eleft"])
def test_foreign_text_is_inert_on_the_terminal(
    silent_tagger: Tagger, examples: Path, text: str
) -> None:
    record = silent_tagger.tag(examples / "mug.jpg", facts={"brand": text})
    shown = printed(terminal_card(record)) + printed(
        failure_line(SkuscribeError(ErrorCode.PHOTO_EMPTY, text, where=text))
    )
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    if text.startswith("[red]"):
        assert text in shown


def test_the_page_stands_alone(tagged: Tagged) -> None:
    page = render_gallery([on_page(tagged)])
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert "<polygon" in page
