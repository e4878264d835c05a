"""The few colours of a set of pixels: K-Means in CIELAB, then those that look alike are joined."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.attributes.colour.space import Lab

CLUSTERS = 8
SAMPLES = 4096
SEED = 7
LIGHTNESS = 0.6
"""Weight of lightness against hue: one colour in light and shade is one cluster more often."""

ALIKE = 4.0
"""CIELAB distance under which two clusters are one: K-Means cuts an even colour anywhere."""

ROUNDS, SMALL_STEP = 20, 0.5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Cluster:
    """A colour and the share of the pixels that have it."""

    lab: Lab
    share: float


def clusters_of(lab: Floats) -> list[Cluster]:
    """Return the colours of `lab`, float32 (n, 3), n >= 1, largest share first.

    Deterministic: pixels are taken at even steps and K-Means starts from a fixed state.
    """
    points = np.ascontiguousarray(lab[:: max(1, len(lab) // SAMPLES)])
    count = min(CLUSTERS, _distinct(points))
    if count == 1:
        return [Cluster(_median(points), 1.0)]
    weights = np.array([LIGHTNESS, 1.0, 1.0], np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, ROUNDS, SMALL_STEP)
    cv2.setRNGSeed(SEED)
    start = np.zeros((len(points), 1), np.int32)  # the start is K-Means++'s; this is its space
    _, numbers, _ = cv2.kmeans(points * weights, count, start, criteria, 1, cv2.KMEANS_PP_CENTERS)
    flat = np.asarray(numbers)[:, 0]
    parts = [points[flat == number] for number in range(count)]
    found = [Cluster(_median(part), len(part) / len(points)) for part in parts if len(part)]
    return sorted(_joined(found), key=lambda cluster: (-cluster.share, cluster.lab))


def mean_of(clusters: list[Cluster]) -> Cluster:
    """Return one cluster of several, at their mean colour."""
    share = sum(each.share for each in clusters)
    lab = np.average([each.lab for each in clusters], 0, [each.share for each in clusters])
    lightness, a, b = lab.tolist()
    return Cluster((lightness, a, b), share)


def _distinct(points: Floats) -> int:
    """Count the colours that differ by whole units; one number a colour sorts far faster."""
    units = points.round().astype(np.int64) + 256
    return len(np.unique((units[:, 0] << 40) + (units[:, 1] << 20) + units[:, 2]))


def _median(points: Floats) -> Lab:
    lightness, a, b = np.median(points, axis=0).tolist()
    return lightness, a, b


def _joined(clusters: list[Cluster]) -> list[Cluster]:
    """Join the two clusters that are most alike until none are."""
    left = list(clusters)
    while len(left) > 1:
        lab = np.array([each.lab for each in left])
        apart = np.linalg.norm(lab[:, None] - lab[None], axis=2) + 1e3 * np.eye(len(left))
        one, other = np.unravel_index(int(apart.argmin()), apart.shape)
        if apart[one, other] >= ALIKE:
            return left
        both = mean_of([left[one], left[other]])
        left = [each for n, each in enumerate(left) if n not in (one, other)] + [both]
    return left
