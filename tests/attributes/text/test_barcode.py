"""Barcodes are read off photos as they are taken, and what is read is right."""

from __future__ import annotations

import numpy as np
import pytest

from barcodes import Camera, photographed, with_check
from skuscribe.attributes.text.barcode import barcodes_on
from skuscribe.record.channels import is_gtin

CAMERAS = {
    "straight": Camera(),
    "blurred": Camera(blur=0.5),
    "turned": Camera(turn=37),
    "tilted": Camera(tilt=0.25, turn=12),
    "glare": Camera(glare=110),
    "noisy": Camera(noise=18),
    "small": Camera(module=1.5),
    "all of it": Camera(module=2, blur=0.3, turn=200, tilt=0.2, glare=60, noise=8),
}
LENGTHS = (13, 12, 8)


def gtin(length: int, rng: np.random.Generator) -> str:
    first = "4" if length == 13 else "6"
    return with_check(first + "".join(map(str, rng.integers(0, 10, length - 2))))


def outcomes(camera: Camera, count: int, seed: int) -> tuple[int, int]:
    """How many were read, and how many read as something else."""
    rng = np.random.default_rng(seed)
    right = wrong = 0
    for number in range(count):
        digits = gtin(LENGTHS[number % 3], rng)
        read = [code.value for code in barcodes_on(photographed(digits, camera, rng))]
        right += read == [digits]
        wrong += any(value != digits for value in read)
    return right, wrong


@pytest.mark.slow
def test_nine_of_ten_are_read_and_none_is_read_wrongly() -> None:
    found = {name: outcomes(camera, 27, 5) for name, camera in CAMERAS.items()}
    assert sum(wrong for _, wrong in found.values()) == 0, found
    assert sum(right for right, _ in found.values()) >= 0.9 * 27 * len(CAMERAS), found


@pytest.mark.parametrize("length", LENGTHS)
def test_a_straight_code_is_read_with_its_place(length: int) -> None:
    rng = np.random.default_rng(length)
    digits = gtin(length, rng)
    (code,) = barcodes_on(photographed(digits, Camera(), rng))
    assert code.value == digits
    x, y = np.mean(code.polygon, axis=0)
    assert (abs(x - 0.5), abs(y - 0.5)) < (0.05, 0.05)


def test_a_wrong_check_digit_is_not_read() -> None:
    rng = np.random.default_rng(1)
    digits = gtin(13, rng)
    spoiled = digits[:-1] + str((int(digits[-1]) + 3) % 10)
    assert not is_gtin(spoiled)
    assert barcodes_on(photographed(spoiled, Camera(), rng)) == ()


@pytest.mark.parametrize("width", [1, 2, 3, 5, 9])
def test_stripes_are_no_barcode(width: int) -> None:
    rng = np.random.default_rng(width)
    even = np.repeat(np.arange(960 // width + 1) % 2 * 255, width)[:960]
    uneven = np.repeat(rng.integers(0, 2, 960 // width + 1) * 255, width)[:960]
    for row in (even, uneven):
        pixels = np.tile(row[None, :, None], (720, 1, 3)).astype(np.uint8)
        assert barcodes_on(pixels) == ()
