"""Of what stations hand on, the likeliest words and everything without pixels is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import made
from skuscribe.record.observed import SeenPhoto, vector_of
from skuscribe.record.seen import KEPT_FROM, KEPT_WORDS, seen_belief, seen_photo
from skuscribe.record.stations import Belief, Look, Photo, Polygon, Subject


def belief_of(probabilities: NDArray[np.float32], weight: float = 0.5) -> Belief:
    words = tuple(f"word {number}" for number in range(len(probabilities)))
    return Belief("trained", words, probabilities, weight)


masses = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=60).map(
    lambda each: np.array(each, np.float32) / max(1.0, float(sum(each)))
)


@given(masses)
def test_a_belief_keeps_its_likeliest_words_in_order(mass: NDArray[np.float32]) -> None:
    kept = seen_belief(belief_of(mass))
    assert list(kept.probabilities) == sorted(kept.probabilities, reverse=True)
    assert len(kept.words) == len(set(kept.words)) == len(kept.probabilities)
    for word, probability in zip(kept.words, kept.probabilities, strict=True):
        assert probability == pytest.approx(float(mass[int(word.split()[1])]), rel=6e-4)


@given(masses)
def test_a_belief_keeps_sixteen_words_and_all_that_are_likely_at_all(
    mass: NDArray[np.float32],
) -> None:
    kept = {int(word.split()[1]) for word in seen_belief(belief_of(mass)).words}
    assert len(kept) >= min(KEPT_WORDS, len(mass))
    assert {n for n, each in enumerate(mass) if each >= KEPT_FROM} <= kept


def test_a_sure_belief_of_many_words_is_kept_short() -> None:
    mass = np.full(157, 1e-6, np.float32)
    mass[40] = 0.99
    kept = seen_belief(belief_of(mass))
    assert len(kept.words) == KEPT_WORDS
    assert kept.words[0] == "word 40"


def test_a_belief_that_wavers_between_many_words_keeps_them_all() -> None:
    kept = seen_belief(belief_of(np.full(100, 0.01, np.float32)))
    assert len(kept.words) == 100
    assert sum(kept.probabilities) == pytest.approx(1)


def test_equally_likely_words_keep_the_order_of_the_vocabulary() -> None:
    mass = np.full(200, 0.001, np.float32)
    mass[100:] = 0.009
    kept = seen_belief(belief_of(mass))
    assert kept.words == tuple(f"word {n}" for n in (*range(100, 200), *range(100)))


@given(masses, st.floats(0, 1))
def test_what_is_kept_says_what_the_network_did_and_is_trusted_as_far(
    mass: NDArray[np.float32], weight: float
) -> None:
    kept = seen_belief(belief_of(mass, weight))
    assert kept.words[0] == f"word {int(mass.argmax())}"
    assert kept.weight == pytest.approx(weight, rel=6e-4)


def photo_of(
    belief: Belief, parts: tuple[Polygon, ...] = (), holes: tuple[Polygon, ...] = ()
) -> SeenPhoto:
    mask = np.zeros((30, 40), np.bool_)
    mask[6:24, 8:32] = True
    photo = Photo(
        "a.jpg",
        "0" * 64,
        400,
        300,
        np.zeros((30, 40, 3), np.uint8),
        np.zeros((30, 40, 3), np.uint8),
        None,
        ("photo.low_resolution",),
    )
    look = Look((belief,), np.ones((2, 2), np.float32), np.array([0.6, 0.8], np.float32))
    subject = Subject(mask, made.SQUARE, parts, holes, (0.2, 0.2, 0.6, 0.6), 0.75, "grabcut")
    text = ((made.line("HYGGE"),), ("text.truncated",))
    return seen_photo(photo, look, subject, {"colour": {"subject": []}}, text, 2)


def test_a_photo_keeps_what_it_is_and_what_is_doubtful_about_it() -> None:
    kept = photo_of(belief_of(np.ones(1, np.float32)))
    assert (kept.info.name, kept.info.width, kept.info.height) == ("a.jpg", 400, 300)
    assert kept.info.problems == ("photo.low_resolution",)
    assert kept.text_problems == ("text.truncated",)


def test_a_photo_keeps_where_the_product_is_piece_by_piece() -> None:
    part = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1))
    hole = ((0.4, 0.4), (0.5, 0.4), (0.5, 0.5))
    subject = photo_of(belief_of(np.ones(1, np.float32)), (part,), (hole,)).subject
    assert subject.photo == 2
    assert (subject.outline, subject.parts, subject.holes) == (made.SQUARE, (part,), (hole,))
    assert (subject.method, subject.confidence) == ("grabcut", 0.75)
    assert subject.share == pytest.approx(18 * 24 / 1200)


def test_a_photo_keeps_measures_lines_and_the_vector() -> None:
    kept = photo_of(belief_of(np.ones(1, np.float32)))
    assert kept.measures == {"colour": {"subject": []}}
    assert [line.text for line in kept.lines] == ["HYGGE"]
    assert vector_of(kept.embedding) == pytest.approx([0.6, 0.8], abs=1e-3)


def test_a_photo_keeps_no_pixels() -> None:
    kept = photo_of(belief_of(np.ones(1, np.float32))).model_dump_json()
    assert "pixels" not in kept
    assert "mask" not in kept
    assert "attention" not in kept
