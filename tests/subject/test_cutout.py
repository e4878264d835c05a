"""The product alone: at full size, its edge soft, no rim of the old ground, on nothing or white."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from skuscribe.subject.cutout import Ground, cut_out, cutout_of

RED, GREEN = (210, 30, 40), (20, 160, 60)


def photo(side: int = 300) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """A red disc on green, its edge mixed over two pixels, and the disc's mask."""
    large = np.full((4 * side, 4 * side, 3), GREEN, np.uint8)
    cv2.circle(large, (2 * side, 2 * side), side, RED, -1)
    pixels = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA)
    drawn = cv2.circle(np.zeros((side, side), np.uint8), (side // 2, side // 2), side // 4, 1, -1)
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.8), np.uint8), np.asarray(drawn > 0)


def opened(content: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"
        assert "skuscribe" in image.text["Comment"]  # type: ignore[attr-defined]
        return np.asarray(image)


def test_on_nothing_the_ground_is_transparent_and_the_product_is_as_it_was() -> None:
    pixels, mask = photo()
    cut = opened(cutout_of(pixels, mask))
    assert cut.shape == (*pixels.shape[:2], 4)
    inside = cv2.erode(mask.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    outside = cv2.dilate(mask.astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert (cut[inside, 3] == 255).all()
    assert (cut[inside, :3] == pixels[inside]).all()
    assert (cut[outside, 3] == 0).all()


def test_the_edge_is_soft() -> None:
    alpha = cut_out(*photo()).alpha
    assert 0 < ((alpha > 0.1) & (alpha < 0.9)).mean() < 0.03


def test_no_rim_of_the_old_ground_is_left() -> None:
    cut = opened(cutout_of(*photo())).astype(int)
    edge = (cut[..., 3] > 20) & (cut[..., 3] < 235)
    assert edge.any()
    assert (cut[edge, 0] > cut[edge, 1] + 60).mean() > 0.98  # red, not green


def test_on_white_the_ground_is_white() -> None:
    pixels, mask = photo()
    cut = opened(cutout_of(pixels, mask, "white"))
    assert cut.shape == pixels.shape
    assert (cut[0] == 255).all()
    assert cut[150, 150].tolist() == pixels[150, 150].tolist()


@pytest.mark.parametrize("ground", ["nothing", "white"])
def test_a_mask_of_a_smaller_picture_cuts_a_large_photo(ground: Ground) -> None:
    pixels, _ = photo(1900)
    _, mask = photo(300)
    cut = opened(cutout_of(pixels, mask, ground))
    assert cut.shape[:2] == (1900, 1900)
    assert tuple(cut[950, 950, :3]) == RED


@pytest.mark.parametrize("filled", [True, False])
def test_all_or_nothing_may_be_the_product(filled: bool) -> None:
    pixels, mask = photo(40)
    cut = opened(cutout_of(pixels, np.full_like(mask, filled)))
    assert (cut[..., 3] == (255 if filled else 0)).all()
