"""How often a spoiled photo is found out, and how often a clean packshot is blamed.

    python benchmarks/advice.py DATA [--split val]

DATA holds `index.csv` with `photos/`. Packshots on plain grounds are looked at as they are, and
spoiled on purpose in each way; the product is sought anew on each. Shares with Wilson's intervals
of 95 %. DATA's photos are small copies, so `photo.small` is not measured here.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from skuscribe.core.warning_codes import WarningCode
from skuscribe.photo.read import read_photo
from skuscribe.settings import Settings
from skuscribe.tagger import Tagger

PACKSHOTS = ("spree_demo", "saleor", "polymer_shop", "eshop_ai")
"""Sources whose photos show one product on a plain ground; contoso_ai's mostly do not."""

BUSY = "pexels_interiors"
Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Clean:
    """A packshot: its pixels, its product, a busy ground, and another packshot with its product."""

    pixels: Pixels
    mask: Mask
    ground: Pixels
    other: Pixels
    other_mask: Mask


def as_it_is(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Nothing is spoiled."""
    return clean.pixels


def blurred(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Out of focus by 0.8 to 1.6 % of the photo's side."""
    sigma = rng.uniform(0.008, 0.016) * max(clean.pixels.shape)
    return np.asarray(cv2.GaussianBlur(clean.pixels, (0, 0), sigma), np.uint8)


def lit(clean: Clean, factor: float) -> Pixels:
    """Return the photo in `factor` times the light."""
    linear = (clean.pixels / 255.0) ** 2.2 * factor
    return np.asarray(np.clip(linear, 0, 1) ** (1 / 2.2) * 255, np.uint8)


def dark(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Give a tenth to a quarter of the light."""
    return lit(clean, rng.uniform(0.10, 0.25))


def bright(clean: Clean, rng: np.random.Generator) -> Pixels:
    """So much light that half to three quarters of the product are at their end."""
    brightest = (clean.pixels.max(axis=2)[clean.mask] / 255.0) ** 2.2
    end = np.quantile(brightest, rng.uniform(0.25, 0.5))
    return lit(clean, 1.0 / max(float(end), 0.001))


def cut_off(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Cropped through the product, a fifth to a half of it gone at one side."""
    rows, columns = np.flatnonzero(clean.mask.any(axis=1)), np.flatnonzero(clean.mask.any(axis=0))
    share, side = rng.uniform(0.2, 0.5), rng.integers(4)
    span = rows if side < 2 else columns
    at = int(span[0] + share * (span[-1] - span[0]))
    back = int(span[-1] - share * (span[-1] - span[0]))
    pixels = clean.pixels
    return (pixels[at:], pixels[:back], pixels[:, at:], pixels[:, :back])[side].copy()


def busy(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Put the product before an interior."""
    ground = cv2.resize(clean.ground, clean.pixels.shape[1::-1])
    return np.where(clean.mask[..., None], clean.pixels, ground).astype(np.uint8)


def framed(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Put on a frame of a colour, 1 to 6 % wide."""
    width = max(2, round(rng.uniform(0.01, 0.06) * max(clean.pixels.shape)))
    colour = [int(value) for value in rng.integers(0, 200, 3)]
    inner = clean.pixels[width:-width, width:-width]
    kind = cv2.BORDER_CONSTANT
    framed = cv2.copyMakeBorder(inner, width, width, width, width, kind, value=colour)
    return np.asarray(framed, np.uint8)


WORDS = ("www.example-shop.com", "SALE 50% OFF", "FREE SHIPPING", "SAMPLE PHOTO", "BEST PRICE")


def lettered(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Words above or below, opaque or half so, on a large copy of the photo."""
    return _with_words(clean, rng, int(rng.choice([14, 690])))


def across(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Words across the middle, where mostly the product is."""
    return _with_words(clean, rng, 350)


def _with_words(clean: Clean, rng: np.random.Generator, top: int) -> Pixels:
    picture = Image.fromarray(clean.pixels).resize((768, 768), Image.Resampling.BICUBIC)
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    font = ImageFont.load_default(int(rng.integers(40, 64)))
    words = WORDS[int(rng.integers(len(WORDS)))]
    left = (768 - ImageDraw.Draw(layer).textlength(words, font)) / 2
    colour = (200, 30, 40, int(rng.integers(130, 256)))
    ImageDraw.Draw(layer).text((left, top), words, colour, font)
    picture.paste(layer.convert("RGB"), mask=layer.getchannel("A"))
    return np.asarray(picture, np.uint8)


def doubled(clean: Clean, rng: np.random.Generator) -> Pixels:
    """Another product beside it, on the first one's ground."""
    pixels, mask = (
        cv2.resize(each, clean.pixels.shape[1::-1])
        for each in (clean.other, clean.other_mask.astype(np.uint8))
    )
    ground = np.median(clean.pixels[:4].reshape(-1, 3), axis=0).astype(np.uint8)
    second = np.where(mask[..., None] > 0, pixels, ground).astype(np.uint8)
    return np.hstack((clean.pixels, second))


@dataclass(frozen=True)
class Way:
    """How photos are spoiled, what has to be told, and whether text is read for it."""

    name: str
    code: str | None
    spoil: Callable[[Clean, np.random.Generator], Pixels]
    reads: bool = False


WAYS = (
    Way("as it is", None, as_it_is, reads=True),
    Way("blurred", WarningCode.PHOTO_BLURRED, blurred),
    Way("dark", WarningCode.PHOTO_DARK, dark),
    Way("too bright", WarningCode.PHOTO_OVEREXPOSED, bright),
    Way("cut off", WarningCode.PHOTO_CUT_OFF, cut_off),
    Way("busy ground", WarningCode.PHOTO_BUSY_GROUND, busy),
    Way("framed", WarningCode.PHOTO_FRAMED, framed),
    Way("words beside", WarningCode.PHOTO_LETTERED, lettered, reads=True),
    Way("words across", WarningCode.PHOTO_LETTERED, across, reads=True),
    Way("a second product", WarningCode.SUBJECT_SEVERAL, doubled),
)
CODES = tuple(dict.fromkeys(way.code for way in WAYS if way.code))


def packshots(data: Path, split: str, sources: tuple[str, ...]) -> list[Path]:
    """Return the photos of a split that come from `sources`."""
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == split]
    return [data / "photos" / row["file"] for row in rows if row["source"].startswith(sources)]


def interval(hits: int, of: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 %."""
    z, share = 1.96, hits / of
    middle = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - reach) / (1 + z * z / of), (middle + reach) / (1 + z * z / of)


def cleans(tag: Tagger, photos: list[Path], grounds: list[Path]) -> list[Clean]:
    """Return packshots with where their products are, by the program itself."""
    pixels = [np.asarray(read_photo(path).pixels) for path in photos]
    masks = [_mask(tag, each) for each in pixels]
    others = [(place * 7 + 3) % len(photos) for place in range(len(photos))]
    return [
        Clean(
            pixels[place],
            masks[place],
            np.asarray(read_photo(grounds[place % len(grounds)]).pixels),
            pixels[other],
            masks[other],
        )
        for place, other in enumerate(others)
    ]


def _mask(tag: Tagger, pixels: Pixels) -> Mask:
    glimpse = tag.see([pixels], {}, glimpse=True).glimpse
    assert glimpse is not None
    mask = cv2.resize(glimpse.mask.astype(np.uint8), pixels.shape[1::-1])
    return np.asarray(mask, np.bool_)


def told(tag: Tagger, pixels: Pixels) -> set[str]:
    """Return the codes that a record of one photo tells."""
    return {problem.code for problem in tag.tag(pixels).problems}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Faults of photos, found and imagined.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="val")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    taggers = {text: Tagger(Settings(ocr="rapidocr" if text else "none")) for text in (False, True)}
    grounds = packshots(options.data, options.split, (BUSY,))
    found = cleans(taggers[False], packshots(options.data, options.split, PACKSHOTS), grounds)
    for way in WAYS:
        counts: Counter[str] = Counter()
        for place, clean in enumerate(found):
            spoilt = way.spoil(clean, np.random.default_rng((place, len(way.name))))
            counts.update(told(taggers[way.reads], spoilt))
        print(way.name, f"({len(found)} photos)")
        for code in CODES if way.code is None else (way.code,):
            low, high = interval(counts[code], len(found))
            print(f"  {code:20} {counts[code] / len(found):.3f}  ({low:.3f} to {high:.3f})")


if __name__ == "__main__":
    main()
