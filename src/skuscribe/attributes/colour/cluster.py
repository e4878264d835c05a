"""Find the few colours of a set of pixels: K-Means in CIELAB, then shades are put together."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.attributes.colour.space import Lab, delta_e

CLUSTERS = 8
SAMPLES = 4096
SEED = 7
LIGHTNESS = 0.6
"""Weight of lightness against hue: one colour in light and shade is one cluster more often."""

SAME_COLOUR = 10.0
"""CIEDE2000 under which two clusters are one colour."""

NEUTRAL = 9.0
"""Chroma under which a colour has no hue to speak of."""

SAME_HUE = 20.0  # degrees
SHADE = 42.0
NEUTRAL_SHADE = 24.0
"""Differences of lightness that shade and sheen make on one material, with and without hue."""


@dataclass(frozen=True)
class Cluster:
    """A colour and the share of the pixels that have it."""

    lab: Lab
    share: float


def clusters_of(lab: NDArray[np.float32]) -> list[Cluster]:
    """Return the colours of `lab`, float32 (n, 3), n >= 1, largest share first.

    Deterministic: pixels are taken at even steps and K-Means starts from a fixed state.
    """
    step = max(1, len(lab) // SAMPLES)
    points = np.ascontiguousarray(lab[::step])
    weights = np.array([LIGHTNESS, 1.0, 1.0], np.float32)
    count = min(CLUSTERS, _distinct(points))
    if count == 1:
        return [Cluster(_median(points), 1.0)]
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.5)
    cv2.setRNGSeed(SEED)
    start = np.zeros((len(points), 1), np.int32)  # the start is K-Means++'s; this is its space
    _, numbers, _ = cv2.kmeans(points * weights, count, start, criteria, 2, cv2.KMEANS_PP_CENTERS)
    numbers = np.asarray(numbers)
    found = [points[numbers[:, 0] == number] for number in range(count)]
    clusters = [Cluster(_median(part), len(part) / len(points)) for part in found if len(part)]
    return _together(clusters)


def _distinct(points: NDArray[np.float32]) -> int:
    """Count the colours that differ by whole units; one number a colour sorts far faster."""
    units = points.round().astype(np.int64) + 256
    return len(np.unique((units[:, 0] << 40) + (units[:, 1] << 20) + units[:, 2]))


def _median(points: NDArray[np.float32]) -> Lab:
    lightness, a, b = np.median(points, axis=0).tolist()
    return lightness, a, b


def _together(clusters: list[Cluster]) -> list[Cluster]:
    """Give each cluster to the largest one that it is a shade of."""
    colours: list[Cluster] = []
    for cluster in sorted(clusters, key=lambda c: (-c.share, c.lab)):
        home = next((c for c in colours if _one_colour(c.lab, cluster.lab)), None)
        if home is None:
            colours.append(cluster)
        else:
            colours[colours.index(home)] = Cluster(home.lab, home.share + cluster.share)
    return sorted(colours, key=lambda c: (-c.share, c.lab))


def _one_colour(one: Lab, other: Lab) -> bool:
    return delta_e(one, other) < SAME_COLOUR or _shade(one, other)


def _shade(one: Lab, other: Lab) -> bool:
    """Tell whether two colours are one material in more and in less light."""
    lightness = abs(one[0] - other[0])
    chroma, other_chroma = np.hypot(*one[1:]), np.hypot(*other[1:])
    if max(chroma, other_chroma) < NEUTRAL:
        return bool(lightness < NEUTRAL_SHADE)
    if min(chroma, other_chroma) < NEUTRAL:
        return False
    hue = np.degrees(np.arctan2(one[2], one[1]) - np.arctan2(other[2], other[1]))
    apart = abs((hue + 180) % 360 - 180)
    # In the dark chroma falls with lightness; a pale colour beside a full one is another colour.
    full, faint = max(chroma, other_chroma), min(chroma, other_chroma)
    return bool(apart < SAME_HUE and lightness < SHADE and faint > 0.4 * full)
