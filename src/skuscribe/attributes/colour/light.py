"""The light that a product is seen in: without it nobody can tell white from gray."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skuscribe.record.base import Number, Part

OF_REGION = (5, 15, 50, 85, 95)
"""Percentiles of the lightness that are kept of a region."""

Floats = NDArray[np.float32]


class Light(Part):
    """How light a region and what is around it are; lightness is CIELAB L, 0..100.

    Attributes:
        region: percentiles `OF_REGION` of the region's lightness.
        ground: median CIELAB of what is not the product.
        ground_bright: 85th percentile of the ground's lightness.
        brightest: 99th percentile of the photo's lightness: how well it is exposed.
    """

    region: tuple[Number, Number, Number, Number, Number]
    ground: tuple[Number, Number, Number]
    ground_bright: Number
    brightest: Number


WHITE_GROUND = np.array([[100.0, 0.0, 0.0]], np.float32)
"""Taken for the ground where the product fills the photo."""


def light_of(region: Floats, ground: Floats) -> Light:
    """Return the light of a region.

    Args:
        region: CIELAB, float32 (n, 3), n >= 1.
        ground: the same of the photo without the product; may be empty.
    """
    around = ground if len(ground) else WHITE_GROUND
    whole = np.concatenate([region[:, 0], around[:, 0]])
    lightness, a, b = np.median(around, axis=0).tolist()
    dark, darker, middle, lighter, bright = np.percentile(region[:, 0], OF_REGION).tolist()
    return Light(
        region=(dark, darker, middle, lighter, bright),
        ground=(lightness, a, b),
        ground_bright=float(np.percentile(around[:, 0], 85)),
        brightest=float(np.percentile(whole, 99)),
    )
