"""The frozen values that one station of the path hands to the next.

Arrays are numpy; coordinates are fractions 0..1 of the upright photo, x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Box = tuple[float, float, float, float]
"""x, y, width, height as fractions of the photo."""


@dataclass(frozen=True, eq=False)
class Photo:
    """An upright sRGB photo, ready for every later station.

    Attributes:
        name: the file's name, safe to print; never a path.
        sha256: hex digest of the bytes as they came.
        width, height: size of the upright photo in its own pixels.
        pixels: uint8 (h, w, 3), sRGB; scaled down (never up) to the working side.
        small: uint8 (h', w', 3), the same at a long side of at most 512: enough for all but text.
        opacity: bool (h, w), where the file itself was opaque; None without transparency.
        problems: warning codes.
    """

    name: str
    sha256: str
    width: int
    height: int
    pixels: NDArray[np.uint8]
    small: NDArray[np.uint8]
    opacity: NDArray[np.bool_] | None
    problems: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Belief:
    """What one vocabulary of the network says.

    Attributes:
        vocabulary: its name, `trained` or `borrowed`.
        words: its labels, in the order of `probabilities`.
        probabilities: float32 (n,), calibrated, sums to 1.
        weight: 0..1, how far it is trusted on this photo; those of a photo sum to 1.
    """

    vocabulary: Literal["trained", "borrowed"]
    words: tuple[str, ...]
    probabilities: NDArray[np.float32]
    weight: float


@dataclass(frozen=True, eq=False)
class Look:
    """What the network saw.

    Attributes:
        beliefs: one for each vocabulary, the one that leads first.
        attention: float32 (rows, columns), 0..1 with maximum 1, covers the whole photo.
        embedding: float32 (d,), unit length.
        mask: float32 (rows, columns, 2), covers the whole photo: the probability of the product and
            of a person's skin and hair, 0..1; None where the network does not tell.
        lettering: from 0.5 on the photo may show text; None where the network does not tell.
    """

    beliefs: tuple[Belief, ...]
    attention: NDArray[np.float32]
    embedding: NDArray[np.float32]
    mask: NDArray[np.float32] | None = None
    lettering: float | None = None


@dataclass(frozen=True, eq=False)
class Subject:
    """Where the product is.

    Attributes:
        mask: bool (h', w'), the size of `Photo.small`.
        outline: the largest outer contour, simplified; empty when the whole frame is taken.
        parts: the outer contours of the other pieces, largest first.
        holes: the contours of what shows through, largest first.
        box: bounding box of the mask.
        confidence: 0..1; 0 when the whole frame is taken for want of better.
        method: `alpha`, `plain_background`, `network`, `grabcut` or `whole_frame`.
    """

    mask: NDArray[np.bool_]
    outline: Polygon
    parts: tuple[Polygon, ...]
    holes: tuple[Polygon, ...]
    box: Box
    confidence: float
    method: str

    @property
    def share(self) -> float:
        """Share of the photo's area that the mask covers, 0..1."""
        return int(np.count_nonzero(self.mask)) / self.mask.size  # ten times faster than a mean


@dataclass(frozen=True, eq=False)
class Glimpse:
    """A small picture of a photo, for people; no record depends on it.

    Attributes:
        pixels: uint8 (h, w, 3), sRGB, a few hundred pixels wide.
        attention: as in `Look`.
        mask: bool (h, w), the product.
    """

    pixels: NDArray[np.uint8]
    attention: NDArray[np.float32]
    mask: NDArray[np.bool_]


@dataclass(frozen=True)
class TextLine:
    """One line as an OCR engine read it.

    Attributes:
        text: raw text, not yet cleaned.
        confidence: 0..1 as the engine says.
        polygon: four corners, fractions of the photo.
    """

    text: str
    confidence: float
    polygon: Polygon
