"""What is wrong with a photo is measured on drawn photos, and what is right is not blamed."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import made
from skuscribe.photo.read import read_photo
from skuscribe.record.observed import SeenLine, SeenPhoto, SeenQuality
from skuscribe.record.stations import Subject
from skuscribe.review.advice import advice_on
from skuscribe.subject.border import frame_of, touching
from skuscribe.subject.quality import quality_of

Pixels = NDArray[np.uint8]
BOX = (slice(60, 200), slice(70, 190))


def packshot(colour: tuple[int, int, int] = (40, 90, 160), ground: int = 250) -> Pixels:
    """A box with a band on a plain ground."""
    pixels = np.full((256, 256, 3), ground, np.uint8)
    pixels[BOX] = colour
    pixels[110:130, 70:190] = (220, 200, 60)
    return pixels


def subject_of(box: tuple[slice, slice] = BOX, confidence: float = 0.9) -> Subject:
    mask = np.zeros((256, 256), np.bool_)
    mask[box] = True
    return Subject(mask, (), (), (), (0.2, 0.2, 0.5, 0.5), confidence, "network")


def measured(
    pixels: Pixels, subject: Subject | None = None, *lines: SeenLine
) -> tuple[SeenQuality, set[str]]:
    """The measures of a photo, and what is said of it; it is taken to be large."""
    photo = read_photo(pixels)
    quality = quality_of(photo, subject or subject_of(), lines)
    seen = made.seen(lines=lines)
    info = seen.info.model_copy(update={"width": 1000, "height": 1000})
    seen = seen.model_copy(update={"info": info, "quality": quality})
    return quality, {str(code) for code, _ in advice_on([seen])}


def test_a_clean_packshot_is_not_blamed() -> None:
    quality, told = measured(packshot())
    assert told == set()
    assert quality.sharpness is not None
    assert quality.sharpness > 0.45
    assert (quality.touching, quality.frame, quality.busyness) == (0, 0, 0)


@given(
    colour=st.tuples(*[st.integers(20, 200)] * 3),
    ground=st.integers(215, 255),
)
def test_no_plain_colour_is_blamed(colour: tuple[int, int, int], ground: int) -> None:
    assert measured(packshot(colour, ground))[1] == set()


@pytest.mark.parametrize("contrast", [60, 120, 200])
@pytest.mark.parametrize("sigma", [2.5, 4.0])
def test_a_soft_edge_is_blurred_whatever_its_contrast(contrast: int, sigma: float) -> None:
    pixels = packshot((250 - contrast,) * 3)
    soft = np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)
    quality, told = measured(soft)
    assert told == {"photo.blurred"}
    assert quality.sharpness is not None
    assert quality.sharpness < 0.25


def test_a_large_photo_is_as_sharp_as_a_shopper_sees_it() -> None:
    large = cv2.resize(packshot(), (1024, 1024), interpolation=cv2.INTER_CUBIC)
    mask = cv2.resize(subject_of().mask.astype(np.uint8), (512, 512)).astype(np.bool_)
    assert measured(np.asarray(large, np.uint8), replace(subject_of(), mask=mask))[1] == set()


def test_a_product_without_edges_is_not_judged_sharp_or_not() -> None:
    quality, told = measured(np.full((256, 256, 3), 200, np.uint8))
    assert quality.sharpness is None
    assert told == set()


def test_a_dark_photo_is_dark_and_a_dark_product_is_not() -> None:
    assert measured((packshot() * 0.4).astype(np.uint8))[1] == {"photo.dark"}
    assert measured(packshot((15, 15, 18)))[1] == set()


def test_a_burnt_product_is_told_though_its_mask_leaves_it_out() -> None:
    pixels = packshot((150, 120, 90), 255)
    pixels[60:200, 100:120] = 255
    pixels[60:200, 140:160] = 255
    subject = subject_of()
    subject.mask[60:200, 100:120] = False
    assert measured(pixels, subject)[1] == {"photo.overexposed"}


@pytest.mark.parametrize("side", range(4))
def test_a_product_that_goes_on_beyond_a_side_is_cut_off(side: int) -> None:
    places = ((0, 140), (116, 256))
    span = slice(*places[side % 2])
    box = (span, BOX[1]) if side < 2 else (BOX[0], span)
    pixels = np.full((256, 256, 3), 250, np.uint8)
    pixels[box] = (40, 90, 160)
    assert measured(pixels, subject_of(box))[1] == {"photo.cut_off"}


def test_a_whole_frame_for_want_of_a_product_is_not_cut_off() -> None:
    everything = (slice(None), slice(None))
    assert measured(packshot(), subject_of(everything, confidence=0.0))[1] == set()


def test_a_tip_that_touches_a_side_is_not_cut_off() -> None:
    mask = np.zeros((200, 200), np.bool_)
    for row in range(100):
        mask[row, 100 - row // 2 : 101 + row // 2] = True
    assert 0 < touching(mask) < 0.1


def test_a_pattern_behind_the_product_is_a_busy_ground() -> None:
    pixels = packshot()
    squares = (np.indices((256, 256)) // 16).sum(axis=0) % 2 * 120 + 80
    ground = ~subject_of().mask
    pixels[ground] = squares[ground][:, None]
    assert measured(pixels)[1] == {"photo.busy_ground"}


def test_a_soft_shadow_is_no_busy_ground() -> None:
    shade = np.linspace(250, 180, 256)[:, None, None]
    pixels = np.broadcast_to(shade, (256, 256, 3)).astype(np.uint8).copy()
    pixels[BOX] = (40, 90, 160)
    assert measured(pixels)[1] == set()


@pytest.mark.parametrize("width", [2, 5, 16])
@pytest.mark.parametrize("colour", [(0, 0, 0), (200, 30, 40), (225, 225, 225)])
def test_a_frame_is_found_with_its_width(width: int, colour: tuple[int, int, int]) -> None:
    pixels = packshot()
    pixels[:width] = pixels[-width:] = colour
    pixels[:, :width] = pixels[:, -width:] = colour
    quality, told = measured(pixels)
    assert told == {"photo.framed"}
    assert quality.frame == pytest.approx(width / 256, abs=1 / 256)


def test_a_plain_ground_is_no_frame() -> None:
    assert frame_of(packshot()) == 0
    assert frame_of(np.full((40, 60, 3), 128, np.uint8)) == 0


@given(st.integers(16, 60), st.integers(16, 60), st.integers(0, 9))
def test_photos_of_any_size_have_measures(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    mask = rng.random((height, width)) > 0.5
    subject = replace(subject_of(), mask=mask)
    quality = quality_of(read_photo(pixels), subject, (made.line("WORDS"),))
    assert len(quality.text_outside) == 1


WORDS_BESIDE = made.line("BEST PRICE", top=0.02)
WORDS_ON_IT = made.line("BEST PRICE", top=0.5)


def test_words_beside_the_product_are_told_and_print_on_it_is_not() -> None:
    assert measured(packshot(), None, WORDS_BESIDE)[1] == {"photo.lettered"}
    assert measured(packshot(), None, WORDS_ON_IT)[1] == set()
    assert measured(packshot(), None, made.line("8.", top=0.02))[1] == set()


def photo_with(**measures: float) -> SeenPhoto:
    clean = measured(packshot())[0]
    return made.seen().model_copy(update={"quality": clean.model_copy(update=measures)})


def test_only_what_harms_the_record_asks_for_a_person() -> None:
    before = made.record(made.seen()).review.needed
    assert not before
    for measure in ({"sharpness": 0.1}, {"touching": 0.9}):
        assert made.record(photo_with(**measure)).review.needed
    dark = made.record(photo_with(brightest=0.2))
    assert ("photo.dark", "/photos/0") in [(each.code, each.where) for each in dark.problems]
    assert not dark.review.needed


def test_a_small_photo_is_told_by_its_own_size() -> None:
    codes = [each.code for each in made.record(photo_with()).problems]
    assert codes == ["photo.small"]


def test_an_observation_of_before_is_not_judged() -> None:
    assert list(advice_on([made.seen()])) == []
