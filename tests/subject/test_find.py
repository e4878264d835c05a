"""The subject: found where it can be found, and an honest whole frame where it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import build
from skuscribe import Tagger
from skuscribe.photo.read import read_photo
from skuscribe.record.stations import Look, Subject
from skuscribe.subject.find import find_subject


def evenly() -> Look:
    """A network that looked nowhere in particular."""
    one = np.ones(1, np.float32)
    return Look((), np.ones((48, 64), np.float32), one)


def found(pixels: NDArray[np.uint8] | Image.Image) -> Subject:
    return find_subject(read_photo(pixels), evenly())


def overlap(subject: Subject, truth: NDArray[np.bool_]) -> float:
    both = (subject.mask & truth).sum() / (subject.mask | truth).sum()
    return float(both)


def disc_mask(size: int = 400, radius: int = 130) -> NDArray[np.bool_]:
    y, x = np.mgrid[0:size, 0:size]
    return np.asarray((x - size // 2) ** 2 + (y - size // 2) ** 2 <= radius**2)


@pytest.mark.parametrize("ground", [255, 235, 30])
@pytest.mark.parametrize("colour", [(220, 30, 40), (20, 60, 160), (120, 120, 122)])
def test_a_disc_on_a_plain_ground(ground: int, colour: tuple[int, int, int]) -> None:
    pixels = np.where(disc_mask()[..., None], colour, ground).astype(np.uint8)
    subject = found(pixels)
    assert subject.method == "plain_background"
    assert subject.confidence > 0.6
    assert overlap(subject, disc_mask()) > 0.95


def test_a_soft_shadow_is_ground() -> None:
    import cv2

    fallen = cv2.GaussianBlur(np.roll(disc_mask(), 40, axis=0).astype(np.float32), (0, 0), 25)
    shaded = 250 - 60 * fallen[..., None] * np.ones(3)
    pixels = np.where(disc_mask()[..., None], (200, 40, 40), shaded).astype(np.uint8)
    assert overlap(found(pixels), disc_mask()) > 0.9


def test_transparency_says_where_the_product_is() -> None:
    image = build.disc().convert("RGBA")
    image.putalpha(Image.fromarray((255 * disc_mask()).astype(np.uint8)))
    subject = found(image)
    assert subject.method == "alpha"
    assert overlap(subject, disc_mask()) > 0.97


def test_a_product_on_a_busy_ground_is_separated_by_colour_and_attention() -> None:
    random = np.random.default_rng(3)
    ground = random.integers(40, 140, (400, 400, 3)) * np.array([0.4, 1.0, 0.5])
    pixels = np.where(disc_mask()[..., None], (225, 40, 60), ground).astype(np.uint8)
    subject = found(pixels)
    assert subject.method == "grabcut"
    assert overlap(subject, disc_mask()) > 0.85
    assert subject.confidence < 0.9


@pytest.mark.parametrize("value", [0, 128, 255])
def test_one_colour_gives_the_whole_frame_without_confidence(value: int) -> None:
    subject = found(np.full((300, 300, 3), value, np.uint8))
    assert subject.method == "whole_frame"
    assert subject.confidence == 0
    assert subject.outline == ()
    assert subject.mask.all()


def test_noise_is_not_called_a_sure_product() -> None:
    assert found(build.noise(300, 300)).confidence < 0.6


def test_the_product_of_the_colour_of_its_ground_is_uncertain() -> None:
    pixels = np.where(disc_mask()[..., None], 252, 255).astype(np.uint8)
    assert found(np.repeat(pixels, 3, axis=2)).confidence < 0.5


def test_outline_and_box_are_fractions_and_agree_with_the_mask() -> None:
    subject = found(np.asarray(build.disc()))
    x, y, width, height = subject.box
    assert all(0 <= value <= 1 for point in subject.outline for value in point)
    assert 3 <= len(subject.outline) <= 64
    assert (x, y, width, height) == pytest.approx((0.175, 0.175, 0.65, 0.65), abs=0.02)
    assert subject.share == pytest.approx(disc_mask().mean(), rel=0.05)


def test_turning_the_photo_turns_the_mask() -> None:
    pixels = np.asarray(build.mark(400, 400))[::-1].copy()
    turned = np.ascontiguousarray(np.rot90(pixels))
    first, second = found(pixels), found(turned)
    assert overlap(Subject(np.rot90(first.mask), (), (), (), first.box, 0, ""), second.mask) > 0.95


def test_the_same_photo_gives_the_same_mask(silent_tagger: Tagger, examples: object) -> None:
    one, two = (silent_tagger.tag(f"{examples}/t-shirt.jpg").subject for _ in range(2))
    assert one == two
