"""Photos with masks: products outlined by people or by simple methods, garments on persons."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.read import read_photo

Pixels = NDArray[np.uint8]
Target = NDArray[np.float32]

PRODUCT, SKIN = 255, 128
"""Grey levels of the masks of worn garments."""

DRAWN = 128
"""Grey level from which a pixel of another mask is the product."""


@dataclass(frozen=True)
class Outlined:
    """A photo and where its product is.

    Attributes:
        photo, mask: files; the mask is a grey PNG.
        source: whose photo it is.
        licence: of the photo.
        by_hand: whether a person drew the mask, or the file's own transparency is it.
        worn: whether a person wears the product; the mask tells skin then.
    """

    photo: Path
    mask: Path
    source: str
    licence: str
    by_hand: bool
    worn: bool


def outlined(data: Path, split: str) -> list[Outlined]:
    """Return the photos of a split whose licence is open.

    Args:
        data: folder with `masks/index.csv` and, if there, `worn/index.csv`.
        split: `train` or `val`.

    Raises:
        SkuscribeError: `config.invalid`, there is none.
    """
    found = [*_products(data, split), *_garments(data, split)]
    if not found:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID, "no open photo with a mask", where=str(data / "masks")
        )
    return found


def _products(data: Path, split: str) -> Iterator[Outlined]:
    folder = data / "masks"
    for row in _rows(folder / "index.csv", split):
        yield Outlined(
            folder / row["file"],
            folder / row["mask"],
            row["source"],
            row["licence"],
            by_hand=row["outline"] != "made here",
            worn=False,
        )


def _garments(data: Path, split: str) -> Iterator[Outlined]:
    licences = _licences(data / "sources.csv")
    for row in _rows(data / "worn" / "index.csv", split):
        photo, mask = data / "photos" / row["file"], data / "worn" / row["mask"]
        licence = licences.get(row["source"], row["licence_class"])
        yield Outlined(photo, mask, row["source"], licence, by_hand=True, worn=True)


def _licences(path: Path) -> dict[str, str]:
    """Return the licence of each source; none without the file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["source"]: row["licence"] for row in csv.DictReader(stream)}


def _rows(path: Path, split: str) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["split"] == split and row["licence_class"] == "open":
                    yield row


def read_outlined(each: Outlined) -> tuple[Pixels, Target]:
    """Return a photo, uint8 (h, w, 3), and its target, float32 (h, w, 2): product, skin; 0..1."""
    pixels = read_photo(each.photo).pixels
    levels = np.ascontiguousarray(read_photo(each.mask).pixels[..., 0])
    levels = np.asarray(
        cv2.resize(levels, pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8
    )
    product = levels == PRODUCT if each.worn else levels >= DRAWN
    skin = levels == SKIN if each.worn else np.zeros_like(product)
    return pixels, np.stack([product, skin], axis=2).astype(np.float32)
