"""Whatever the bytes: a photo, or a code of the closed list. Nothing else ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import build
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.read import read_photo
from skuscribe.record.stations import Photo

KINDS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")
VALID = {kind: build.saved(build.disc(size=96, radius=30), kind) for kind in KINDS}


def outcome(content: bytes) -> Photo | ErrorCode:
    try:
        photo = read_photo(content)
    except SkuscribeError as error:
        return error.code
    assert photo.pixels.dtype == np.uint8
    assert photo.pixels.shape[2] == 3
    return photo


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    found = outcome(content)
    assert isinstance(found, Photo) or found.startswith("photo.")


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_valid_files_with_flipped_bytes(kind: str, data: st.DataObject) -> None:
    content = bytearray(VALID[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    found = outcome(bytes(content))
    assert isinstance(found, Photo) or found.startswith("photo.")


@pytest.mark.parametrize("kind", KINDS)
@given(share=st.floats(0.01, 0.99))
@settings(max_examples=20, deadline=None)
def test_cut_files_are_no_photos(kind: str, share: float) -> None:
    assert isinstance(outcome(VALID[kind][: int(len(VALID[kind]) * share)]), ErrorCode)


@given(st.integers(16, 90), st.integers(16, 90), st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_orientation_round_trip(width: int, height: int, orientation: int) -> None:
    upright = Image.fromarray(build.noise(width, height))
    turned = build.rotated_for(orientation, upright)
    photo = read_photo(build.saved(turned, "PNG", exif=build.exif(orientation)))
    assert (photo.pixels == np.asarray(upright)).all()


@given(st.integers(16, 64), st.integers(16, 64), st.sampled_from(["L", "RGB", "RGBA", "CMYK", "1"]))
@settings(max_examples=40, deadline=None)
def test_every_mode_becomes_rgb_of_the_same_size(width: int, height: int, mode: str) -> None:
    photo = read_photo(Image.fromarray(build.noise(width, height)).convert(mode))
    assert photo.pixels.shape == (height, width, 3)
