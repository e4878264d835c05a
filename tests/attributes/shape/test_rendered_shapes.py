"""Drawn shapes keep their word when they are turned, seen a little from the side, and noisy."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from skuscribe.attributes.shape.outline import measure_outline
from skuscribe.attributes.shape.words import word_of
from skuscribe.subject.ground import outside_ground

SIDE = 320
TURNS = range(0, 90, 9)
TILTS = (0.0, 0.06)
NOISES = (0.0, 3.0)


def corners_of(width: float, height: float) -> NDArray[np.float64]:
    return np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2


def around(width: float, height: float) -> NDArray[np.float64]:
    turn = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    return np.stack([width / 2 * np.cos(turn), height / 2 * np.sin(turn)], axis=1)


SHAPES = {
    "round": around(150, 150),
    "oval": around(190, 120),
    "square": corners_of(140, 140),
    "rectangular": corners_of(190, 110),
    "triangular": np.array([[0.0, -85.0], [95.0, 75.0], [-95.0, 75.0]]),
}


def drawn(points: NDArray[np.float64], turn: int, tilt: float, noise: float) -> NDArray[np.uint8]:
    """A dark shape on white: turned by degrees, its far side smaller by `tilt`, with noise."""
    angle = np.deg2rad(turn)
    turned = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    depth = 1 + tilt * turned[:, 1:] / 100
    placed = np.rint((turned / depth + SIDE / 2) * 16).astype(np.int32)
    image = np.full((SIDE, SIDE, 3), 250, np.uint8)
    cv2.fillPoly(image, [placed], (60, 70, 90), cv2.LINE_AA, shift=4)
    grain = np.random.default_rng(turn).normal(0, noise, image.shape)
    return np.asarray((image + grain).clip(0, 255), np.uint8)


@pytest.mark.slow
def test_shapes_are_named_from_every_side() -> None:
    wrong = []
    cases = list(itertools.product(SHAPES, TURNS, TILTS, NOISES))
    for name, turn, tilt, noise in cases:
        mask = outside_ground(drawn(SHAPES[name], turn, tilt, noise)).mask
        found = word_of(measure_outline(mask))  # type: ignore[arg-type]
        if found is None or found.word != name:
            wrong.append((name, turn, tilt, noise, found and found.word))
    assert len(wrong) <= 0.03 * len(cases), wrong
