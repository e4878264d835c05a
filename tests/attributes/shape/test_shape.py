"""Shape words are said only of clear outlines, and only of products that keep their shape."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from made import case
from skuscribe.attributes.scene import Scene
from skuscribe.attributes.shape.attribute import meaningful_labels, measure, settle
from skuscribe.attributes.shape.outline import measure_outline
from skuscribe.attributes.shape.words import RULES, word_of
from skuscribe.record.model import Attribute
from skuscribe.record.stations import Look, Photo, Subject
from skuscribe.taxonomy.words import words

Mask = NDArray[np.bool_]


def drawn(paint: Callable[[ImageDraw.ImageDraw], object], turn: float = 0) -> Mask:
    image = Image.new("L", (500, 500))
    paint(ImageDraw.Draw(image))
    return np.asarray(image.rotate(turn)) > 127


def polygon(*points: tuple[int, int]) -> Callable[[ImageDraw.ImageDraw], object]:
    return lambda draw: draw.polygon(points, fill=255)


def word(mask: Mask) -> str | None:
    measures = measure_outline(mask)
    found = word_of(measures) if measures else None
    return found.word if found else None


def box(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    draw.rectangle(
        (250 - width // 2, 250 - height // 2, 250 + width // 2, 250 + height // 2), fill=255
    )


STAR = [
    (250 + round(r * math.sin(i * math.pi / 5)), 250 - round(r * math.cos(i * math.pi / 5)))
    for i, r in enumerate([200, 80] * 5)
]


@pytest.mark.parametrize("turn", [0, 17, 45])
@pytest.mark.parametrize(
    ("paint", "expected"),
    [
        (lambda draw: draw.ellipse((120, 120, 380, 380), fill=255), "round"),
        (lambda draw: draw.ellipse((80, 160, 420, 340), fill=255), "oval"),
        (lambda draw: box(draw, 260, 260), "square"),
        (lambda draw: box(draw, 320, 150), "rectangular"),
        (polygon((250, 100), (400, 380), (100, 380)), "triangular"),
        (polygon(*STAR), None),
        (polygon((100, 100), (200, 100), (200, 300), (400, 300), (400, 400), (100, 400)), None),
        (polygon((150, 120), (350, 120), (430, 380), (70, 380)), None),
    ],
    ids=["circle", "ellipse", "square", "rectangle", "triangle", "star", "L", "trapezium"],
)
def test_clear_outlines_get_their_word_and_others_none(
    paint: Callable[[ImageDraw.ImageDraw], object], expected: str | None, turn: float
) -> None:
    assert word(drawn(paint, turn)) == expected


@given(st.integers(12, 240))
@settings(max_examples=40, deadline=None)
def test_a_circle_is_round_at_any_size(radius: int) -> None:
    edge = (250 - radius, 250 - radius, 250 + radius, 250 + radius)
    assert word(drawn(lambda draw: draw.ellipse(edge, fill=255))) == "round"


def test_measures_of_a_circle() -> None:
    measures = measure_outline(drawn(lambda draw: draw.ellipse((100, 100, 400, 400), fill=255)))
    assert measures is not None
    assert measures.aspect == pytest.approx(1, abs=0.03)
    assert measures.extent == pytest.approx(math.pi / 4, abs=0.02)
    assert measures.circularity > 0.97
    assert measures.symmetry > 0.98
    assert measures.corners >= 7


def test_specks_are_not_measured() -> None:
    assert measure_outline(np.zeros((50, 50), np.bool_)) is None
    speck = np.zeros((50, 50), np.bool_)
    speck[4:8, 4:8] = True
    assert measure_outline(speck) is None


def subject(mask: Mask, confidence: float = 0.9) -> Subject:
    outline = ((0.1, 0.1), (0.9, 0.1), (0.5, 0.9))
    return Subject(mask, outline, (), (), (0, 0, 1, 1), confidence, "alpha")


def named(found: Subject, label: str | None) -> tuple[Attribute, ...]:
    """Measure and settle, as the pipeline does."""
    blank = np.zeros((*found.mask.shape, 3), np.uint8)
    photo = Photo("a", "", 500, 500, blank, blank, None, ())
    look = Look((), np.ones((1, 1), np.float32), np.ones(1, np.float32))
    return settle(measure(Scene(photo, look, found)), case(label, found))


def test_nobody_calls_a_dress_rectangular() -> None:
    mask = drawn(lambda draw: box(draw, 300, 140))
    assert named(subject(mask), "dress") == ()
    assert named(subject(mask), None) == ()
    (shape,) = named(subject(mask), "television")
    assert (shape.value, shape.state) == ("rectangular", "shown")
    assert shape.standard is not None
    assert shape.standard.value == "Rectangular"
    assert shape.evidence.measure is not None
    assert shape.evidence.measure["aspect"] == pytest.approx(2.14, abs=0.05)


def test_the_outline_of_one_piece_of_several_says_nothing() -> None:
    def pieces(draw: ImageDraw.ImageDraw) -> None:
        draw.ellipse((150, 150, 350, 350), fill=255)
        draw.rectangle((210, 0, 290, 120), fill=255)

    assert named(subject(drawn(pieces)), "wristwatch") == ()


def test_an_unclear_outline_is_unsure_and_carries_its_measures() -> None:
    (shape,) = named(subject(drawn(polygon(*STAR))), "television")
    assert (shape.value, shape.state) == ("", "unsure")
    assert shape.evidence.measure


def test_the_outline_of_an_uncertain_subject_is_not_trusted() -> None:
    assert named(subject(drawn(lambda d: box(d, 300, 140)), 0.3), "television") == ()


def test_the_labels_are_known_and_the_words_are_shopifys(data_root: object) -> None:
    import csv
    from pathlib import Path

    path = Path(str(data_root)) / "taxonomy" / "vocabulary.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    theirs = {row["name"] for row in rows if row["attribute_handle"] == "shape"}
    assert {shopify for _, shopify, _ in RULES} <= theirs
    assert meaningful_labels() <= {word.word for word in words().values()}
