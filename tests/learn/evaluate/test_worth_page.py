"""The page of figures stands alone, runs nothing, and shows hostile words as words."""

from __future__ import annotations

import base64
import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

import build
from skuscribe.learn.evaluate.figures import figures_of
from skuscribe.learn.evaluate.labelled import Labelled
from skuscribe.learn.evaluate.page import WORST, render_page
from skuscribe.learn.evaluate.predict import Prediction
from skuscribe.taxonomy.agreement import Agreement
from skuscribe.taxonomy.words import word_of

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"
VOID = {"br", "img", "link", "meta"}


class Reader(HTMLParser):
    """What a browser would see: tags with attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    build.disc().save(path)
    return path


def mistaken(
    photo: Path, stated: str = "hat", confidence: float = 0.9, label: str = "mug", source: str = "s"
) -> Prediction:
    word = word_of("mug")
    assert word is not None
    labelled = Labelled(photo, label, word.path, source)
    return Prediction(labelled, stated, "leaf", "trained", confidence, Agreement.WRONG, (stated,))


def page_of(*predictions: Prediction, title: str = "shots", network: str = "n 1") -> str:
    return render_page(title, network, figures_of(predictions, {"mug"}), predictions)


def test_the_page_is_whole_and_every_tag_is_closed(photo: Path) -> None:
    page = page_of(mistaken(photo))
    read = Reader(page)
    assert page.startswith("<!doctype html>")
    assert read.open == []
    assert {"svg", "table", "h1", "img"} <= {tag for tag, _ in read.tags}


def test_the_page_fetches_nothing_and_runs_nothing(photo: Path) -> None:
    page = page_of(*(mistaken(photo, confidence=n / 10) for n in range(10)))
    read = Reader(page)
    assert not re.search(r"https?://|url\(|@import|javascript:", page)
    assert not {tag for tag, _ in read.tags} & {"script", "link", "iframe", "object", "base"}
    for _, attributes in read.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("src") or "data:image/").startswith("data:image/")
    policies = [a["content"] for t, a in read.tags if t == "meta" and "http-equiv" in a]
    assert policies == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


def test_hostile_words_are_shown_as_words(photo: Path) -> None:
    everything = mistaken(photo, stated=HOSTILE, label=HOSTILE, source=HOSTILE)
    read = Reader(page_of(everything, title=HOSTILE, network=HOSTILE))
    assert read.open == []
    assert "script" not in {tag for tag, _ in read.tags}
    assert all(set(a) <= {"src", "alt"} for tag, a in read.tags if tag == "img")
    assert len([tag for tag, _ in read.tags if tag == "img"]) == 1
    assert "".join(read.text).count(HOSTILE) >= 6  # title, heading, network, source, words


def test_the_worst_mistakes_are_shown_as_small_pictures(photo: Path) -> None:
    page = page_of(mistaken(photo, "banana", 0.61), mistaken(photo, "hat", 0.97))
    read = Reader(page)
    pictures = [str(a["src"]) for tag, a in read.tags if tag == "img"]
    shown = page[page.index("The worst mistakes") :]
    assert shown.index("97.0 %") < shown.index("61.0 %")
    assert len(pictures) == 2
    content = base64.b64decode(pictures[0].removeprefix("data:image/jpeg;base64,"), validate=True)
    with Image.open(io.BytesIO(content)) as image:
        assert max(image.size) == 200


def test_only_so_many_mistakes_are_shown(photo: Path) -> None:
    page = page_of(*[mistaken(photo)] * (WORST + 3))
    assert page.count("<img ") == WORST


def test_a_pictures_metadata_do_not_come_along(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    build.disc().save(path, exif=build.exif(1), comment=b"somebody lives here")
    page = page_of(mistaken(path))
    picture = re.search(r"base64,([^\"]+)", page)
    assert picture is not None
    content = base64.b64decode(picture[1])
    assert b"Exif" not in content
    assert b"lives here" not in content
    assert str(tmp_path) not in page


def test_without_a_mistake_there_is_no_such_part(examples: Path, tmp_path: Path) -> None:
    path = tmp_path / "mug.jpg"
    shutil.copy(examples / "mug.jpg", path)
    labelled = Labelled(path, "mug", ("a",), "s")
    page = page_of(Prediction(labelled, "mug", "leaf", "trained", 0.9, Agreement.MATCH, ("mug",)))
    assert "The worst mistakes" not in page
    assert "Taken for another" not in page


@pytest.mark.parametrize("failed", [False, True])
def test_a_page_of_nothing_is_a_page(photo: Path, failed: bool) -> None:
    unread = Prediction(Labelled(photo, "mug", ("a",), "s"), error="photo.unreadable")
    page = page_of(*([unread] if failed else []))
    assert Reader(page).open == []
    assert ("1 that could not be read" in page) is failed


def test_unplaced_and_unread_photos_are_told_of(photo: Path) -> None:
    unread = Prediction(Labelled(photo, "mug", ("a",), "s"), error="photo.unreadable")
    unplaced = Prediction(Labelled(photo, "zorb", (), "s"), "hat", "leaf", "trained", 0.9)
    page = page_of(unread, unplaced, unplaced)
    assert "2 whose label does not" in page
    assert "1 that could not be read" in page


def test_equal_figures_make_equal_pages(photo: Path) -> None:
    predictions = [mistaken(photo), mistaken(photo, "banana")]
    assert page_of(*predictions) == page_of(*predictions)
