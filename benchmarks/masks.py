"""How well the product is found: masks drawn by people against each way of finding it.

    python benchmarks/masks.py DATA [--split val] [--model BUNDLE] [--workers 2]

DATA holds `masks/` and `worn/` with their `index.csv`. Of each way and each kind of outline: mean
IoU, the mean of its worst tenth, boundary F (Csurka et al. 2013, within 0.75 % of the diagonal),
mean confidence, and the AUROC of the confidence for IoU >= 0.8. Of worn garments also what the
region holds beside the garment: skin and hair, other clothes, ground.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import read_photo
from skuscribe.record.stations import Look, Photo
from skuscribe.subject.find import find_subject
from skuscribe.subject.grabcut import separate
from skuscribe.subject.ground import outside_ground

Mask = NDArray[np.bool_]
TOLERANCE = 0.0075
GOOD = 0.8


@dataclass(frozen=True)
class Drawn:
    """A photo, its mask, and the groups that it is told in."""

    photo: Path
    mask: Path
    groups: tuple[str, ...]
    worn: bool


@dataclass(frozen=True)
class Found:
    """What one way found on one photo."""

    way: str
    groups: tuple[str, ...]
    iou: float
    boundary: float
    confidence: float
    held: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))


def drawn(data: Path, split: str) -> Iterator[Drawn]:
    """Yield the masks of a split; `made here` are told apart."""
    with (data / "masks" / "index.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["split"] == split:
                by_hand = row["outline"] != "made here"
                groups = (row["outline"], *((row["source"],) if by_hand else ()))
                if by_hand:
                    groups = ("human or alpha", *groups)
                folder = data / "masks"
                yield Drawn(folder / row["file"], folder / row["mask"], groups, False)
    with (data / "worn" / "index.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["split"] == split:
                photo, mask = data / "photos" / row["file"], data / "worn" / row["mask"]
                yield Drawn(photo, mask, ("worn",), True)


_looker: list[Looker] = []


def begin(model: Path | None) -> None:
    """Open the network once in each process."""
    cv2.setNumThreads(1)
    _looker[:] = [Looker(read_bundle(model))]


def judged(each: Drawn) -> list[Found]:
    """Find the product on one photo in every way."""
    photo = read_photo(each.photo)
    levels = cv2.imread(str(each.mask), cv2.IMREAD_GRAYSCALE)
    height, width = photo.small.shape[:2]
    levels = cv2.resize(levels, (width, height), interpolation=cv2.INTER_NEAREST)
    truth = np.asarray(levels == 255 if each.worn else levels > 127, np.bool_)
    return [
        Found(
            way,
            each.groups,
            iou(mask, truth),
            boundary_f(mask, truth),
            confidence,
            held(mask, levels) if each.worn else (0.0, 0.0, 0.0),
        )
        for way, mask, confidence in ways(photo, _looker[0].look(photo))
    ]


def ways(photo: Photo, look: Look) -> Iterator[tuple[str, Mask, float]]:
    """Yield each way of finding the product: its mask and confidence."""
    subject = find_subject(photo, look)
    yield "skuscribe", subject.mask, subject.confidence
    height, width = photo.small.shape[:2]
    attention = cv2.resize(look.attention, (width, height), interpolation=cv2.INTER_LINEAR)
    for name, proposal in (
        ("GrabCut alone", separate(photo.small, np.asarray(attention, np.float32))),
        ("plain ground alone", outside_ground(photo.small)),
    ):
        yield name, proposal.mask, proposal.confidence


def iou(mask: Mask, truth: Mask) -> float:
    """Return intersection over union."""
    union = int((mask | truth).sum())
    return float((mask & truth).sum() / union) if union else 1.0


def boundary_f(mask: Mask, truth: Mask) -> float:
    """Return the F measure of the boundaries, within `TOLERANCE` of the diagonal."""
    radius = max(1, round(TOLERANCE * float(np.hypot(*mask.shape))))
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    ours, theirs = (_edge(each) for each in (mask, truth))
    if not ours.any() or not theirs.any():
        return float(ours.any() == theirs.any())
    precision = float(cv2.dilate(theirs, near)[ours > 0].mean())
    recall = float(cv2.dilate(ours, near)[theirs > 0].mean())
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _edge(mask: Mask) -> NDArray[np.uint8]:
    whole = mask.astype(np.uint8)
    return np.asarray(whole - cv2.erode(whole, np.ones((3, 3), np.uint8), borderValue=1), np.uint8)


def held(mask: Mask, levels: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Return which shares of a region are skin and hair, other clothes, ground."""
    area = max(1, int(mask.sum()))
    skin, clothes, ground = (float((mask & (levels == each)).sum() / area) for each in (128, 64, 0))
    return skin, clothes, ground


def auroc(scores: NDArray[np.float64], good: NDArray[np.bool_]) -> float:
    """Return how often a good one has a higher score than a bad one; ties count half."""
    if good.all() or not good.any():
        return float("nan")
    higher = (scores[good][:, None] > scores[~good][None]).mean()
    return float(higher + 0.5 * (scores[good][:, None] == scores[~good][None]).mean())


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", default="val")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    rows: dict[tuple[str, str], list[Found]] = defaultdict(list)
    masks = list(drawn(given.data, given.split))
    context = multiprocessing.get_context("spawn")
    with context.Pool(given.workers, begin, (given.model,)) as pool:
        for found in pool.imap(judged, masks, chunksize=8):
            for each in found:
                for group in each.groups:
                    rows[group, each.way].append(each)
    print(
        "| outline | way | photos | IoU | worst tenth | boundary F | confidence | AUROC | holds |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for (group, way), found in sorted(rows.items()):
        print(line(group, way, found))


def line(group: str, way: str, found: list[Found]) -> str:
    """Return one row of the table."""
    ious = np.sort([each.iou for each in found])
    confidences = np.array([each.confidence for each in found])
    sure = auroc(confidences, np.array([each.iou >= GOOD for each in found]))
    skin, clothes, ground = np.mean([each.held for each in found], axis=0)
    holds = (
        f"skin {skin:.3f}, clothes {clothes:.3f}, ground {ground:.3f}" if group == "worn" else ""
    )
    cells = (
        *(group, way, str(len(found)), f"{ious.mean():.3f}"),
        f"{ious[: max(1, len(ious) // 10)].mean():.3f}",
        f"{np.mean([each.boundary for each in found]):.3f}",
        *(f"{confidences.mean():.3f}", f"{sure:.3f}", holds),
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
