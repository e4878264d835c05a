"""A photo's retail barcodes: found, straightened, and believed where two readings agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.attributes.text.engine import OcrEngine
from skuscribe.record.channels import is_gtin
from skuscribe.record.observed import SeenBarcode
from skuscribe.record.stations import Photo

NOTHING = "none"
"""Version of the text engine that reads nothing."""

FORMATS = ("EAN13", "EAN8", "UPCA", "UPCE", "ITF14")
"""The kinds that carry a GTIN and nothing else."""

SCALES = (1.5, 2.5, 4.0)
"""How much larger a straightened code is read: narrow bars need more than a pixel each."""

MARGIN = 0.18
"""Quiet zone taken along on each side of a code, as a share of its width."""

AGREEING = 2
"""Readings of differing pixels that have to say the same: of one alone, some are wrong."""

OUTVOTED = 4
"""How many readings for a value make up for one against it."""

SOFT, STRENGTH = 1.5, 1.5
"""Of the sharpening: its radius in pixels of the photo, and how much is added."""

MOST_CODES = 8
LONGEST_STRAIGHT = 2000

Grey = NDArray[np.uint8]
Quad = NDArray[np.float32]


def read_barcodes(engine: OcrEngine, photo: Photo) -> tuple[SeenBarcode, ...]:
    """Return the barcodes on a photo; none where nothing is to be read on it."""
    return () if engine.version == NOTHING else barcodes_on(photo.pixels)


def barcodes_on(pixels: NDArray[np.uint8]) -> tuple[SeenBarcode, ...]:
    """Return the barcodes on `pixels`, uint8 (h, w, 3) sRGB, that were read twice alike."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = grey.shape
    found: dict[str, SeenBarcode] = {}
    first = _readings(grey)
    for quad in _places(grey, [corners for _, corners in first]):
        value = _agreed(_votes(grey, quad, first))
        if value is not None and value not in found:
            corners = np.clip(quad / (width, height), 0.0, 1.0)
            polygon = tuple((float(x), float(y)) for x, y in corners)
            found[value] = SeenBarcode(value=value, polygon=polygon)
    return tuple(found.values())


def _places(grey: Grey, read: list[Quad]) -> Iterator[Quad]:
    """Yield the corners of what was read, then of what looks like a barcode and was not."""
    yield from read
    # It finds codes at any angle, which the reader does not; its own readings err too often.
    is_there, corners = cv2.barcode.BarcodeDetector().detect(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    if is_there:
        for quad in np.asarray(corners, np.float32)[:MOST_CODES]:
            if not any(_overlap(quad, other) for other in read):
                yield quad


def _overlap(quad: Quad, other: Quad) -> bool:
    x, y = map(float, quad.mean(axis=0))
    return cv2.pointPolygonTest(cv2.convexHull(other), (x, y), False) >= 0


def _votes(grey: Grey, quad: Quad, first: list[tuple[str, Quad]]) -> Iterator[str]:
    """Yield what each reading of the place says: on the photo, and straightened at each scale."""
    yield from (value for value, corners in first if corners is quad)
    for scale in SCALES:
        straight = _straightened(grey, quad, scale)
        if straight is not None:
            for each in (straight, _sharpened(straight, scale)):
                yield from (value for value, _ in _readings(each))


def _agreed(votes: Iterator[str]) -> str | None:
    """Return the value with enough readings; None where too many say another."""
    (value, count), *others = Counter(votes).most_common() or [("", 0)]
    against = sum(number for _, number in others)
    return value if count >= max(AGREEING, OUTVOTED * against) else None


def _sharpened(grey: Grey, scale: float) -> Grey:
    """Return a straightened code with its blur taken back in part (an unsharp mask)."""
    soft = cv2.GaussianBlur(grey, (0, 0), SOFT * scale)
    return np.asarray(cv2.addWeighted(grey, 1 + STRENGTH, soft, -STRENGTH, 0), np.uint8)


def _straightened(grey: Grey, quad: Quad, scale: float) -> Grey | None:
    """Return the code upright with its quiet zones, `scale` times as large; None beyond bounds."""
    sides = [float(np.linalg.norm(quad[i] - quad[(i + 1) % 4])) for i in range(4)]
    width, height = max(sides[0], sides[2]) * scale, max(sides[1], sides[3]) * scale
    if min(width, height) < 8 or max(width, height) > LONGEST_STRAIGHT:
        return None
    edge = MARGIN * max(width, height)
    box = [[0, 0], [width, 0], [width, height], [0, height]]
    target = np.asarray(np.array(box) + edge, np.float32)
    size = (round(width + 2 * edge), round(height + 2 * edge))
    matrix = cv2.getPerspectiveTransform(quad, target)
    straight = cv2.warpPerspective(
        grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, np.uint8)


def _readings(grey: Grey) -> list[tuple[str, Quad]]:
    """Return value and corners, float32 (4, 2), of every code with a right check digit."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, each) for each in FORMATS])
    read = zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return [
        (_as_printed(code.text), _corners(code.position))
        for code in read[:MOST_CODES]
        if is_gtin(code.text)
    ]


def _as_printed(digits: str) -> str:
    """Return a UPC with its twelve digits: the reader puts a nought before them."""
    return digits[1:] if len(digits) == 13 and digits[0] == "0" else digits


def _corners(position: object) -> Quad:
    names = ("top_left", "top_right", "bottom_right", "bottom_left")
    points = [getattr(position, name) for name in names]
    return np.array([[point.x, point.y] for point in points], np.float32)
