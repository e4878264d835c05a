"""Lines of any engine: noise dropped, in reading order, bounded, safe, and in the photo."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.attributes.scene import Scene
from skuscribe.attributes.text.lines import (
    LONGEST_LINE,
    MOST_LINES,
    NOISE,
    read_lines,
    read_text,
    reading_order,
    seen_lines,
)
from skuscribe.record.stations import Look, Photo, Polygon, Subject, TextLine

PIXELS = np.full((40, 40, 3), 7, np.uint8)
PHOTO = Photo("a", "", 40, 40, PIXELS, PIXELS, None, ())


def corners(x: float, y: float, width: float = 0.2, height: float = 0.05) -> Polygon:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def line(text: str, x: float = 0.1, y: float = 0.1, confidence: float = 0.9) -> TextLine:
    return TextLine(text, confidence, corners(x, y))


class Engine:
    """Answers with lines, or fails as it is told."""

    version = "fake 1"

    def __init__(self, lines: list[TextLine], failure: Exception | None = None) -> None:
        self.lines, self.failure = lines, failure
        self.asked: list[np.ndarray] = []

    def read(self, pixels: np.ndarray) -> list[TextLine]:
        self.asked.append(pixels)
        if self.failure is not None:
            raise self.failure
        return self.lines


def words(lines: list[TextLine]) -> list[str]:
    return [each.text for each in seen_lines(lines)[0]]


@pytest.mark.parametrize(
    ("confidence", "kept"), [(NOISE, True), (0.299, False), (-1.0, False), (float("inf"), False)]
)
def test_the_noise_floor_is_exact_and_numbers_must_be_numbers(
    confidence: float, kept: bool
) -> None:
    assert bool(words([line("NORD", confidence=confidence)])) == kept


def test_a_confidence_beyond_one_is_one() -> None:
    ((only,), problems) = seen_lines([line("NORD", confidence=1.7)])
    assert (only.confidence, problems) == (1.0, ())


def test_a_line_without_a_place_or_without_visible_text_is_dropped() -> None:
    assert words([TextLine("NORD", 0.9, ()), line("\u200b\u202e"), line(" \t"), line("PEAK")]) == [
        "PEAK"
    ]


def test_text_is_made_safe_and_keeps_its_words() -> None:
    assert words([line("  NORD\n\u202ePEAK\0 e\u0301t\u00e9 ")]) == ["NORD PEAK \u00e9t\u00e9"]


def test_rows_are_read_left_to_right_though_they_slant_a_little() -> None:
    slanted = [line("c", 0.7, 0.14), line("a", 0.1, 0.1), line("b", 0.4, 0.12), line("d", 0.1, 0.3)]
    assert [each.text for each in reading_order(slanted)][-1] == "d"
    near = [line("b", 0.4, 0.12), line("a", 0.1, 0.1), line("d", 0.1, 0.3)]
    assert [each.text for each in reading_order(near)] == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("apart", "order"), [(0.024, ["left", "right"]), (0.026, ["right", "left"])]
)
def test_lines_within_half_a_height_are_one_row(apart: float, order: list[str]) -> None:
    lines = [line("right", 0.6, 0.1), line("left", 0.1, 0.1 + apart)]
    assert [each.text for each in reading_order(lines)] == order


@given(st.integers(0, 2**32 - 1))
def test_the_engines_order_does_not_matter(seed: int) -> None:
    page = [line(f"{row}{column}", column / 4, row / 8) for row in range(5) for column in range(3)]
    mixed = random.Random(seed).sample(page, len(page))  # noqa: S311 - no secret
    assert reading_order(mixed) == page


@given(st.lists(st.tuples(st.floats(-1, 2), st.floats(-1, 2)), max_size=30))
def test_ordering_loses_and_adds_nothing(places: list[tuple[float, float]]) -> None:
    lines = [line(str(number), x, y) for number, (x, y) in enumerate(places)]
    assert sorted(each.text for each in reading_order(lines)) == sorted(each.text for each in lines)


@pytest.mark.parametrize(
    ("count", "kept", "problems"),
    [(MOST_LINES, MOST_LINES, ()), (MOST_LINES + 1, MOST_LINES, ("text.truncated",))],
)
def test_the_number_of_lines_is_bounded_and_the_topmost_stay(
    count: int, kept: int, problems: tuple[str, ...]
) -> None:
    lines = [line(f"row {n}", y=n / 100) for n in reversed(range(count))]
    found, told = seen_lines(lines)
    assert [each.text for each in found] == [f"row {n}" for n in range(kept)]
    assert told == problems


@pytest.mark.parametrize(
    ("length", "problems"),
    [(LONGEST_LINE, ()), (LONGEST_LINE + 1, ("text.truncated",))],
)
def test_the_length_of_a_line_is_bounded_to_the_character(
    length: int, problems: tuple[str, ...]
) -> None:
    ((only,), told) = seen_lines([line("x" * length)])
    assert len(only.text) == LONGEST_LINE
    assert told == problems


def test_white_space_around_a_line_of_full_length_is_no_cut() -> None:
    assert seen_lines([line("  " + "x" * LONGEST_LINE + " " * 50)])[1] == ()


def test_noise_is_not_counted_among_the_lines() -> None:
    noise = [line("?", confidence=0.1) for _ in range(1000)]
    assert seen_lines([*noise, line("NORD")])[1] == ()


@given(
    st.lists(
        st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True)), min_size=1, max_size=6
    )
)
def test_polygons_are_clamped_to_the_photo_whatever_the_engine_says(
    polygon: list[tuple[float, float]],
) -> None:
    found, _ = seen_lines([TextLine("NORD", 0.9, tuple(polygon))])
    for each in found:
        assert len(each.polygon) == len(polygon)
        assert all(0 <= value <= 1 for point in each.polygon for value in point)


@pytest.mark.parametrize(
    "failure", [RuntimeError("out of ink"), MemoryError(), KeyError("rec"), ValueError()]
)
def test_whatever_an_engine_raises_is_told_by_one_code(failure: Exception) -> None:
    assert read_lines(Engine([line("NORD")], failure), PHOTO) == ((), ("ocr.failed",))


def test_the_engine_is_shown_the_photos_pixels_once() -> None:
    engine = Engine([line("NORD")])
    (only,), problems = read_lines(engine, PHOTO)
    assert (only.text, problems) == ("NORD", ())
    (asked,) = engine.asked
    assert asked is PHOTO.pixels


def test_a_failure_on_one_photo_is_not_one_on_the_next() -> None:
    engine = Engine([line("NORD")], RuntimeError())
    read_lines(engine, PHOTO)
    engine.failure = None
    assert read_lines(engine, PHOTO)[1] == ()


@pytest.mark.parametrize(
    ("lettering", "read_all", "read"),
    [(None, False, True), (0.5, False, True), (0.49, False, False), (0.49, True, True)],
)
def test_a_photo_without_text_is_passed_over_unless_all_are_read(
    lettering: float | None, read_all: bool, read: bool
) -> None:
    look = Look((), np.ones((1, 1), np.float32), np.ones(1, np.float32), lettering=lettering)
    subject = Subject(np.ones((1, 1), np.bool_), (), (), (), (0.0, 0.0, 1.0, 1.0), 0.0, "alpha")
    found = read_text(Engine([line("NORD")]), Scene(PHOTO, look, subject), read_all)
    assert bool(found[0]) == read
