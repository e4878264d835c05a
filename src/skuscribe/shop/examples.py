"""What a shop taught: embeddings and labels of its own photos, never the photos.

`examples.npz` holds plain arrays (no pickle). It belongs to one bundle: another network sees
otherwise.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_whole

EXAMPLES_FILE = "examples.npz"
VERSION = 1
MOST = 5_000
"""Examples; a shop needs ten a label."""

LARGEST = 100_000_000
"""Bytes of the file."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Photos that a shop says the label of.

    Attributes:
        bundle: identity of the network that looked.
        labels: of each photo, in the shop's words.
        groups: the product that each shows; photos of one product never judge each other.
        photos: SHA-256 of each photo.
        embeddings: float16 (n, d), of unit length.
        words: what the network's beliefs are about, m of them.
        beliefs: float16 (n, m), the probability of each word.
    """

    bundle: str
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    photos: tuple[str, ...]
    embeddings: NDArray[np.float16]
    words: tuple[str, ...]
    beliefs: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.labels)

    def only(self, kept: Sequence[int]) -> Examples:
        """Return some of the examples, by their places."""
        return Examples(
            bundle=self.bundle,
            labels=tuple(self.labels[n] for n in kept),
            groups=tuple(self.groups[n] for n in kept),
            photos=tuple(self.photos[n] for n in kept),
            embeddings=self.embeddings[list(kept)],
            words=self.words,
            beliefs=self.beliefs[list(kept)],
        )


def joined(first: Examples, second: Examples) -> Examples:
    """Return both, in order; both are of one bundle. A photo that comes again takes its new label.

    Raises:
        SkuscribeError: `config.invalid`, there are too many.
    """
    again = set(second.photos)
    first = first.only([n for n, photo in enumerate(first.photos) if photo not in again])
    words = tuple(dict.fromkeys((*first.words, *second.words)))
    both = Examples(
        bundle=second.bundle,
        labels=first.labels + second.labels,
        groups=first.groups + second.groups,
        photos=first.photos + second.photos,
        embeddings=np.concatenate([first.embeddings, second.embeddings]),
        words=words,
        beliefs=np.concatenate([_spread(first, words), _spread(second, words)]),
    )
    if len(both) > MOST:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"{len(both):,} examples; {MOST:,} are the most",
            hint="ten photos a label are enough",
            where=EXAMPLES_FILE,
        )
    return both


def _spread(examples: Examples, words: tuple[str, ...]) -> NDArray[np.float16]:
    place = {word: n for n, word in enumerate(words)}
    found = np.zeros((len(examples), len(words)), np.float16)
    found[:, [place[word] for word in examples.words]] = examples.beliefs
    return found


def write_examples(folder: Path, examples: Examples) -> None:
    """Write `examples.npz`.

    Raises:
        OSError: the folder cannot be written.
    """
    content = io.BytesIO()
    np.savez_compressed(
        content,
        version=np.array(VERSION),
        bundle=np.array(examples.bundle),
        labels=np.array(examples.labels),
        groups=np.array(examples.groups),
        photos=np.array(examples.photos),
        embeddings=examples.embeddings,
        words=np.array(examples.words),
        beliefs=examples.beliefs,
    )
    write_whole(folder / EXAMPLES_FILE, content.getvalue())


def read_examples(folder: Path) -> Examples | None:
    """Return what a shop taught; None where it taught nothing.

    Raises:
        SkuscribeError: `config.invalid`, the file is damaged or of another version.
    """
    path = folder / EXAMPLES_FILE
    if not path.exists():
        return None
    try:
        with np.load(io.BytesIO(read_small(path, LARGEST)), allow_pickle=False) as arrays:
            found = _checked({name: arrays[name] for name in arrays.files})
    except Exception as error:  # numpy, zipfile and zlib have many kinds for a damaged file
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"it cannot be read ({str(error)[:80]})",
            hint="teach again: skuscribe shop teach DIR SOURCE --replace",
            where=EXAMPLES_FILE,
        ) from error
    return found


def _checked(arrays: dict[str, NDArray[np.generic]]) -> Examples:
    if int(arrays["version"]) != VERSION:
        raise ValueError("it is of another version")
    labels = _texts(arrays["labels"])
    found = Examples(
        bundle=str(arrays["bundle"]),
        labels=labels,
        groups=_texts(arrays["groups"]),
        photos=_texts(arrays["photos"]),
        embeddings=_numbers(arrays["embeddings"]),
        words=_texts(arrays["words"]),
        beliefs=_numbers(arrays["beliefs"]),
    )
    same = {len(found.labels), len(found.groups), len(found.photos), len(found.embeddings)}
    whole = same == {len(found.beliefs)} and found.beliefs.shape[1] == len(found.words)
    if not labels or not whole:
        raise ValueError("its arrays do not fit each other")
    if not (np.isfinite(found.embeddings).all() and np.isfinite(found.beliefs).all()):
        raise ValueError("it holds numbers that are none")
    return found


def _texts(array: NDArray[np.generic]) -> tuple[str, ...]:
    if array.ndim != 1 or array.dtype.kind != "U":
        raise ValueError("a list of texts is none")
    return tuple(str(each) for each in array)


def _numbers(array: NDArray[np.generic]) -> NDArray[np.float16]:
    if array.ndim != 2 or array.dtype != np.float16:
        raise ValueError("a table of numbers is none")
    return array.astype(np.float16)
