"""A mask to polygons: every piece and every hole that matters, few corners, all in the photo."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from skuscribe.record.stations import Polygon
from skuscribe.subject.contours import MOST_PARTS, OUTLINE_POINTS, PART_POINTS, contours_of

Mask = NDArray[np.bool_]


def discs(*each: tuple[int, int, int], size: tuple[int, int] = (400, 200)) -> Mask:
    """Discs of (x, y, radius); a negative radius cuts one out."""
    image = Image.new("L", size)
    for x, y, radius in each:
        r = abs(radius)
        ImageDraw.Draw(image).ellipse((x - r, y - r, x + r, y + r), fill=255 * (radius > 0))
    return np.asarray(image) > 0


def area(polygon: Polygon, mask: Mask) -> float:
    """In pixels of the mask."""
    return float(cv2.contourArea((np.array(polygon) * mask.shape[::-1]).astype(np.float32)))


def test_a_disc_has_an_outline_and_nothing_else() -> None:
    mask = discs((200, 100, 60))
    found = contours_of(mask)
    assert (found.parts, found.holes) == ((), ())
    assert area(found.outline, mask) == pytest.approx(mask.sum(), rel=0.05)


def test_a_ring_has_one_hole_where_it_shows_through() -> None:
    mask = discs((200, 100, 80), (200, 100, -40))
    found = contours_of(mask)
    (hole,) = found.holes
    assert found.parts == ()
    assert area(hole, mask) == pytest.approx(np.pi * 40**2, rel=0.1)
    assert np.mean(hole, axis=0) == pytest.approx((0.5, 0.5), abs=0.02)


def test_two_discs_are_an_outline_and_a_part_the_largest_first() -> None:
    for small, large in ((90, 300), (300, 90)):
        found = contours_of(discs((small, 100, 30), (large, 100, 60)))
        assert np.mean(found.outline, axis=0)[0] == pytest.approx(large / 400, abs=0.03)
        (part,) = found.parts
        assert np.mean(part, axis=0)[0] == pytest.approx(small / 400, abs=0.03)


def test_parts_and_holes_come_largest_first() -> None:
    mask = discs(
        *((320, 40, 25), (320, 100, 14), (320, 160, 20)),
        *((120, 100, 90), (80, 100, -12), (120, 100, -24), (160, 100, -8)),
    )
    found = contours_of(mask)
    for polygons, count in ((found.parts, 3), (found.holes, 3)):
        areas = [area(polygon, mask) for polygon in polygons]
        assert len(areas) == count
        assert areas == sorted(areas, reverse=True)


def test_a_disc_inside_a_ring_is_a_part_and_no_hole() -> None:
    found = contours_of(discs((200, 100, 90), (200, 100, -60), (200, 100, 30)))
    assert (len(found.parts), len(found.holes)) == (1, 1)


def test_specks_and_pinholes_are_not_told() -> None:
    found = contours_of(discs((120, 100, 80), (120, 100, -2), (320, 100, 3)))
    assert (found.parts, found.holes) == ((), ())


def test_the_box_is_that_of_all_pieces_even_of_those_not_told() -> None:
    mask = discs((120, 100, 50))
    mask[190, 390] = True
    assert contours_of(mask).box == (70 / 400, 50 / 200, 321 / 400, 141 / 200)


def test_only_the_largest_of_many_pieces_and_holes_are_kept() -> None:
    image = np.zeros((400, 400), np.bool_)
    for row in range(0, 400, 80):
        for column in range(0, 400, 80):
            image[row + 5 : row + 60 + column // 80, column + 5 : column + 60] = True
            image[row + 20 : row + 40, column + 20 : column + 40] = False
    found = contours_of(image)
    assert len(found.parts) == len(found.holes) == MOST_PARTS


def test_a_ragged_edge_is_simplified_to_few_corners() -> None:
    angle = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    radius = np.where(np.arange(360) % 4 < 2, 180, 120)
    points = np.stack([200 + radius * np.cos(angle), 200 + radius * np.sin(angle)], axis=1)
    image = Image.new("L", (400, 400))
    ImageDraw.Draw(image).polygon([(float(x), float(y)) for x, y in points], fill=255)
    assert 3 <= len(contours_of(np.asarray(image) > 0).outline) <= OUTLINE_POINTS


def test_a_mask_that_fills_the_frame_has_the_frame_for_outline() -> None:
    found = contours_of(np.ones((50, 80), np.bool_))
    assert found.box == pytest.approx((0, 0, 1, 1))
    assert area(found.outline, np.ones((50, 80), np.bool_)) > 0.95 * 49 * 79
    assert len(found.outline) == 4


def test_one_pixel_has_a_box() -> None:
    mask = np.zeros((10, 20), np.bool_)
    mask[4, 5] = True
    found = contours_of(mask)
    assert found.box == (0.25, 0.4, 0.05, 0.1)
    assert found.outline == ((0.25, 0.4),)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.floats(0.3, 0.7))
@settings(max_examples=60, deadline=None)
def test_whatever_the_blobs_all_is_bounded_and_inside(seed: int, blur: int, share: float) -> None:
    field = np.random.default_rng(seed).random((90, 120)).astype(np.float32)
    soft = cv2.GaussianBlur(field, (0, 0), blur)
    mask = np.asarray(soft >= np.quantile(soft, share), np.bool_)

    found = contours_of(mask)

    assert len(found.outline) <= OUTLINE_POINTS
    assert max(map(len, (found.parts, found.holes))) <= MOST_PARTS
    assert all(len(each) <= PART_POINTS for each in (*found.parts, *found.holes))
    x, y, width, height = found.box
    assert 0 <= x <= x + width <= 1
    assert 0 <= y <= y + height <= 1
    for polygon in (found.outline, *found.parts):
        for at, down in polygon:
            assert x <= at < x + width + 1e-9
            assert y <= down < y + height + 1e-9
    assert contours_of(mask) == found
