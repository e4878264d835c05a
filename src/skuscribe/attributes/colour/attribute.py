"""Photo and subject to colour attributes: up to three, largest share first, or an honest doubt."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.attributes.colour.cluster import Cluster, clusters_of
from skuscribe.attributes.colour.names import name_of
from skuscribe.attributes.colour.space import hex_of, lab_of
from skuscribe.record.model import Attribute, Evidence, Standard, Swatch
from skuscribe.record.stations import Photo, Subject

VOCABULARY = "shopify/color"
MOST = 3
SMALLEST_SHARE = 0.12
"""A colour on less of the subject is a detail."""

LEAST_SUBJECT = 0.35
"""Confidence of the subject under which its colours would be those of the ground."""

WORKING_SIDE = 512
EDGE = 0.008
"""Outermost part of the subject that is left out, as a share of the long side: edges mix."""


SCREENS = frozenset({"computer monitor", "laptop", "mobile phone", "television"})
"""Labels whose middle shows a picture: the colours of that picture are not the product's."""

FRAME = 0.05
"""Width of the frame around a screen, as a share of the subject's short side."""


def main_colours(
    photo: Photo, subject: Subject, label: str | None, index: int
) -> tuple[Attribute, ...]:
    """Return the product's main colours on photo `index`; one `unsure` when it is not clear."""
    mask = _frame(subject.mask) if label in SCREENS else subject.mask
    pixels = _inside(photo.pixels, mask)
    clusters = clusters_of(lab_of(pixels))
    if subject.confidence < LEAST_SUBJECT:
        return (_unsure(clusters[0], subject.confidence, index),)
    main = [cluster for cluster in clusters if cluster.share >= SMALLEST_SHARE][:MOST]
    named: dict[str, Attribute] = {}
    for cluster in main or clusters[:1]:
        attribute = _shown(cluster, subject.confidence, index)
        named.setdefault(attribute.value, attribute)  # one name, one colour
    return tuple(named.values())


def _frame(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the outermost part of the mask, where a screen has its housing."""
    _, _, width, height = cv2.boundingRect(mask.astype(np.uint8))
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    return np.asarray(mask & (depth <= max(3.0, FRAME * min(width, height))), np.bool_)


def _inside(pixels: NDArray[np.uint8], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the pixels well inside the mask, uint8 (n, 3), n >= 1."""
    height, width = mask.shape
    scale = min(1.0, WORKING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    inner = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    radius = max(1, round(EDGE * max(size)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    core = cv2.erode(inner, kernel)
    for chosen in (core, inner):
        if chosen.any():
            return np.asarray(small[chosen > 0], np.uint8)
    return np.asarray(small.reshape(-1, 3), np.uint8)


def _evidence(cluster: Cluster) -> Evidence:
    share = min(1.0, cluster.share)
    return Evidence(swatch=Swatch(hex=hex_of(cluster.lab), share=share, lab=cluster.lab))


def _shown(cluster: Cluster, sure: float, index: int) -> Attribute:
    found = name_of(cluster.lab)
    # Doubt comes from the mask and from a colour that lies between two words.
    clear = 0.55 + 0.45 * min(1.0, found.clearness / 0.5)
    return Attribute(
        name="colour",
        value=found.name,
        standard=Standard(vocabulary=VOCABULARY, value=found.shopify),
        confidence=clear * (0.6 + 0.4 * sure),
        source="photo",
        photo=index,
        evidence=_evidence(cluster),
    )


def _unsure(cluster: Cluster, sure: float, index: int) -> Attribute:
    return Attribute(
        name="colour",
        value="",
        confidence=0.5 * sure,
        source="photo",
        photo=index,
        evidence=_evidence(cluster),
        state="unsure",
    )
