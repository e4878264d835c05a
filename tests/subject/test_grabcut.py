"""GrabCut on any ground: led by attention, the same each time, never surer than it may be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import build
from skuscribe.subject.grabcut import separate

EVEN = np.ones((16, 16), np.float32)


def blob(x: int, y: int, size: tuple[int, int] = (120, 160), radius: int = 32) -> np.ndarray:
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]]
    return np.asarray((columns - x) ** 2 + (rows - y) ** 2 <= radius**2)


def busy(mask: np.ndarray, colour: tuple[int, int, int] = (225, 40, 60)) -> NDArray[np.uint8]:
    """A thing of one colour on a restless green ground."""
    ground = np.random.default_rng(3).integers(40, 140, (*mask.shape, 3)) * (0.4, 1.0, 0.5)
    return np.where(mask[..., None], colour, ground).astype(np.uint8)


def test_one_thing_of_its_own_colour_is_separated() -> None:
    mask = blob(80, 60)
    found = separate(busy(mask), EVEN)
    assert found.method == "grabcut"
    assert (found.mask & mask).sum() / (found.mask | mask).sum() > 0.9
    assert 0.25 < found.confidence < 0.9


@pytest.mark.parametrize("x", [30, 80])
def test_a_thing_is_surer_the_more_of_the_attention_it_has(x: int) -> None:
    mask = blob(x, 60, radius=24)
    looks = (mask.astype(np.float32), EVEN, blob(140, 60, radius=15).astype(np.float32))
    on, evenly, off = (separate(busy(mask), attention).confidence for attention in looks)
    assert on > evenly + 0.1
    assert evenly > off


@pytest.mark.parametrize("value", [0, 90, 255])
def test_one_colour_throughout_gives_nothing_to_believe(value: int) -> None:
    assert separate(np.full((100, 140, 3), value, np.uint8), EVEN).confidence < 0.25


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (8, 8), (7, 200), (16, 800)])
def test_tiny_and_narrow_photos_give_a_mask_of_their_size(size: tuple[int, int]) -> None:
    found = separate(build.noise(size[1], size[0]), EVEN)
    assert found.mask.shape == size
    assert 0 <= found.confidence <= 1


def test_attention_of_nothing_at_all_is_no_division_by_zero() -> None:
    found = separate(busy(blob(80, 60)), np.zeros((16, 16), np.float32))
    assert np.isfinite(found.confidence)
    assert found.mask.any()


def test_the_same_photo_is_cut_the_same_whatever_was_cut_before() -> None:
    pixels = busy(blob(80, 60))
    first = separate(pixels, EVEN)
    separate(build.noise(90, 70), EVEN)
    again = separate(pixels, EVEN)
    assert (first.mask == again.mask).all()
    assert first.confidence == again.confidence


def test_the_photo_and_the_attention_are_left_as_they_were() -> None:
    pixels, attention = busy(blob(80, 60)), EVEN.copy()
    before = pixels.copy()
    separate(pixels, attention)
    assert (pixels == before).all()
    assert (attention == EVEN).all()


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_noise_is_never_a_sure_product(seed: int, width: int, height: int) -> None:
    attention = np.random.default_rng(seed).random((5, 7)).astype(np.float32)
    found = separate(build.noise(width, height, seed), attention)
    assert found.mask.shape == (height, width)
    assert 0 <= found.confidence <= 0.8
