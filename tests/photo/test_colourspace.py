"""Any mode to 8-bit sRGB: deep greys scaled, transparency split off, profiles honoured."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageCms

import build
from skuscribe.photo.colourspace import (
    BAND,
    ProfileError,
    eight_bit,
    on_white,
    to_srgb,
)

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def values(image: Image.Image) -> list[int]:
    return [int(value) for value in np.asarray(image).ravel()]


@pytest.mark.parametrize(
    ("given", "kind", "expected"),
    [
        ([0, 257, 65535], np.uint16, [0, 1, 255]),
        ([0, 100, 255], np.int32, [0, 100, 255]),
        ([0, 32768, 65535], np.int32, [0, 128, 255]),
        ([0, 400_000, 1_000_000], np.int32, [0, 102, 255]),
        ([0.0, 0.5, 1.0], np.float32, [0, 128, 255]),
        ([0.0, 100.0, 255.0], np.float32, [0, 100, 255]),
        ([0.0, 2000.0, 4000.0], np.float32, [0, 128, 255]),
        ([-5.0, float("nan"), 1.0], np.float32, [0, 0, 255]),
    ],
)
def test_deep_greys_are_scaled_by_what_they_reach(
    given: list[float], kind: type[np.generic], expected: list[int]
) -> None:
    scaled = eight_bit(Image.fromarray(np.array([given]).astype(kind)))
    assert scaled.mode == "L"
    assert values(scaled) == expected


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK", "P", "1"])
def test_what_has_eight_bits_is_left_alone(mode: str) -> None:
    image = Image.new(mode, (4, 4))
    assert eight_bit(image) is image


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "RGBa", "La"])
def test_every_mode_with_transparency_gives_its_alpha(mode: str) -> None:
    colours, alpha = on_white(Image.new(mode, (4, 4)))
    assert colours.mode == "RGB"
    assert alpha is not None
    assert set(values(alpha)) <= {0, 255}


@pytest.mark.parametrize(("mode", "expected"), [("P", "RGB"), ("1", "L"), ("CMYK", "CMYK")])
def test_modes_without_transparency_give_none(mode: str, expected: str) -> None:
    colours, alpha = on_white(Image.new(mode, (4, 4)))
    assert (colours.mode, alpha) == (expected, None)


def test_half_transparent_black_on_white_is_grey() -> None:
    colours, alpha = on_white(Image.new("RGBA", (1, 1), (0, 0, 0, 128)))
    assert values(colours) == [127] * 3
    assert alpha is not None
    assert values(alpha) == [128]


def test_bands_of_a_tall_photo_join_without_a_seam() -> None:
    rows = np.arange(3 * BAND + 7) % 256
    grey = Image.fromarray(np.repeat(rows[:, None], 3, axis=1).astype(np.uint8))
    tall = Image.merge("LA", (grey, Image.new("L", grey.size, 255)))
    colours, _ = on_white(tall)
    assert values(colours.getchannel("R")) == values(grey)
    deep = Image.fromarray(np.repeat(rows[:, None] * 257, 3, axis=1).astype(np.int32))
    assert values(eight_bit(deep)) == values(grey)


def test_a_profile_that_changes_nothing_leaves_the_image_itself() -> None:
    image = build.disc(size=64, radius=20)
    assert to_srgb(image, SRGB) is image


@pytest.mark.parametrize("profile", [b"junk", SRGB[:200], build.grey_profile()])
def test_a_profile_that_is_damaged_or_does_not_fit_is_an_error_of_its_own(profile: bytes) -> None:
    with pytest.raises(ProfileError):
        to_srgb(build.disc(size=64, radius=20), profile)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "YCbCr"])
def test_without_a_profile_every_mode_becomes_rgb(mode: str) -> None:
    image = Image.new("RGB", (4, 4), (200, 200, 200)).convert(mode)
    found = to_srgb(image, None)
    assert found.mode == "RGB"
    assert values(found) == pytest.approx([200] * 48, abs=2)
