"""A plain ground leaves the product over; a ground that is not plain is not trusted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

import build
from skuscribe.subject.ground import outside_ground

Pixels = NDArray[np.uint8]
SIZE, RADIUS = 240, 70


def inside(radius: int = RADIUS, hole: int = 0) -> NDArray[np.bool_]:
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    far = (x - SIZE // 2) ** 2 + (y - SIZE // 2) ** 2
    return np.asarray((far <= radius**2) & (far >= hole**2))


def painted(
    ground: ArrayLike, mask: NDArray[np.bool_], colour: tuple[int, int, int] = (200, 40, 40)
) -> Pixels:
    canvas = np.broadcast_to(np.asarray(ground, float), (SIZE, SIZE, 3))
    return np.asarray(np.where(mask[..., None], colour, canvas).clip(0, 255), np.uint8)


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


def test_a_plain_ground_is_told_surely_with_its_method() -> None:
    found = outside_ground(painted(250, inside()))
    assert found.method == "plain_background"
    assert found.confidence > 0.9
    assert overlap(found.mask, inside()) > 0.99


@pytest.mark.parametrize("kind", ["noise", "stripes", "halves"])
def test_a_ground_of_several_colours_is_not_trusted(kind: str) -> None:
    ground = build.noise(SIZE, SIZE).astype(float)
    if kind == "stripes":
        ground = np.where(np.arange(SIZE)[None, :, None] % 24 < 12, 40.0, 230.0)
    if kind == "halves":
        ground = np.where(np.arange(SIZE)[None, :, None] < SIZE // 2, 40.0, 230.0)
    assert outside_ground(painted(ground, inside())).confidence == 0


@pytest.mark.parametrize("value", [0, 128, 255])
def test_nothing_but_ground_leaves_nothing(value: int) -> None:
    found = outside_ground(np.full((SIZE, SIZE, 3), value, np.uint8))
    assert found.confidence == 0
    assert not found.mask.any()


def test_slight_noise_on_the_ground_does_no_harm() -> None:
    noise = np.random.default_rng(5).normal(0, 2, (SIZE, SIZE, 3))
    found = outside_ground(painted(245 + noise, inside()))
    assert found.confidence > 0.6
    assert overlap(found.mask, inside()) > 0.93


def test_a_shadow_that_fades_is_ground_and_one_with_an_edge_is_not() -> None:
    fallen = np.roll(inside(), 45, axis=0).astype(np.float32)
    soft = cv2.GaussianBlur(fallen, (0, 0), 18)
    for shadow, ground in ((soft, True), (fallen, False)):
        pixels = painted(250 - 60 * shadow[..., None], inside())
        found = outside_ground(pixels)
        assert bool(found.mask[SIZE // 2 + RADIUS + 20, SIZE // 2]) != ground


def test_a_gradient_over_the_ground_is_followed() -> None:
    slope = np.linspace(236, 254, SIZE)[:, None, None]
    assert overlap(outside_ground(painted(slope, inside())).mask, inside()) > 0.93


def test_ground_inside_a_ring_is_not_reached_from_the_border_and_stays_product() -> None:
    """Flooding cannot tell a hole from a white label: it takes neither away."""
    found = outside_ground(painted(250, inside(hole=30)))
    assert found.mask[SIZE // 2, SIZE // 2]
    assert found.mask.sum() == pytest.approx(inside().sum(), rel=0.06)


def test_a_product_that_runs_off_the_frame_is_less_sure() -> None:
    free = outside_ground(painted(250, inside()))
    cut = outside_ground(painted(250, np.roll(inside(), 90, axis=1)))
    assert cut.confidence < free.confidence - 0.05


def test_the_less_a_product_differs_from_its_ground_the_less_sure_it_is() -> None:
    sure = [
        outside_ground(painted(240, inside(), (shade, shade, shade))).confidence
        for shade in (60, 190, 216)
    ]
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < sure[0]


@pytest.mark.parametrize("size", [(1, 1), (1, 60), (60, 1), (5, 5), (16, 320)])
def test_tiny_and_narrow_photos_do_no_harm(size: tuple[int, int]) -> None:
    found = outside_ground(np.full((*size, 3), 200, np.uint8))
    assert found.mask.shape == size
    assert 0 <= found.confidence <= 1


def test_the_same_pixels_give_the_same_proposal() -> None:
    pixels = painted(build.noise(SIZE, SIZE) // 10 + 225, inside())
    one, two = (outside_ground(pixels) for _ in range(2))
    assert one.confidence == two.confidence
    assert (one.mask == two.mask).all()
