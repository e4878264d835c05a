"""Views of an outlined photo: crops in other light, mirrored, and the product on another ground.

Each is drawn from a generator that is seeded by the photo's and the view's number.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skuscribe.learn.masks.data import Outlined, Pixels, Target, read_outlined
from skuscribe.learn.views import other_light
from skuscribe.look.prepare import frame_of, letterbox

CROPS_BY_HAND, CROPS_WORN = 4, 23
"""Further views of a mask that a person drew, and of a worn garment: there are few of both."""

LEAST_CROP, LEAST_PRODUCT = 0.5, 0.6
"""Share of the photo, and of its product, that a crop keeps."""

SMALLEST = 50
"""Pixels of a product that is worth another ground."""


@dataclass(frozen=True)
class View:
    """View `number` of a photo, -1 for the product on another ground."""

    photo: Outlined
    number: int


def views_of(photo: Outlined) -> list[View]:
    """Return the views that a photo is trained in."""
    if photo.worn:
        return [View(photo, number) for number in range(1 + CROPS_WORN)]
    crops = CROPS_BY_HAND if photo.by_hand else 0
    return [View(photo, number) for number in range(-1, 1 + crops)]


def draw(view: View, place: int, grounds: list[Outlined]) -> tuple[Pixels, Target]:
    """Return pixels and target of a view.

    Args:
        view: which.
        place: of the view among all; seeds what is random.
        grounds: photos whose pixels may be another ground.
    """
    pixels, target = read_outlined(view.photo)
    random = np.random.default_rng((place, view.number + 1))
    if view.number < 0:
        ground, _ = read_outlined(grounds[int(random.integers(len(grounds)))])
        pixels, target = _pasted(pixels, target, ground, random)
    elif view.number > 0:
        pixels, target = _cropped(pixels, target, random)
        pixels = other_light(pixels, random)
    if view.number and random.random() < 0.5:
        pixels, target = pixels[:, ::-1], target[:, ::-1]
    return np.ascontiguousarray(pixels), np.ascontiguousarray(target)


def _cropped(pixels: Pixels, target: Target, random: np.random.Generator) -> tuple[Pixels, Target]:
    height, width = pixels.shape[:2]
    for _ in range(5):
        side = np.sqrt(random.uniform(LEAST_CROP, 1.0))
        rows, columns = (max(16, round(length * side)) for length in (height, width))
        top = int(random.integers(0, max(1, height - rows + 1)))
        left = int(random.integers(0, max(1, width - columns + 1)))
        part = (slice(top, top + rows), slice(left, left + columns))
        if target[part][..., 0].sum() >= LEAST_PRODUCT * target[..., 0].sum():
            return pixels[part], target[part]
    return pixels, target


def _pasted(
    pixels: Pixels, target: Target, ground: Pixels, random: np.random.Generator
) -> tuple[Pixels, Target]:
    """Paste the product on another ground, in another size and light; its edge stays soft."""
    inside = np.argwhere(target[..., 0] > 0.5)
    if len(inside) < SMALLEST:
        return pixels, target
    (top, left), (bottom, right) = inside.min(axis=0), inside.max(axis=0) + 1
    product, mask = pixels[top:bottom, left:right], target[top:bottom, left:right, 0]
    height, width = ground.shape[:2]
    scale = random.uniform(0.4, 0.95) * min(height / mask.shape[0], width / mask.shape[1])
    size = (max(8, int(mask.shape[1] * scale)), max(8, int(mask.shape[0] * scale)))
    size = (min(size[0], width), min(size[1], height))
    small = cv2.resize(product, size, interpolation=cv2.INTER_AREA)
    product = other_light(np.asarray(small, np.uint8), random)
    shrunk = cv2.resize(np.ascontiguousarray(mask), size, interpolation=cv2.INTER_AREA)
    mask = np.asarray(shrunk, np.float32)
    y = int(random.integers(0, height - size[1] + 1))
    x = int(random.integers(0, width - size[0] + 1))
    place = (slice(y, y + size[1]), slice(x, x + size[0]))
    soft = cv2.GaussianBlur(mask, (3, 3), 0)[..., None]
    mixed = ground.astype(np.float32)
    mixed[place] = mixed[place] * (1 - soft) + product * soft
    fresh = np.zeros((height, width, 2), np.float32)
    fresh[(*place, 0)] = mask
    return mixed.astype(np.uint8), fresh


def boxed(pixels: Pixels, target: Target, size: int) -> tuple[Pixels, Target]:
    """Return the network's square, uint8 (size, size, 3), and the target at half its side."""
    frame = frame_of(pixels.shape[1], pixels.shape[0], size)
    square = np.zeros((size, size, target.shape[2]), np.float32)
    inner = cv2.resize(target, (frame.width, frame.height), interpolation=cv2.INTER_AREA)
    square[frame.top : frame.top + frame.height, frame.left : frame.left + frame.width] = inner
    half = cv2.resize(square, (size // 2, size // 2), interpolation=cv2.INTER_AREA)
    return letterbox(pixels, size), np.asarray(half, np.float32)
