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
from skuscribe.subject import find
from skuscribe.subject.find import find_subject
from skuscribe.subject.ground import Plain
from skuscribe.subject.proposal import Proposal


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


def looking(attention: NDArray[np.float32]) -> Look:
    return Look((), attention, np.ones(1, np.float32))


def with_alpha(opaque: NDArray[np.bool_], image: Image.Image | None = None) -> Image.Image:
    layered = (image or build.disc()).convert("RGBA")
    layered.putalpha(Image.fromarray((255 * opaque).astype(np.uint8)))
    return layered


def test_the_surest_method_that_holds_up_is_taken_and_later_ones_are_not_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("tried")

    monkeypatch.setattr(find, "separate", refuse)
    assert found(build.disc()).method == "plain_background"
    monkeypatch.setattr(find, "plain_ground", refuse)
    assert found(with_alpha(disc_mask())).method == "alpha"


@pytest.mark.parametrize(
    ("share", "confidence", "taken"),
    [
        (0.3, 0.25, True),
        (0.3, 0.24, False),
        (0.006, 0.9, True),
        (0.004, 0.9, False),
        (0.96, 0.9, True),
        (0.98, 0.9, False),
    ],
)
def test_a_proposal_holds_up_by_its_confidence_and_its_share_of_the_photo(
    share: float, confidence: float, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask = np.zeros(320 * 320, np.bool_)
    mask[: round(share * mask.size)] = True
    proposals = (
        Proposal(mask.reshape(320, 320), confidence, "plain_background"),
        Proposal(np.zeros((320, 320), np.bool_), 0.0, "grabcut"),
    )
    nowhere = np.zeros((320, 320), np.bool_)
    monkeypatch.setattr(find, "plain_ground", lambda pixels: Plain(proposals[0], nowhere, nowhere))
    monkeypatch.setattr(find, "separate", lambda pixels, attention: proposals[1])
    assert found(build.disc()).method == ("plain_background" if taken else "whole_frame")


@pytest.mark.parametrize(("radius", "method"), [(3, "whole_frame"), (400, "plain_background")])
def test_opacity_of_nearly_nothing_or_nearly_all_is_passed_over(radius: int, method: str) -> None:
    opaque = disc_mask(radius=radius)
    opaque[0, 0] = False
    assert found(with_alpha(opaque)).method == method


def test_transparent_specks_beside_the_product_are_dropped() -> None:
    opaque = disc_mask()
    opaque[5:15, 5:15] = True
    subject = found(with_alpha(opaque))
    assert subject.parts == ()
    assert overlap(subject, disc_mask()) > 0.97


def test_a_ring_cut_out_by_transparency_has_a_hole() -> None:
    ring = disc_mask() & ~disc_mask(radius=60)
    subject = found(with_alpha(ring))
    assert len(subject.holes) == 1
    assert overlap(subject, ring) > 0.95


def test_a_pair_is_one_outline_and_one_part_within_one_box() -> None:
    pair = np.roll(disc_mask(radius=70), -100, axis=1) | np.roll(disc_mask(radius=60), 100, axis=1)
    subject = found(np.where(pair[..., None], (20, 60, 160), 250).astype(np.uint8))
    assert len(subject.parts) == 1
    assert subject.box == pytest.approx((0.075, 0.325, 0.825, 0.35), abs=0.02)


@pytest.mark.parametrize("size", [(16, 16), (800, 16), (16, 800), (333, 777), (1600, 900)])
def test_the_mask_has_the_size_of_the_small_photo_whatever_the_attention_has(
    size: tuple[int, int],
) -> None:
    photo = read_photo(build.disc().resize(size))
    for attention in (np.ones((1, 1), np.float32), np.ones((48, 64), np.float32)):
        assert find_subject(photo, looking(attention)).mask.shape == photo.small.shape[:2]


def test_the_whole_frame_is_boxed_as_such_and_has_no_pieces() -> None:
    subject = found(np.full((200, 300, 3), 128, np.uint8))
    assert subject.box == pytest.approx((0, 0, 1, 1))
    assert (subject.parts, subject.holes) == ((), ())
    assert subject.share == 1
