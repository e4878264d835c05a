"""The cleaning that all proposals share: specks go, gaps close, threads are dropped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from skuscribe.subject.proposal import border, closed, largest_parts


def blocks(*sides: int) -> np.ndarray:
    """Squares of these sides, side by side with a gap."""
    mask = np.zeros((70, 70 * len(sides)), np.bool_)
    for number, side in enumerate(sides):
        mask[5 : 5 + side, 70 * number + 5 : 70 * number + 5 + side] = True
    return mask


def test_specks_are_dropped_and_the_pieces_of_a_pair_stay() -> None:
    assert (largest_parts(blocks(50, 5)) == blocks(50, 0)).all()
    assert (largest_parts(blocks(50, 48)) == blocks(50, 48)).all()


@pytest.mark.parametrize(("side", "stays"), [(9, True), (8, False)])
def test_a_part_stays_from_three_percent_of_the_largest_on(side: int, stays: bool) -> None:
    kept = largest_parts(blocks(50, side))
    assert kept[:, 70:].any() == stays


def test_the_ground_is_no_part_however_large() -> None:
    mask = np.zeros((200, 200), np.bool_)
    mask[100, 100] = True
    assert (largest_parts(mask) == mask).all()


@pytest.mark.parametrize("value", [False, True])
def test_a_mask_of_one_value_stays_as_it_is(value: bool) -> None:
    assert (largest_parts(np.full((9, 9), value)) == value).all()


@given(arrays(np.bool_, (14, 17)))
@settings(max_examples=60, deadline=None)
def test_cleaning_adds_nothing_and_cleaning_twice_changes_nothing(mask: np.ndarray) -> None:
    once = largest_parts(mask)
    assert not (once & ~mask).any()
    assert once.any() == mask.any()
    assert (largest_parts(once) == once).all()


def test_a_narrow_gap_is_closed_and_a_wide_one_is_not() -> None:
    for gap, shut in ((3, True), (9, False)):
        mask = np.zeros((60, 60), np.bool_)
        mask[10:50, 10:50] = True
        mask[:, 30 : 30 + gap] = False
        assert closed(mask, 2)[30, 30 + gap // 2] == shut


def test_a_thread_is_dropped_and_the_body_keeps_its_size() -> None:
    mask = np.zeros((60, 60), np.bool_)
    mask[20:40, 20:40] = True
    body = mask.copy()
    mask[30, 40:58] = True
    clean = closed(mask, 2)
    assert not clean[:, 45:].any()
    assert clean.sum() == pytest.approx(body.sum(), rel=0.05)


@pytest.mark.parametrize("width", [1, 3, 5])
def test_the_border_is_a_frame_of_its_width_on_every_side(width: int) -> None:
    ring = border((20, 30, 3), width)
    assert ring.shape == (20, 30)
    assert ring.sum() == 600 - (20 - 2 * width) * (30 - 2 * width)
    assert (ring == ring[::-1, ::-1]).all()


def test_a_border_wider_than_the_photo_is_all_of_it() -> None:
    assert border((4, 4), 3).all()
