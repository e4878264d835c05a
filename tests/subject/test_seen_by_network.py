"""The network's mask: edges drawn to the photo's, sure where it is sure, silent where it is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import build
from skuscribe.photo.read import read_photo
from skuscribe.record.stations import Look
from skuscribe.subject.find import find_subject
from skuscribe.subject.ground import outside_ground, plain_ground
from skuscribe.subject.network import seen_by_network, seen_on_plain

SIZE, RADIUS = 200, 60


def disc() -> NDArray[np.uint8]:
    """A red disc on a busy ground of many colours."""
    blocks = np.random.default_rng(0).integers(20, 235, (20, 20, 3), np.uint8)
    blocks[..., 0] //= 2
    enlarged = cv2.resize(blocks, (SIZE, SIZE), interpolation=cv2.INTER_NEAREST)
    image = np.ascontiguousarray(enlarged, np.uint8)
    cv2.circle(image, (SIZE // 2, SIZE // 2), RADIUS, (210, 20, 30), -1)
    return image


def truth() -> NDArray[np.bool_]:
    drawn = np.zeros((SIZE, SIZE), np.uint8)
    return np.asarray(cv2.circle(drawn, (SIZE // 2, SIZE // 2), RADIUS, 1, -1) > 0, np.bool_)


def seen(sure: float = 1.0, cells: int = 40) -> NDArray[np.float32]:
    """What a network sees: coarse cells."""
    small = cv2.resize(truth().astype(np.float32), (cells, cells), interpolation=cv2.INTER_AREA)
    return np.stack([0.5 + sure * (small - 0.5), np.zeros_like(small)], axis=2).astype(np.float32)


def iou(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


def test_coarse_cells_become_the_products_own_edge() -> None:
    found = seen_by_network(disc(), seen())
    assert found.method == "network"
    assert iou(found.mask, truth()) > 0.96
    assert found.confidence > 0.8


def test_confidence_falls_with_the_networks() -> None:
    confidences = [seen_by_network(disc(), seen(sure)).confidence for sure in (1.0, 0.7, 0.4)]
    assert confidences == sorted(confidences, reverse=True)


def test_where_the_network_sees_nothing_there_is_nothing() -> None:
    found = seen_by_network(disc(), np.zeros((40, 40, 2), np.float32))
    assert not found.mask.any()
    assert found.confidence == 0.0


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (7, 9)])
def test_the_narrowest_photos_have_a_mask_of_their_shape(shape: tuple[int, int]) -> None:
    found = seen_by_network(np.zeros((*shape, 3), np.uint8), np.ones((3, 3, 2), np.float32))
    assert found.mask.shape == shape


def looked(mask: NDArray[np.float32] | None) -> Look:
    return Look((), np.ones((8, 8), np.float32), np.ones(4, np.float32), mask)


def test_on_a_busy_ground_the_network_goes_before_grabcut() -> None:
    photo = read_photo(disc())
    assert find_subject(photo, looked(seen())).method == "network"
    assert find_subject(photo, looked(None)).method == "grabcut"


def test_on_a_surely_plain_ground_the_outline_is_to_the_pixel() -> None:
    photo = read_photo(build.disc())
    assert find_subject(photo, looked(seen())).method == "plain_background"


def test_where_the_network_sees_nothing_the_other_ways_are_left() -> None:
    photo = read_photo(disc())
    assert find_subject(photo, looked(np.zeros((40, 40, 2), np.float32))).method == "grabcut"


def test_a_plain_ground_behind_a_person_is_left_to_the_network() -> None:
    person = seen()
    person[:4, :10, 1] = 1.0
    assert find_subject(read_photo(build.disc()), looked(person)).method == "network"


def test_network_and_plain_ground_are_surer_where_they_agree() -> None:
    pixels = read_photo(build.disc()).pixels
    ground = plain_ground(pixels)
    agreed = seen_on_plain(pixels, seen(), ground)
    moved = np.roll(seen(), 12, axis=1)
    apart = seen_on_plain(pixels, moved, ground)
    assert agreed.confidence > 0.9
    assert apart.confidence < agreed.confidence - 0.1


def test_a_surely_plain_ground_corrects_a_network_that_is_unsure() -> None:
    pixels = read_photo(build.disc()).pixels
    ground = plain_ground(pixels)
    found = seen_on_plain(pixels, seen(0.2), ground)
    assert iou(found.mask, ground.proposal.mask) > 0.98


def test_even_ground_is_ground_however_sure_the_network_is() -> None:
    pixels = read_photo(build.disc()).pixels
    everything = np.ones((40, 40, 2), np.float32) * np.array([0.999, 0.0], np.float32)
    found = seen_on_plain(pixels, everything, plain_ground(pixels))
    assert iou(found.mask, outside_ground(pixels).mask) > 0.9


def test_what_hangs_together_with_the_product_belongs_to_it() -> None:
    pixels = read_photo(build.disc()).pixels
    half = seen()
    half[:, 20:, 0] = 0.01
    found = seen_on_plain(pixels, half, plain_ground(pixels))
    assert iou(found.mask, outside_ground(pixels).mask) > 0.95
