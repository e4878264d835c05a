"""The product on nothing, or on white: a picture whose edge is as soft as the photo's.

Near the edge a pixel is partly ground. How much of it is product is read off the photo by the
guided filter, made on a smaller picture and drawn on the large one (He and Sun 2015), and its
colour is taken from the product beside it, so that no rim of the old ground is left.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from skuscribe.photo.resize import enlarged, reduced
from skuscribe.subject.edges import lightness_of, lines_of

Ground = Literal["nothing", "white"]
Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Size = tuple[int, int]

LONGEST = 5000
"""Long side in pixels of the largest cut-out: 25 megapixels, about 600 MB while it is made."""

SMALL_SIDE = 1600
"""Long side at which the edge is worked out."""

BAND = 0.004
"""Half the width of the edge that may be soft, as a share of the long side."""

EPSILON = 1e-4
"""Variance of lightness (0..1) under which a window has no edge."""

QUICK = 3
"""Level of the PNG's compression: a tenth larger than the best in a quarter of the time."""

COMMENT = "made by skuscribe"


@dataclass(frozen=True, eq=False)
class Cutout:
    """How much of each pixel is product, float32 (h, w), 0..1, and its colour, uint8 (h, w, 3)."""

    alpha: Floats
    colours: Pixels


def cutout_of(pixels: Pixels, mask: NDArray[np.bool_], ground: Ground = "nothing") -> bytes:
    """Return the product as a PNG, the size of `pixels`: RGBA on nothing, RGB on white.

    Args:
        pixels: uint8 (h, w, 3), sRGB.
        mask: bool (h', w'), the product; the same photo at the same or a smaller size.
        ground: what it stands on.
    """
    cut = cut_out(pixels, mask)
    stream, told = io.BytesIO(), PngInfo()
    told.add_text("Comment", COMMENT)
    Image.fromarray(_GROUNDS[ground](cut)).save(stream, "PNG", compress_level=QUICK, pnginfo=told)
    return stream.getvalue()


def cut_out(pixels: Pixels, mask: NDArray[np.bool_]) -> Cutout:
    """Return what of each pixel is product; arguments as in `cutout_of`."""
    size = (pixels.shape[1], pixels.shape[0])
    small = reduced(pixels, SMALL_SIDE)
    inside = enlarged(mask, (small.shape[1], small.shape[0]))
    radius = max(2, round(BAND * max(small.shape[:2])))
    core, reach = _grown(inside, -radius), _grown(inside, radius)
    slope, offset = (
        _to(lines, size)
        for lines in lines_of(lightness_of(small), inside.astype(np.float32), radius, EPSILON)
    )
    alpha = slope * lightness_of(pixels) + offset
    np.clip(alpha, 0.0, 1.0, out=alpha)
    alpha[_to(core, size) > 0] = 1.0
    alpha[_to(reach, size) == 0] = 0.0
    colours = np.where((alpha < 1.0)[..., None], _to(_spread(small, core, radius), size), pixels)
    return Cutout(alpha, np.asarray(colours, np.uint8))


def _on_nothing(cut: Cutout) -> Pixels:
    opacity = (255 * cut.alpha).round().astype(np.uint8)
    return np.dstack([cut.colours, opacity])


def _on_white(cut: Cutout) -> Pixels:
    mixed = cut.colours.copy()
    for row in range(0, len(mixed), 512):  # in strips: floats of the whole take eight times more
        part = slice(row, row + 512)
        share = cut.alpha[part][..., None]
        mixed[part] = (mixed[part] * share + 255 * (1 - share)).round()
    return mixed


_GROUNDS = {"nothing": _on_nothing, "white": _on_white}


def _grown(mask: NDArray[np.bool_], radius: int) -> Pixels:
    """Return `mask` wider by `radius` pixels, narrower where it is negative."""
    side = 2 * abs(radius) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    drawn = mask.astype(np.uint8)
    grown = cv2.dilate(drawn, kernel) if radius > 0 else cv2.erode(drawn, kernel, borderValue=1)
    return np.asarray(grown, np.uint8)


def _spread(pixels: Pixels, core: Pixels, radius: int) -> Pixels:
    """Return the colours of `core` carried outwards; the photo's own where there is none near."""
    side = 4 * radius + 1
    known = core.astype(np.float32)
    weight = cv2.boxFilter(known, -1, (side, side))
    near = np.asarray(weight, np.float32) > 1e-3
    carried = cv2.boxFilter(pixels * known[..., None], -1, (side, side))
    mean = np.asarray(carried, np.float32) / np.maximum(weight, 1e-3)[..., None]
    return np.where(near[..., None], mean.round(), pixels).astype(np.uint8)


def _to(values: NDArray[Any], size: Size) -> NDArray[Any]:
    """Return `values` at a larger size (width, height), each pixel between its neighbours."""
    if values.shape[1::-1] == size:
        return values
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), values.dtype)
