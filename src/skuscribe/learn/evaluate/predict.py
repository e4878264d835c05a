"""What the network answers to each labelled photo: look and decide, without the other stations."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from skuscribe.core.errors import SkuscribeError
from skuscribe.learn.evaluate.labelled import Labelled
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.limits import PhotoOptions
from skuscribe.photo.read import read_photo
from skuscribe.record.seen import seen_belief
from skuscribe.taxonomy.agreement import Agreement, agreement
from skuscribe.taxonomy.categorise import judge

BEST = 5
NO_PRODUCT = "no product"
"""The level of a photo that is said to show nothing that is sold."""


@dataclass(frozen=True)
class Prediction:
    """What was answered to one photo.

    Attributes:
        photo: the photo and the truth.
        stated: the word or the parent's noun; empty without an answer.
        level: `leaf`, `parent`, `unknown`, or `no product`.
        origin: of the answer; empty without one.
        confidence: probability of what is stated; of the heaviest word without an answer.
        agreement: with the truth; None where the label stands nowhere on the tree.
        best: the heaviest words, at most five, whatever was stated.
        error: code of why there is no prediction at all; empty usually.
    """

    photo: Labelled
    stated: str = ""
    level: str = "unknown"
    origin: str = ""
    confidence: float = 0.0
    agreement: Agreement | None = None
    best: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Asked:
    """What predictions depend on: a bundle's folder (None for the shipped one) and what is sold."""

    model: Path | None = None
    sells: tuple[str, ...] = ()


def predictions(photos: Sequence[Labelled], asked: Asked, workers: int = 0) -> Iterator[Prediction]:
    """Yield the prediction of each photo, in the order of `photos`.

    Args:
        photos: what to look at.
        asked: with what.
        workers: processes; 0 for one for each core.
    """
    count = min(workers or os.cpu_count() or 1, max(1, len(photos) // 32))
    if count == 1:
        _open(asked)
        yield from map(_predicted, photos)
        return
    with multiprocessing.get_context("spawn").Pool(count, _open, (asked,)) as pool:
        yield from pool.imap(_predicted, photos, chunksize=16)


_opened: list[tuple[Looker, Asked]] = []


def _open(asked: Asked) -> None:
    """Open the network once in each process."""
    _opened[:] = [(Looker(read_bundle(asked.model)), asked)]


def _predicted(photo: Labelled) -> Prediction:
    looker, asked = _opened[0]
    try:
        look = looker.look(read_photo(photo.path, PhotoOptions()))
    except SkuscribeError as error:
        return Prediction(photo, error=str(error.code))
    beliefs = tuple(seen_belief(belief) for belief in look.beliefs)
    judged = judge([beliefs], asked.sells, looker.card.answering.rule)
    answer, weighed = judged.answer, judged.weighed
    return Prediction(
        photo=photo,
        stated=answer.word.word if answer else "",
        level=answer.level if answer else NO_PRODUCT if judged.nothing else "unknown",
        origin=answer.origin if answer else "",
        confidence=round(answer.confidence if answer else weighed[0].mass if weighed else 0.0, 4),
        agreement=agreement(photo.truth, answer.word.path if answer else None)
        if photo.truth
        else None,
        best=tuple(each.word.word for each in weighed[:BEST]),
    )
