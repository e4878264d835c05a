"""Preparation keeps the whole photo, its proportions and the trunk's normalisation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.look.prepare import frame_of, letterbox, prepare


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
