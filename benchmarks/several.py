"""How often photos that are not of one product are found out, and how often views are blamed.

    python benchmarks/several.py DATA [--split val] [--products 30]

DATA holds `index.csv` with `photos/`. A product is two to four photos that share a `group` and a
`label`, at most `MOST_OF_SOURCE` of a source; sources of crops from one scene are left out. Each is
looked at as it is and with a conflict: a photo of a thing with another label, the last photo in
another colour, a label with the same and with another quantity rendered on two of the photos.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from skuscribe import Record
from skuscribe.attributes.colour.neighbours import NEIGHBOURS
from skuscribe.photo.read import read_photo
from skuscribe.settings import Settings
from skuscribe.tagger import Tagger

SCENES = ("rf_ycb7", "clothing_cc0_rest", "unknown")
"""Sources whose groups are views of a scene with several things, or of several things."""

MOST_OF_SOURCE = 4
PAINTS = {"Red": (200, 30, 40), "Blue": (40, 90, 210), "Green": (30, 140, 60)}
LINES = ("HARBOUR MILL", "Hand Cream", "with lavender")
Pixels = NDArray[np.uint8]
Product = tuple[str, list[Pixels]]
"""A label and the photos."""


def products(data: Path, split: str, most: int) -> list[Product]:
    """Return products of a split."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = row["source"], row["group"], row["label"]
            if row["split"] == split and not key[0].startswith(SCENES):
                groups[key].append(row["file"])
    taken: Counter[str] = Counter()
    found: list[Product] = []
    for (source, _, label), files in sorted(groups.items()):
        fits = 2 <= len(files) <= 8 and not label.startswith("unknown")
        if fits and taken[source] < MOST_OF_SOURCE and len(found) < most:
            taken[source] += 1
            photos = [read_photo(data / "photos" / file).pixels for file in files[:4]]
            found.append((label, [np.asarray(each) for each in photos]))
    return found


def painted(tag: Tagger, pixels: Pixels) -> Pixels:
    """Return the photo with its product in a colour that is no neighbour of any of its own."""
    seen = tag.see([pixels], {}, glimpse=True)
    assert seen.glimpse is not None
    mask = cv2.resize(seen.glimpse.mask.astype(np.uint8), pixels.shape[1::-1]) > 0
    own = [each.standard.value for each in seen.record.attributes if each.standard is not None]
    near = {word for each in own for word in (each, *NEIGHBOURS.get(each, ()))}
    paint = next((rgb for word, rgb in PAINTS.items() if word not in near), PAINTS["Green"])
    shade = 0.6 + 0.4 * pixels.mean(axis=2, keepdims=True) / 255
    return np.where(mask[..., None], shade * np.array(paint), pixels).astype(np.uint8)


def labelled(pixels: Pixels, quantity: str) -> Pixels:
    """Return a large copy of the photo with a label on the product."""
    picture = Image.fromarray(pixels).resize((900, 900), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((270, 300, 630, 610), fill=(250, 250, 245))
    for place, text in enumerate((*LINES, quantity)):
        pen.text((300, 320 + 70 * place), text, (20, 20, 20), ImageFont.load_default(40))
    return np.asarray(picture, np.uint8)


def told(record: Record) -> set[str]:
    """Return the codes of the contradictions of a record."""
    codes = {each.code for each in record.problems}
    return {code for code in codes if code.endswith((".contradicted", ".several"))} - {
        "subject.several"
    }


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description="Conflicts between photos, found and imagined.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="val")
    parser.add_argument("--products", type=int, default=30)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    tag, read = Tagger(Settings(ocr="none")), Tagger(Settings(ocr="rapidocr"))
    found = products(options.data, options.split, options.products)
    counts: Counter[str] = Counter()
    for place, (label, photos) in enumerate(found):
        turned = found[place + 1 :] + found[:place]
        other = next(each[0] for name, each in turned if name != label)
        counts["as they are: blamed"] += bool(told(tag.tag(*photos)))
        second = tag.tag(*photos[:3], other)
        at = min(3, len(photos))
        where = [each.where for each in second.problems if each.code in told(second)]
        counts["a second object: shown"] += f"/photos/{at}" in where
        counts["a second object: its values in the record"] += any(
            each.photo == at for each in second.attributes
        )
        repainted = tag.tag(*photos[:-1], painted(tag, photos[-1]))
        counts["another colour: shown"] += bool(told(repainted))
        same = read.tag(*(labelled(each, "500 ml") for each in photos[:2]))
        counts["the same label: texts united"] += sorted(
            span.text.casefold() for span in same.texts if "0" in span.text
        ) in (["500 ml"], ["500ml"])
        counts["the same label: quantity blamed"] += "text.contradicted" in told(same)
        pair = (labelled(photos[0], "500 ml"), labelled(photos[1], "750 ml"))
        counts["another quantity: shown"] += "text.contradicted" in told(read.tag(*pair))
    for name, count in counts.items():
        print(f"{name:45} {count}/{len(found)}")


if __name__ == "__main__":
    main()
