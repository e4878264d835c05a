"""Views of an outlined photo: crops in other light, mirrored, on another ground, on a person.

Each is drawn from a generator that is seeded by the photo's and the view's number.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skuscribe.learn.masks.data import Outlined, Pixels, Target, read_outlined
from skuscribe.learn.views import other_light
from skuscribe.look.prepare import frame_of, letterbox

CROPS_BY_HAND, CROPS_WORN = 6, 23
"""Further views of a mask that a person drew, and of a worn garment: there are few of both."""

PASTED = -1
"""Number of the view on another ground."""

DRESSED = (-3, -2)
"""Numbers of the views of a garment on a person whom another photo shows."""

FIT = (0.85, 1.25)
"""Width of a garment, as a share of the width of what the person wore there."""

LEAST_CROP, LEAST_PRODUCT = 0.5, 0.6
"""Share of the photo, and of its product, that a crop keeps."""

SMALLEST = 50
"""Pixels of a product that is worth another ground."""


@dataclass(frozen=True)
class View:
    """View `number` of a photo: `PASTED`, one of `DRESSED`, 0 as it is, above it a crop."""

    photo: Outlined
    number: int


def views_of(photo: Outlined) -> list[View]:
    """Return the views that a photo is trained in."""
    if photo.worn:
        return [View(photo, number) for number in range(1 + CROPS_WORN)]
    crops = CROPS_BY_HAND if photo.by_hand else 0
    pasted = (*DRESSED, PASTED) if photo.garment else (PASTED,)
    return [View(photo, number) for number in (*pasted, *range(1 + crops))]


def draw(view: View, place: int, grounds: list[Outlined]) -> tuple[Pixels, Target]:
    """Return pixels and target of a view.

    Args:
        view: which.
        place: of the view among all; seeds what is random.
        grounds: photos whose pixels may be another ground.
    """
    pixels, target = read_outlined(view.photo)
    random = np.random.default_rng((place, view.number - min(DRESSED)))
    if view.number < 0:
        persons = [each for each in grounds if each.worn] if view.number in DRESSED else []
        among = persons or grounds
        ground = read_outlined(among[int(random.integers(len(among)))])
        pixels, target = _pasted(pixels, target, ground, bool(persons), random)
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
    pixels: Pixels,
    target: Target,
    ground: tuple[Pixels, Target],
    dressed: bool,
    random: np.random.Generator,
) -> tuple[Pixels, Target]:
    """Paste the product on another ground, in another size and light; its edge stays soft."""
    inside = np.argwhere(target[..., 0] > 0.5)
    if len(inside) < SMALLEST:
        return pixels, target
    (top, left), (bottom, right) = inside.min(axis=0), inside.max(axis=0) + 1
    product, mask = pixels[top:bottom, left:right], target[top:bottom, left:right, 0]
    behind, others = ground
    (x, y), size = _place(mask.shape, others, dressed, random)
    small = cv2.resize(product, size, interpolation=cv2.INTER_AREA)
    product = other_light(np.asarray(small, np.uint8), random)
    shrunk = cv2.resize(np.ascontiguousarray(mask), size, interpolation=cv2.INTER_AREA)
    mask = np.asarray(shrunk, np.float32)
    place = (slice(y, y + size[1]), slice(x, x + size[0]))
    soft = cv2.GaussianBlur(mask, (3, 3), 0)[..., None]
    mixed = behind.astype(np.float32)
    mixed[place] = mixed[place] * (1 - soft) + product * soft
    fresh = np.zeros_like(others)
    fresh[(*place, 0)] = mask
    if others[..., 1:].any():  # a person: what he wore is now what he wears beside the product
        fresh[..., 1] = others[..., 1] * (1 - fresh[..., 0])
        fresh[..., 2] = np.maximum(others[..., 0], others[..., 2]) * (1 - fresh[..., 0])
    return mixed.astype(np.uint8), fresh


def _place(
    shape: tuple[int, ...], others: Target, dressed: bool, random: np.random.Generator
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return left and top, and width and height, of a product of `shape` on another ground."""
    height, width = others.shape[:2]
    worn = np.argwhere(others[..., 0] > 0.5) if dressed else np.zeros((0, 2), np.int64)
    if len(worn):
        (top, left), (bottom, right) = worn.min(axis=0), worn.max(axis=0) + 1
        scale = random.uniform(*FIT) * (right - left) / shape[1]
    else:
        scale = random.uniform(0.4, 0.95) * min(height / shape[0], width / shape[1])
    size = (
        min(max(8, int(shape[1] * scale)), width),
        min(max(8, int(shape[0] * scale)), height),
    )
    room = (width - size[0], height - size[1])
    if len(worn):
        middle = ((left + right - size[0]) // 2, (top + bottom - size[1]) // 2)
        return (_within(int(middle[0]), room[0]), _within(int(middle[1]), room[1])), size
    y = int(random.integers(0, room[1] + 1))
    return (int(random.integers(0, room[0] + 1)), y), size


def _within(place: int, room: int) -> int:
    return min(max(0, place), room)


def boxed(pixels: Pixels, target: Target, size: int) -> tuple[Pixels, Target]:
    """Return the network's square, uint8 (size, size, 3), and the target at half its side."""
    frame = frame_of(pixels.shape[1], pixels.shape[0], size)
    square = np.zeros((size, size, target.shape[2]), np.float32)
    inner = cv2.resize(target, (frame.width, frame.height), interpolation=cv2.INTER_AREA)
    square[frame.top : frame.top + frame.height, frame.left : frame.left + frame.width] = inner
    half = cv2.resize(square, (size // 2, size // 2), interpolation=cv2.INTER_AREA)
    return letterbox(pixels, size), np.asarray(half, np.float32)
