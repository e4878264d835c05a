"""The product as the network sees it: alone, and together with what a plain ground leaves over."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.subject.edges import Floats, drawn_to, lightness_of
from skuscribe.subject.ground import Plain, flooded
from skuscribe.subject.proposal import Mask, Proposal, largest_parts

RADIUS = 4
"""Of the window that edges are drawn in, in pixels at the working size."""

EPSILON = 1e-3
"""Variance of lightness (0..1) under which a window has no edge."""

LEAST_SKIN = 0.005
"""Share of the photo from which skin tells of a person: of 206 photos without one none reached it,
of nine worn garments all."""

EXPECTED_IOU = (-3.03, 4.05)
"""Intercept, and factor of the mean probability inside; fitted on half of the validation masks and
held against the other half."""

GROUND_WEIGHT = 3.0
"""What a surely plain ground adds to the logit of what is not ground, and takes from that of what
is. Of 0 to 4 the best on validation masks (`docs/decisions/0010`)."""

EXPECTED_TOGETHER = (0.39, 0.22, 0.38)
"""Intercept, factor of the network's own expected IoU, and of the IoU of both masks; as above."""


def seen_by_network(pixels: NDArray[np.uint8], seen: Floats) -> Proposal:
    """Propose the product that the network sees, with edges drawn to those of the photo.

    Args:
        pixels: uint8 (h, w, 3), sRGB, a few hundred pixels wide.
        seen: float32 (rows, columns, 2), the probability of the product and of a person's skin.
    """
    return _alone(*_drawn(pixels, seen))


def seen_on_plain(pixels: NDArray[np.uint8], seen: Floats, plain: Plain) -> Proposal:
    """Propose what network and plain ground say together; their logits are added.

    Where the ground is even from the border on, the network is not asked: on drawn pictures, which
    it never saw, it takes such ground for the product. What hangs together with the product and is
    of another colour than the ground belongs to it: a handle that the network did not see.

    Args:
        pixels: uint8 (h, w, 3), sRGB, a few hundred pixels wide.
        seen: float32 (rows, columns, 2), as in `seen_by_network`.
        plain: what a surely plain ground leaves over.
    """
    ground = plain.proposal
    probability, drawn = _drawn(pixels, seen)
    alone = _alone(probability, drawn)
    sure = np.clip(drawn, 1e-4, 1 - 1e-4)
    logit = np.log(sure / (1 - sure)) + np.where(ground.mask, GROUND_WEIGHT, -GROUND_WEIGHT)
    intercept, own, agreed = EXPECTED_TOGETHER
    expected = intercept + own * alone.confidence + agreed * _iou(alone.mask, ground.mask)
    confidence = float(np.clip(expected, 0.0, 0.98))
    mask = (logit > 0) & ~plain.certain
    whole = flooded(mask | plain.distinct, mask)
    return Proposal(largest_parts(whole), confidence, "plain_background")


def shows_skin(seen: Floats) -> bool:
    """Tell whether a person's skin or hair is on the photo; `seen` as in `seen_by_network`."""
    return float((seen[..., 1] > 0.5).mean()) >= LEAST_SKIN


def _drawn(pixels: NDArray[np.uint8], seen: Floats) -> tuple[Floats, Floats]:
    """Return the probability of the product for each pixel, and the same drawn to the edges.

    What is sooner skin than product is none of the product.
    """
    product, skin = seen[..., 0], seen[..., 1]
    alone = np.where(skin > product, np.float32(0), product)
    large = cv2.resize(alone, pixels.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    probability = np.clip(np.asarray(large, np.float32), 0.0, 1.0)
    return probability, drawn_to(lightness_of(pixels), probability, RADIUS, EPSILON)


def _alone(probability: Floats, drawn: Floats) -> Proposal:
    mask = largest_parts(drawn > 0.5)
    return Proposal(mask, _confidence(probability, mask), "network")


def _iou(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / max(1, int((one | other).sum())))


def _confidence(probability: Floats, mask: Mask) -> float:
    """Return the expected IoU, by how sure the network is of what it takes for the product."""
    inside = probability > 0.5
    if not mask.any() or not inside.any():
        return 0.0
    intercept, slope = EXPECTED_IOU
    return float(np.clip(intercept + slope * float(probability[inside].mean()), 0.0, 0.98))
