"""How surely near-duplicate photos are found: copies made from the data, and its own groups.

    python benchmarks/duplicates.py DATA [--split val] [--count 600]

Of each photo (one a group of index.csv) four copies are made: the same, half the size,
JPEG of quality 50, and one without 5 % of width and height, where is drawn by chance. A pair of
one photo's files is a true one; every other pair is a false one.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.limits import PhotoOptions
from skuscribe.photo.read import read_photo
from skuscribe.similar.hashing import perceptual_hash, tint
from skuscribe.similar.pairs import pairs

Draw = random.Random


def resized(photo: Image.Image, _: Draw) -> Image.Image:
    """Return it at half the size."""
    return photo.resize((max(1, photo.width // 2), max(1, photo.height // 2)))


def recompressed(photo: Image.Image, _: Draw) -> Image.Image:
    """Return it after JPEG of quality 50."""
    stream = io.BytesIO()
    photo.save(stream, "JPEG", quality=50)
    return Image.open(stream).convert("RGB")


def cropped(photo: Image.Image, draw: Draw) -> Image.Image:
    """Return it without 5 % of its width and of its height."""
    width, height = round(0.95 * photo.width), round(0.95 * photo.height)
    x, y = draw.randint(0, photo.width - width), draw.randint(0, photo.height - height)
    return photo.crop((x, y, x + width, y + height))


COPIES: dict[str, Callable[[Image.Image, Draw], Image.Image]] = {
    "exact": lambda photo, _: photo,
    "resized": resized,
    "recompressed": recompressed,
    "cropped": cropped,
}
KINDS = ("original", *COPIES)


def seen(photo: Image.Image, looker: Looker) -> tuple[int, NDArray[np.int8], NDArray[np.float32]]:
    """Return the hash, the tint and the embedding of a photo."""
    stream = io.BytesIO()
    photo.save(stream, "PNG")
    read = read_photo(stream.getvalue(), PhotoOptions())
    return perceptual_hash(read.small), tint(read.small), looker.look(read).embedding


def files(data: Path, split: str, count: int) -> list[str]:
    """Return one photo of each of so many groups, drawn by chance."""
    with (data / "index.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == split]
    groups = {row["group"]: row["file"] for row in rows}
    return random.Random(7).sample(sorted(groups.values()), min(count, len(groups)))


def tell(hashes: NDArray[np.uint64], tints: NDArray[np.int8], vectors: NDArray[np.float16]) -> None:
    """Print recall by kind of copy, and precision over all pairs."""
    count, every = len(KINDS), np.arange(len(hashes))
    found = {
        (one, int(two)) for one, later in pairs(hashes, tints, vectors, every) for two in later
    }
    true = {pair for pair in found if pair[0] // count == pair[1] // count}
    photos = len(hashes) // count
    for kind, name in enumerate(COPIES, start=1):
        hits = sum((count * each, count * each + kind) in found for each in range(photos))
        print(f"{name}: recall {hits / photos:.3f} of {photos}")
    all_true = photos * count * (count - 1) // 2
    print(f"all pairs of copies: recall {len(true) / all_true:.3f} of {all_true:,}")
    print(f"precision {len(true) / len(found):.4f} of {len(found):,} pairs found")


def main() -> None:
    """Look at all copies, then print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="val")
    parser.add_argument("--count", type=int, default=600)
    chosen = parser.parse_args()
    looker, draw = Looker(read_bundle(None)), random.Random(11)
    hashes, tints, vectors = [], [], []
    start = time.perf_counter()
    for name in files(chosen.data, chosen.split, chosen.count):
        with Image.open(chosen.data / "photos" / name) as opened:
            photo = opened.convert("RGB")
        for make in (COPIES["exact"], *COPIES.values()):
            hash_, tint_, vector = seen(make(photo, draw), looker)
            hashes.append(hash_)
            tints.append(tint_)
            vectors.append(vector)
    print(f"{len(hashes):,} files in {time.perf_counter() - start:.0f} s")
    tell(np.array(hashes, np.uint64), np.stack(tints), np.stack(vectors).astype(np.float16))


if __name__ == "__main__":
    main()
