"""Labelled photos to examples: the network looks at each, and nothing else does."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.limits import PhotoOptions
from skuscribe.photo.read import read_photo
from skuscribe.record.observed import SeenBelief, packed, vector_of
from skuscribe.record.seen import seen_belief
from skuscribe.shop.examples import Examples
from skuscribe.taxonomy.weigh import weigh
from skuscribe.teach.lesson import Lesson

WORTH = 24
"""Photos from which a second process is worth its start."""

Seen = tuple[str, str, tuple[SeenBelief, ...]]
"""SHA-256, embedding as it is kept, beliefs."""

Told = Callable[[Path, SkuscribeError | None], object]
"""Is told of each photo, and why it could not be read."""


def see(lessons: Sequence[Lesson], model: Path | None, workers: int, told: Told) -> Examples | None:
    """Return the examples that labelled photos make; None where none could be read.

    Args:
        lessons: the photos.
        model: folder of the bundle; the shipped one when None.
        workers: processes.
        told: is called for each photo.

    Raises:
        SkuscribeError: `model.*`.
    """
    kept: list[tuple[Lesson, Seen]] = []
    for lesson, found in zip(lessons, _looks(lessons, model, workers), strict=True):
        failed = found if isinstance(found, SkuscribeError) else None
        told(lesson.photo, failed)
        if not isinstance(found, SkuscribeError):
            kept.append((lesson, found))
    identity = read_bundle(model).identity
    return examples_of(kept, identity) if kept else None


def examples_of(kept: Sequence[tuple[Lesson, Seen]], bundle: str) -> Examples:
    """Return what was seen as arrays.

    Args:
        kept: at least one photo, and what was seen on it.
        bundle: identity of the network.
    """
    masses = [
        {each.word.word: each.mass for each in weigh([beliefs])} for _, (_, _, beliefs) in kept
    ]
    words = tuple(dict.fromkeys(word for each in masses for word in each))
    return Examples(
        bundle=bundle,
        labels=tuple(lesson.label for lesson, _ in kept),
        groups=tuple(lesson.group for lesson, _ in kept),
        photos=tuple(sha256 for _, (sha256, _, _) in kept),
        embeddings=np.stack([vector_of(vector) for _, (_, vector, _) in kept]).astype(np.float16),
        words=words,
        beliefs=np.array([[each.get(word, 0.0) for word in words] for each in masses], np.float16),
    )


def of_one_mind(examples: Examples, *, keep: bool) -> Examples:
    """Return the examples without photos that stand under two labels.

    Args:
        examples: as they were labelled.
        keep: whether such a photo may be left out; not when none would be left.

    Raises:
        SkuscribeError: `shop.teaching_refused`, naming the labels.
    """
    said = dict.fromkeys(zip(examples.photos, examples.labels, strict=True))
    twice = [photo for photo, count in Counter(photo for photo, _ in said).items() if count > 1]
    left = [n for n, photo in enumerate(examples.photos) if photo not in twice]
    if twice and not (keep and left):
        labels = sorted(label for photo, label in said if photo == twice[0])
        more = f", and {len(twice) - 1} more like it" if len(twice) > 1 else ""
        raise SkuscribeError(
            ErrorCode.SHOP_TEACHING_REFUSED,
            f"the same photo stands under {' and '.join(labels)}{more}",
        )
    return examples.only(left)


def _looks(
    lessons: Sequence[Lesson], model: Path | None, workers: int
) -> Iterator[Seen | SkuscribeError]:
    photos = [lesson.photo for lesson in lessons]
    count = min(workers, max(1, len(photos) // WORTH))
    if count < 2:
        _open(model)
        yield from map(_look, photos)
        return
    with multiprocessing.get_context("spawn").Pool(count, _open, (model,)) as pool:
        yield from pool.imap(_look, photos, chunksize=4)


_opened: list[Looker] = []


def _open(model: Path | None) -> None:
    """Open the network once in each process."""
    _opened[:] = [Looker(read_bundle(model))]


def _look(path: Path) -> Seen | SkuscribeError:
    try:
        photo = read_photo(path, PhotoOptions())
    except SkuscribeError as error:
        return error.at(path.name)
    look = _opened[0].look(photo)
    beliefs = tuple(seen_belief(belief) for belief in look.beliefs)
    return photo.sha256, packed(look.embedding), beliefs
