"""How often the colour is right: photos whose colours shops or people named, against simpler ways.

    python benchmarks/colours.py DATA [--workers 2]

DATA holds `index.csv` and `attributes.csv` with `photos/`. Of `split=test` of the index, photos
with one colour word, by source: how often the first word is right, and one of the first two. Of the
rows of `attributes.csv` that are sure: the first word, the F measure of the set, and how often
white, black and gray are called so. Words are folded to Shopify's; `FORGIVEN` pairs count as right.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from skuscribe.attributes.colour.attribute import SCREENS, clusters_in, measure
from skuscribe.attributes.colour.cluster import clusters_of
from skuscribe.attributes.colour.names import table
from skuscribe.attributes.colour.region import regions_of
from skuscribe.attributes.colour.space import Lab, delta_e, lab_of
from skuscribe.attributes.colour.words import rules, words_of
from skuscribe.attributes.scene import Scene
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import read_photo
from skuscribe.subject.find import find_subject

FOLDED = {
    "gray": "grey, dark grey, grey melange, spacegray, charcoal, grey-brown",
    "navy": "navy blue",
    "blue": "light blue, dark blue, lightblue, medium blue, turquoise, dark turquoise, "
    "light turquoise, teal",
    "green": "olive, mint, grey-green",
    "red": "maroon, burgundy",
    "beige": "khaki, cream",
    "white": "off-white, off white, handmade off-white, high-gloss white, opal white",
    "brown": "brown stained, dark brown, light brown, medium brown, tan, coffee brown, brown-black",
    "black": "black-brown",
    "purple": "lavender, lila",
    "pink": "magenta, light pink, rose",
    "yellow": "light yellow",
    "silver": "silver-colour",
}
"""Shops' words for Shopify's; photos with other words (materials, several) are not judged."""

WORDS = frozenset(name.lower() for name in rules().words)
FORGIVEN = tuple(
    frozenset(pair.split("/"))
    for pair in ("navy/blue", "gray/silver", "beige/white", "beige/brown", "gold/yellow")
)
FOLD = {old.strip(): new for new, olds in FOLDED.items() for old in olds.split(",")}


@dataclass(frozen=True)
class Truth:
    """A photo, its colours (main one first), and the group it is told in."""

    photo: Path
    label: str
    colours: tuple[str, ...]
    group: str


def truths(data: Path) -> Iterator[Truth]:
    """Yield all photos whose colour is known and may be judged on."""
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            word = FOLD.get(row["colour"].lower(), row["colour"].lower())
            if row["split"] == "test" and word in WORDS:
                yield Truth(data / "photos" / row["file"], row["label"], (word,), row["source"])
    with (data / "attributes.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            told = [row[f"colour{place}"] for place in (1, 2, 3)]
            colours = tuple(dict.fromkeys(FOLD.get(word, word) for word in told if word))
            if row["split"] != "train" and row["sure"] == "1" and colours[0] in WORDS:
                group = f"by eye, {row['split']}"
                yield Truth(data / "photos" / row["file"], row["label"], colours, group)


def right(told: str, said: str) -> bool:
    """Tell whether a word is right or forgiven."""
    return told == said or frozenset((told, said)) in FORGIVEN


_looker: list[Looker] = []


def begin() -> None:
    """Open the network once in each process."""
    cv2.setNumThreads(1)
    _looker[:] = [Looker(read_bundle(None))]


def judged(truth: Truth) -> dict[str, tuple[str, ...]]:
    """Return what each way says of a photo, the main word first."""
    photo = read_photo(truth.photo)
    look = _looker[0].look(photo)
    subject = find_subject(photo, look)
    measured = measure(Scene(photo, look, subject))
    region = measured.frame if truth.label in SCREENS else measured.subject
    ours = [each.word.lower() for each in words_of(clusters_in(region), region.light)]
    whole = photo.small.reshape(-1, 3)
    return {
        "skuscribe": tuple(ours),
        "nearest name, product": by_nearest(regions_of(photo.small, subject.mask).subject),
        "nearest name, whole photo": by_nearest(whole),
    }


def by_nearest(pixels: np.ndarray) -> tuple[str, ...]:
    """Return the nearest names of K-Means clusters on an eighth of the pixels or more."""
    clusters = clusters_of(lab_of(np.ascontiguousarray(pixels)))
    main = [each for each in clusters if each.share >= 0.125] or clusters[:1]
    return tuple(dict.fromkeys(nearest(each.lab) for each in main))[:3]


def nearest(lab: Lab) -> str:
    """Return the word of the nearest name by CIEDE2000."""
    entries = ((delta_e(lab, each), word) for word, names in table().items() for _, each in names)
    return min(entries)[1].lower()


def matched(told: Sequence[str], said: Sequence[str]) -> int:
    """Return how many of the words that were told are said, each said word once."""
    left = list(said)
    for word in told:
        hit = next((each for each in left if right(word, each)), None)
        if hit is not None:
            left.remove(hit)
    return len(said) - len(left)


def interval(share: float, count: int) -> str:
    """Return half the width of the 95 % interval of a share (Wald)."""
    return f"± {1.96 * float(np.sqrt(share * (1 - share) / max(1, count))):.3f}"


Pair = tuple[Truth, tuple[str, ...]]


def line(way: str, group: str, pairs: Sequence[Pair]) -> str:
    """Return one row of the table."""
    first = float(np.mean([right(truth.colours[0], said[0]) for truth, said in pairs]))
    two = float(np.mean([any(right(t.colours[0], word) for word in s[:2]) for t, s in pairs]))
    both = sum(matched(truth.colours, said) for truth, said in pairs)
    all_ = sum(len(truth.colours) + len(said) for truth, said in pairs)
    cells = (group, way, str(len(pairs)), f"{first:.3f} {interval(first, len(pairs))}")
    return f"| {' | '.join(cells)} | {two:.3f} | {2 * both / all_:.3f} | {neutrals(pairs)} |"


def neutrals(pairs: Sequence[Pair]) -> str:
    """Return how often white, black and gray are called so."""
    told = []
    for word in ("white", "black", "gray"):
        said = [pair[1][0] == word for pair in pairs if pair[0].colours[0] == word]
        told.append(f"{np.mean(said):.2f}" if said else "–")
    return " / ".join(told)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    photos = list(truths(given.data))
    found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    with multiprocessing.get_context("spawn").Pool(given.workers, begin) as pool:
        for truth, said in zip(photos, pool.imap(judged, photos, chunksize=16), strict=True):
            for way, words in said.items():
                found[truth.group, way].append((truth, words))
                if not truth.group.startswith("by eye") and truth.group != CHOSEN_ON:
                    found["all reported shops", way].append((truth, words))
    print("| photos | way | n | first right | among two | set F1 | white / black / gray |")
    print("|---|---|---|---|---|---|---|")
    for (group, way), pairs in sorted(found.items()):
        print(line(way, group, pairs))


CHOSEN_ON = "spree4_clothes"
"""The one foreign shop that choices were made on; told apart."""


if __name__ == "__main__":
    main()
