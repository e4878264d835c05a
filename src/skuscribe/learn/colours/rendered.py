"""Drawn products of known colours: on many grounds, in three lights, with the shade of a body.

Photos teach how people call colours; these keep the rule sane where there are no photos.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from coloraide import Color
from numpy.typing import NDArray

from skuscribe.attributes.colour.attribute import Region, region_of
from skuscribe.attributes.colour.names import table
from skuscribe.attributes.colour.region import regions_of

SIDE = 120
LIGHTS = ((1.0, 1.0, 1.0), (1.04, 1.0, 0.93), (0.95, 1.0, 1.05))
"""Daylight, a warm and a cool light, as factors of linear R, G and B."""

Linear = NDArray[np.float64]


def rendered(each: int, seed: int = 0) -> Iterator[tuple[Region, str]]:
    """Yield what is measured on drawn products, and the word for their colour.

    Args:
        each: how many of every name of the colour table.
        seed: of grounds, lights and shade.
    """
    random = np.random.default_rng(seed)
    for word, entries in table().items():
        for _, lab in entries:
            for _ in range(each):
                colour = np.array(Color("lab-d65", list(lab)).convert("srgb-linear").coords())
                pixels, mask = _drawn(colour.clip(0, 1), random)
                found = regions_of(pixels, mask)
                yield region_of(found.subject, found.ground), word


def _drawn(
    colour: Linear, random: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return a photo of a shaded body on a ground, and where the body is."""
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    mask = (x / random.uniform(0.4, 0.85)) ** 2 + (y / random.uniform(0.4, 0.85)) ** 2 < 1
    side = random.uniform(-1, 1, 2)
    shade = 1 - random.uniform(0.05, 0.35) * (1 + side[0] * x + side[1] * y).clip(0, 2) / 2
    body = colour * shade[..., None]
    picture = np.where(mask[..., None], body, _ground(x, y, random))
    picture = picture * LIGHTS[random.integers(len(LIGHTS))] * random.uniform(0.85, 1.0)
    picture = picture + random.normal(0, 0.006, picture.shape)
    gamma = np.where(
        picture <= 0.0031308, 12.92 * picture, 1.055 * picture.clip(1e-9) ** (1 / 2.4) - 0.055
    )
    soft = cv2.GaussianBlur((255 * gamma.clip(0, 1)).astype(np.uint8), (0, 0), 0.7)
    return np.asarray(soft, np.uint8), mask


def _ground(x: Linear, y: Linear, random: np.random.Generator) -> Linear:
    """Return white, a gradient of gray, a colour, or a texture."""
    kind = random.integers(4)
    if kind == 0:
        return np.full((*x.shape, 3), random.uniform(0.9, 1.0))
    tone = random.uniform(0.2, 0.95) * (1 if kind == 1 else random.uniform(0.3, 1.0, 3))
    slope = 1 + random.uniform(-0.2, 0.2) * x + random.uniform(-0.2, 0.2) * y
    texture = random.uniform(0.7, 1.3, x.shape) if kind == 3 else 1.0
    return np.asarray((slope * texture)[..., None] * np.ones(3) * tone, np.float64)
