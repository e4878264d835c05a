"""What a word for a colour is chosen by: the colour itself, and the light that it is seen in.

A linear rule on these decides (`words.py`); the squares and products make its boundaries curves.
Lightness is in hundreds, a and b in fifties, so that most values lie within -2..2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skuscribe.attributes.colour.cluster import Cluster
from skuscribe.attributes.colour.light import Light

Values = NDArray[np.float64]

FAINT = 0.2
"""Chroma (in fifties) at which a colour has lost 1 - 1/e of being neutral."""

GOLDEN, GOLDEN_WIDTH = 1.4, 0.35
"""Hue of brass and gold in radians, and how far from it a hue still counts."""

STUDIO, STUDIO_WIDTH = 0.85, 0.05
"""Lightness from which a neutral ground is that of a studio, and how sharp that is."""


def features_of(clusters: Sequence[Cluster], light: Light) -> Values:
    """Return float64 (clusters, features), in the order of `NAMES`."""
    table = _table(clusters, light)
    return np.stack([table[name] for name in NAMES], axis=1)


def _table(clusters: Sequence[Cluster], light: Light) -> dict[str, Values]:
    lab = np.array([each.lab for each in clusters]) / (100, 50, 50)
    share = np.array([each.share for each in clusters])
    lightness, a, b = lab.T
    chroma, hue = np.hypot(a, b), np.arctan2(b, a)
    neutral = np.exp(-((chroma / FAINT) ** 2))
    return {
        **_colour(lightness, a, b, chroma, hue),
        **_sheen(lightness, chroma, hue, neutral, share, light),
        **_exposure(lightness, neutral, light),
    }


def _colour(
    lightness: Values, a: Values, b: Values, chroma: Values, hue: Values
) -> dict[str, Values]:
    return {
        "L": lightness,
        "a": a,
        "b": b,
        "C": chroma,
        "L^2": lightness**2,
        "a^2": a**2,
        "b^2": b**2,
        "ab": a * b,
        "La": lightness * a,
        "Lb": lightness * b,
        "LC": lightness * chroma,
        "C^2": chroma**2,
        "C^0.5": np.sqrt(chroma),
        "L^3": lightness**3,
        "a^3": a**3,
        "b^3": b**3,
        "C cos 2h": chroma * np.cos(2 * hue),
        "C sin 2h": chroma * np.sin(2 * hue),
        "C cos 3h": chroma * np.cos(3 * hue),
        "C sin 3h": chroma * np.sin(3 * hue),
        "LC cos 2h": lightness * chroma * np.cos(2 * hue),
        "LC sin 2h": lightness * chroma * np.sin(2 * hue),
    }


def _sheen(
    lightness: Values, chroma: Values, hue: Values, neutral: Values, share: Values, light: Light
) -> dict[str, Values]:
    """Metal is neutral or golden, and light and dark at once."""
    darkest, dark, _, bright, brightest = np.array(light.region) / 100
    weight = share * neutral
    all_neutral = weight.sum() + 1e-6
    mean = (weight * lightness).sum() / all_neutral
    spread = np.sqrt((weight * (lightness - mean) ** 2).sum() / all_neutral)
    golden = np.exp(-(((hue - GOLDEN) / GOLDEN_WIDTH) ** 2)) * np.minimum(chroma, 0.6)
    return {
        "n": neutral,
        "nL": neutral * lightness,
        "nL^2": neutral * lightness**2,
        "n bright": neutral * bright,
        "n dark": neutral * dark,
        "n range": neutral * (bright - dark),
        "n spread": neutral * spread,
        "n share": neutral * all_neutral,
        "nL spread": neutral * lightness * spread,
        "nL bright": neutral * lightness * bright,
        "nL range": neutral * lightness * (bright - dark),
        "n mean": neutral * mean,
        "n bright^2": neutral * bright**2,
        "golden": golden,
        "golden L": golden * lightness,
        "golden range": golden * (bright - dark),
        "golden extremes": golden * (brightest - darkest),
    }


def _exposure(lightness: Values, neutral: Values, light: Light) -> dict[str, Values]:
    """Set a colour against its light: a gray in bright light is as light as a white in dim."""
    _, dark, _, bright, _ = np.array(light.region) / 100
    exposed = max(0.3, light.brightest / 100)
    ground = light.ground[0] / 100
    ground_chroma = float(np.hypot(*light.ground[1:])) / 50
    ground_bright = max(0.3, light.ground_bright / 100)
    studio = np.exp(-((ground_chroma / FAINT) ** 2)) / (
        1 + np.exp(-(ground - STUDIO) / STUDIO_WIDTH)
    )
    in_studio = neutral * studio
    return {
        "n exposed": neutral * exposed,
        "nL / exposed": neutral * lightness / exposed,
        "n bright / exposed": neutral * bright / exposed,
        "n ground": neutral * ground,
        "nL ground": neutral * lightness * ground,
        "n ground bright": neutral * ground_bright,
        "n ground bright - L": neutral * (ground_bright - lightness),
        "n studio": in_studio,
        "nL studio": in_studio * lightness,
        "nL^2 studio": in_studio * lightness**2,
        "n studio bright": in_studio * bright,
        "n studio dark": in_studio * dark,
        "coloured studio": studio * (1 - neutral),
        "coloured L studio": studio * (1 - neutral) * lightness,
    }


_GRAY = Light(region=(50, 50, 50, 50, 50), ground=(100, 0, 0), ground_bright=100, brightest=100)
NAMES = tuple(_table([Cluster((50.0, 0.0, 0.0), 1.0)], _GRAY))
