"""One rule of scaling: into a square, proportions kept, nothing enlarged unless asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from skuscribe.photo.resize import enlarged, fitted, reduced

SIDES = st.integers(1, 5000)


@given(SIDES, SIDES, SIDES)
def test_what_is_fitted_fits_and_is_never_enlarged(width: int, height: int, side: int) -> None:
    fit = fitted(width, height, side)
    assert max(fit) <= max(side, 1)
    assert 1 <= fit[0] <= width
    assert 1 <= fit[1] <= height


@given(SIDES, SIDES, SIDES)
def test_the_long_side_is_met_exactly_where_enlarging_is_asked_for(
    width: int, height: int, side: int
) -> None:
    assert max(fitted(width, height, side, enlarge=True)) == side


@given(st.integers(50, 5000), st.integers(50, 5000), st.integers(50, 5000), st.booleans())
def test_proportions_are_kept_to_half_a_pixel(
    width: int, height: int, side: int, enlarge: bool
) -> None:
    fit = fitted(width, height, side, enlarge=enlarge)
    scale = max(fit) / max(width, height)
    assert fit == pytest.approx((max(1, width * scale), max(1, height * scale)), abs=0.51)


@given(SIDES, SIDES, SIDES, st.booleans())
def test_turning_the_photo_turns_the_size(
    width: int, height: int, side: int, enlarge: bool
) -> None:
    assert (
        fitted(width, height, side, enlarge=enlarge)
        == fitted(height, width, side, enlarge=enlarge)[::-1]
    )


@pytest.mark.parametrize(("least", "expected"), [(1, (100, 2)), (8, (100, 8))])
def test_no_side_falls_under_the_least(least: int, expected: tuple[int, int]) -> None:
    assert fitted(5000, 100, 100, least=least) == expected


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))
def test_reduced_pixels_have_the_fitted_size(width: int, height: int, side: int) -> None:
    small = reduced(build.noise(width, height), side)
    assert small.shape == (*fitted(width, height, side)[::-1], 3)
    assert small.dtype == np.uint8


def test_what_is_small_enough_is_left_as_it_is() -> None:
    pixels = build.noise(40, 30)
    assert (reduced(pixels, 40) == pixels).all()


def test_a_fine_pattern_becomes_its_mean_and_does_not_alias() -> None:
    y, x = np.mgrid[0:400, 0:400]
    checks = np.repeat(np.where((x + y) % 2, 255, 0)[..., None], 3, axis=2).astype(np.uint8)
    small = reduced(checks, 100)
    assert small.astype(int) == pytest.approx(np.full((100, 100, 3), 127), abs=1)


def test_reducing_keeps_the_mean_colour() -> None:
    pixels = build.noise(200, 100)
    means = [each.mean(axis=(0, 1)) for each in (pixels, reduced(pixels, 50))]
    assert means[0] == pytest.approx(means[1], abs=1)


@given(st.integers(4, 30), st.integers(4, 30), st.integers(1, 5))
def test_an_enlarged_mask_has_the_size_asked_for(width: int, height: int, times: int) -> None:
    size = (width * times, height * times)
    for value in (False, True):
        mask = enlarged(np.full((height, width), value), size)
        assert mask.dtype == np.bool_
        assert mask.shape == size[::-1]
        assert (mask == value).all()


def test_an_enlarged_mask_keeps_its_share_and_its_place() -> None:
    mask = np.zeros((40, 60), np.bool_)
    mask[10:30, 15:45] = True
    large = enlarged(mask, (300, 200))
    assert large.mean() == pytest.approx(mask.mean(), rel=0.02)
    assert large[55:145, 80:220].all()
    assert not large[:45].any()


def test_a_slanted_edge_is_smooth_and_not_stairs() -> None:
    y, x = np.mgrid[0:20, 0:20]
    large = enlarged(x > y, (200, 200))
    edge = large.argmax(axis=1)[20:170]
    assert np.abs(np.diff(edge)).max() <= 3
