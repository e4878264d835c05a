"""Orientation: read from one field without Pillow's reader, and told apart from nonsense."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import build
from skuscribe.photo.orient import TURNS, is_sideways, orientation_of, turned


def holding(block: object) -> Image.Image:
    image = Image.new("RGB", (8, 8))
    image.info["exif"] = block
    return image


def motorola(value: int, tag: int = 0x0112) -> bytes:
    """The same block in the other byte order, behind a field that does not matter."""
    other = struct.pack(">HHII", 0x0100, 4, 1, 5)
    entry = struct.pack(">HHIHxx", tag, 3, 1, value)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 2) + other + entry + bytes(4)


@pytest.mark.parametrize("value", range(1, 9))
def test_every_orientation_is_read_in_both_byte_orders_and_with_or_without_the_prefix(
    value: int,
) -> None:
    blocks = (build.exif(value), build.exif(value, field_type=4), motorola(value))
    for block in (*blocks, *(block[6:] for block in blocks)):
        assert orientation_of(holding(block)) == value


@pytest.mark.parametrize(
    "block", [None, b"", "6", motorola(6, tag=0x0113)], ids=["none", "empty", "text", "other tag"]
)
def test_a_photo_that_says_nothing_is_upright(block: object) -> None:
    assert orientation_of(holding(block)) == 1


@pytest.mark.parametrize(
    "block",
    [
        motorola(0),
        motorola(9),
        motorola(6)[:-8],
        b"Exif\0\0XX*\0" + bytes(30),
        b"II*\0" + struct.pack("<I", 2**31),
    ],
    ids=["0", "9", "cut", "no order", "far away"],
)
def test_what_makes_no_sense_is_none_and_not_upright(block: bytes) -> None:
    assert orientation_of(holding(block)) is None


@given(
    st.binary(max_size=80), st.sampled_from([b"", b"II*\0", b"MM\0*", b"Exif\0\0II*\0\x08\0\0\0"])
)
def test_any_block_gives_an_orientation_or_none(content: bytes, head: bytes) -> None:
    assert orientation_of(holding(head + content)) in (None, *range(1, 9))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_undoes_what_the_camera_did(orientation: int) -> None:
    image = build.mark(64, 48)
    stored = build.rotated_for(orientation, image)
    assert (stored.size != image.size) == is_sideways(orientation)
    assert (np.asarray(turned(stored, orientation)) == np.asarray(image)).all()


def test_upright_photos_are_not_copied() -> None:
    image = build.mark(64, 48)
    assert turned(image, 1) is image
    assert set(TURNS) == set(range(2, 9))
