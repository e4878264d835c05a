"""Views show the same product as another shop would: cropped a little, in other light."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from skuscribe.learn.views import SMALLEST_CROP, Pixels, _crop, other_light, view_of


def flat(value: int = 120, height: int = 60, width: int = 90) -> Pixels:
    return np.full((height, width, 3), value, np.uint8)


def ramp(height: int, width: int) -> Pixels:
    """Red tells the column and green the row."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack([columns, rows, np.zeros_like(rows)], axis=2).astype(np.uint8)


def test_the_plain_view_is_the_photo_itself_whatever_its_number() -> None:
    pixels = build.noise()
    assert all(view_of(pixels, 0, number) is pixels for number in (0, 7))


def test_the_mirror_image_does_not_depend_on_the_photos_number() -> None:
    pixels = build.noise()
    assert (view_of(pixels, 1, 0) == view_of(pixels, 1, 9)).all()
    assert (view_of(view_of(pixels, 1, 0), 1, 0) == pixels).all()
    assert (view_of(pixels, 1, 0)[:, 0] == pixels[:, -1]).all()


@given(view=st.integers(1, 9), number=st.integers(0, 20000))
@settings(max_examples=40, deadline=None)
def test_no_view_changes_the_photo_it_is_made_from(view: int, number: int) -> None:
    pixels = build.noise(40, 30)
    before = pixels.copy()
    made = view_of(pixels, view, number)
    assert (pixels == before).all()
    assert made.flags.c_contiguous
    assert made.dtype == np.uint8


def test_later_views_of_one_photo_differ_from_each_other() -> None:
    pixels = np.asarray(build.mark())
    made = {view_of(pixels, view, 3).tobytes() for view in range(6)}
    assert len(made) == 6


def test_the_view_and_the_photo_are_not_mistaken_for_each_other() -> None:
    pixels = build.noise()
    assert view_of(pixels, 2, 3).tobytes() != view_of(pixels, 3, 2).tobytes()


def test_about_half_of_the_later_views_are_mirrored() -> None:
    pixels = ramp(64, 200)
    mirrored = [
        int(made[:, 0, 0].mean()) > int(made[:, -1, 0].mean())
        for made in (view_of(pixels, 2, number) for number in range(200))
    ]
    assert 70 < sum(mirrored) < 130


@given(
    seed=st.integers(0, 10**6),
    height=st.integers(8, 200),
    width=st.integers(8, 200),
)
@settings(max_examples=80, deadline=None)
def test_a_crop_is_a_window_of_the_photo_that_keeps_most_of_it(
    seed: int, height: int, width: int
) -> None:
    cut = _crop(ramp(height, width), np.random.default_rng(seed))
    rows, columns = cut.shape[:2]
    left, top = int(cut[0, 0, 0]), int(cut[0, 0, 1])
    assert (cut == ramp(height, width)[top : top + rows, left : left + columns]).all()
    assert min(rows, columns) >= 8
    rounding = (rows + columns) / 2 + 1
    assert rows * columns >= SMALLEST_CROP * height * width - rounding


def test_crops_fall_everywhere_and_in_many_sizes() -> None:
    random = np.random.default_rng(0)
    cuts = [_crop(ramp(100, 100), random) for _ in range(200)]
    corners = np.array([cut[0, 0, :2] for cut in cuts])
    assert (corners.max(axis=0) > 20).all()
    assert (corners.min(axis=0) == 0).all()
    assert len({cut.shape for cut in cuts}) > 100


def testother_light_keeps_the_picture_and_changes_its_brightness_both_ways() -> None:
    random = np.random.default_rng(0)
    means = [float(other_light(flat(), random).mean()) for _ in range(100)]
    assert min(means) < 110
    assert max(means) > 130
    assert all(120 * 0.75 * 0.92 - 1 <= mean <= 120 * 1.25 * 1.08 for mean in means)


def testother_light_has_a_tint() -> None:
    lit = other_light(flat(), np.random.default_rng(1))[0, 0]
    assert len(set(lit.tolist())) > 1
    assert int(lit.max()) / int(lit.min()) < 1.2


@pytest.mark.parametrize("value", [0, 255])
def test_black_and_white_do_not_run_over(value: int) -> None:
    random = np.random.default_rng(2)
    for _ in range(50):
        lit = other_light(flat(value), random)
        assert lit.dtype == np.uint8
        assert abs(int(lit.min()) - value) < 0.35 * 255


def test_a_products_outline_stands_where_it_was_inother_light() -> None:
    pixels = np.asarray(build.disc())
    lit = other_light(pixels, np.random.default_rng(3)).astype(int)
    outline = (pixels[..., 1] < 128) == (lit[..., 1] < lit[..., 1].mean())
    assert outline.mean() > 0.99
