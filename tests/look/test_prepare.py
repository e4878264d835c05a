"""Preparation keeps the whole photo, its proportions and the trunk's normalisation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from skuscribe.look.prepare import Frame, frame_of, letterbox, prepare


@given(st.integers(16, 4000), st.integers(16, 4000))
def test_the_frame_fits_and_keeps_the_proportions(width: int, height: int) -> None:
    frame = frame_of(width, height, 260)
    assert max(frame.width, frame.height) == 260
    assert 0 <= frame.left <= 260 - frame.width
    assert 0 <= frame.top <= 260 - frame.height
    if min(frame.width, frame.height) > 20:
        assert frame.width / frame.height == pytest.approx(width / height, rel=0.05)


def test_what_the_photo_leaves_free_is_white() -> None:
    square = letterbox(np.zeros((50, 100, 3), np.uint8), 260)
    assert square[:60].min() == 255
    assert square[130].max() == 0
    assert square.shape == (260, 260, 3)


def test_values_are_normalised_as_the_trunk_was_trained() -> None:
    tensor = prepare(np.full((64, 64, 3), (255, 127, 0), np.uint8), 260)
    assert tensor.shape == (3, 260, 260)
    assert tensor.dtype == np.float32
    assert tensor[:, 130, 130] == pytest.approx([1.0, 0.0, -127 / 128])


@pytest.mark.parametrize("size", [(16, 16), (16, 800), (800, 16), (1, 1), (1600, 1200)])
def test_photos_of_any_shape_become_the_same_square(size: tuple[int, int]) -> None:
    tensor = prepare(build.noise(*size), 64)
    assert tensor.shape == (3, 64, 64)
    assert tensor.flags["C_CONTIGUOUS"]
    assert -1 <= tensor.min() <= tensor.max() <= 1


def test_small_photos_are_enlarged_to_fill_the_square() -> None:
    assert letterbox(np.zeros((20, 40, 3), np.uint8), 100)[50].max() == 0
    assert frame_of(20, 40, 100) == Frame(25, 0, 50, 100)


def test_a_fine_pattern_is_averaged_and_does_not_alias() -> None:
    lines = np.zeros((576, 576, 3), np.uint8)
    lines[::3] = 255
    assert letterbox(lines, 64).astype(int) == pytest.approx(np.full((64, 64, 3), 85), abs=1)
    narrow = letterbox(lines[:512, :512], 64).astype(int)
    assert np.ptp(narrow[..., 0]) <= 40


def test_channels_stay_red_green_blue_and_upright() -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:32, :, 0] = 255
    tensor = prepare(pixels, 64)
    assert (tensor[0, :30] == 1).all()
    assert (tensor[0, 34:] < 0).all()
    assert (tensor[1:] < 0).all()


@given(st.integers(16, 300), st.integers(16, 300), st.integers(32, 128))
@settings(max_examples=40, deadline=None)
def test_turning_the_photo_turns_the_square(width: int, height: int, size: int) -> None:
    frame, turned = frame_of(width, height, size), frame_of(height, width, size)
    assert (frame.left, frame.width) == (turned.top, turned.height)
    assert (frame.top, frame.height) == (turned.left, turned.width)


def test_the_photo_is_left_as_it_was() -> None:
    pixels = build.noise(90, 50)
    before = pixels.copy()
    prepare(pixels, 64)
    assert (pixels == before).all()
