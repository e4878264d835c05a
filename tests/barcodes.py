"""EAN and UPC barcodes drawn by the standard's own tables, and made to look photographed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

LEFT = [
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
]
FIRST = [
    "LLLLLL",
    "LLGLGG",
    "LLGGLG",
    "LLGGGL",
    "LGLLGG",
    "LGGLLG",
    "LGGGLL",
    "LGLGLG",
    "LGLGGL",
    "LGGLGL",
]
"""Modules of the digits of the left half, and which of them are mirrored by the first digit."""


def right(digit: str) -> str:
    """A digit of the right half: bars and spaces change places."""
    return LEFT[int(digit)].translate(str.maketrans("01", "10"))


def left(digit: str, parity: str) -> str:
    """A digit of the left half, odd (L) or even (G)."""
    return LEFT[int(digit)] if parity == "L" else right(digit)[::-1]


def with_check(digits: str) -> str:
    """`digits` with the check digit of a GTIN behind them."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def modules(digits: str) -> str:
    """The bars (1) and spaces (0) of a GTIN of 8, 12 or 13 digits."""
    if len(digits) == 8:
        halves = "".join(left(d, "L") for d in digits[:4]), "".join(map(right, digits[4:]))
    else:
        digits = digits.zfill(13)
        pattern = zip(digits[1:7], FIRST[int(digits[0])], strict=True)
        halves = "".join(left(d, p) for d, p in pattern), "".join(map(right, digits[7:]))
    return f"101{halves[0]}01010{halves[1]}101"


def drawn(digits: str, module: int = 3, height: int = 120) -> Pixels:
    """The barcode with its quiet zones, uint8 (h, w, 3)."""
    line = np.array([bar == "0" for bar in f"{'0' * 11}{modules(digits)}{'0' * 11}"])
    row = np.repeat(line, module).astype(np.uint8) * 255
    bars = np.tile(row, (height, 1))
    framed = cv2.copyMakeBorder(bars, 10, 10, 0, 0, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(np.repeat(framed[:, :, None], 3, axis=2), np.uint8)


@dataclass(frozen=True)
class Camera:
    """How a barcode is photographed.

    Attributes:
        module: width of the narrowest bar in pixels.
        blur: sigma of the blur in modules.
        turn: degrees in the plane.
        tilt: how much shorter the far side is, 0..1.
        glare: lightness added in the middle of a soft spot, 0..255.
        noise: sigma of the noise.
    """

    module: float = 2.5
    blur: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    glare: float = 0.0
    noise: float = 0.0


def photographed(digits: str, camera: Camera, rng: np.random.Generator) -> Pixels:
    """A photo, uint8 (720, 960, 3), of a box with the barcode on it."""
    code = drawn(digits, module=8, height=400)
    height, width = code.shape[:2]
    target = _corners(width, height, camera)
    origin = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(origin, target + np.array([480, 360], np.float32))
    scene: NDArray[np.float64] = np.tile(rng.uniform(90, 220, 3), (720, 960, 1))
    # Drawn at four times the size and averaged, as a sensor does.
    large = np.diag([4.0, 4.0, 1.0]) @ matrix
    warped = cv2.warpPerspective(code, large, (3840, 2880), flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.full_like(code, 255), large, (3840, 2880))
    warped, inside = (
        cv2.resize(each, (960, 720), interpolation=cv2.INTER_AREA) for each in (warped, inside)
    )
    share = inside.astype(np.float32) / 255
    scene = scene * (1 - share) + (20 + warped.astype(np.float32) * 0.82) * share
    if camera.blur:
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), camera.blur * camera.module), np.float64)
    rows, columns = np.mgrid[:720, :960].astype(np.float32)
    x, y = rng.uniform(400, 560), rng.uniform(300, 420)
    spot = np.exp(-(((columns - x) / 90) ** 2 + ((rows - y) / 60) ** 2))
    scene = scene + camera.glare * spot[..., None]
    scene = scene + rng.normal(0, max(camera.noise, 1e-6), scene.shape)
    return np.asarray(np.clip(scene, 0, 255), np.uint8)


def _corners(width: int, height: int, camera: Camera) -> NDArray[np.float32]:
    """The corners of the code around the photo's middle, turned and tilted."""
    scale = camera.module / 8
    w, h = width * scale / 2, height * scale / 2
    far = 1 - camera.tilt
    corners = np.array([[-w, -h], [w, -h * far], [w, h * far], [-w, h]]) * [1 - camera.tilt / 3, 1]
    angle = np.radians(camera.turn)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(corners @ turn, np.float32)
