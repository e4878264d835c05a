"""What a shop's own examples say of a photo, and how far they are to be believed.

Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) on the embedding beside the square
roots of the network's beliefs, whose product is the Bhattacharyya coefficient. Every constant was
chosen on ten foreign shops that no figure is reported of: docs/decisions/0009.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from skuscribe.shop.examples import Examples
from skuscribe.shop.profile import Shop, is_named
from skuscribe.taxonomy.weigh import Taught, Weighed
from skuscribe.taxonomy.words import SEPARATOR, Word, parents, word_of

RIDGE = 0.3
BELIEFS = 0.3
"""Weight of the beliefs beside the embedding in the kernel."""

OWN_WORD = 0.6
"""What the network's own probability of a taught word adds to the word's score."""

TEMPERATURE = 0.2
"""Of the softmax over scores."""

ALIKE = 0.985
"""Cosine from which two examples of one label are the same photo, and count once."""

FAMILIAR = (-1.890, 5.102, -1.408, 4.943, 1.199, -3.478, -1.001)
"""A logistic function of: the best score, how far it is above the second, the cosine of the nearest
example, the network's mass on taught words, its heaviest other word, and the logarithm of examples
a label; the first number is the intercept. It tells photos of taught labels from others."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Lessons:
    """Examples, learnt.

    Attributes:
        words: the taught words, each once; `columns` by name, `nodes` those that stand for nodes.
        places: column of each word that the network believes in among the features.
        embeddings: float32 (n, d), of the examples.
        weights: float32 (d + m, words): features to scores.
        density: logarithm of examples a word.
    """

    words: tuple[Word, ...]
    columns: Mapping[str, int]
    nodes: tuple[tuple[tuple[str, ...], int], ...]
    places: Mapping[str, int]
    embeddings: Floats
    weights: Floats
    density: float

    def of(self, embedding: Floats, believed: Sequence[Weighed]) -> Taught:
        """Return what the examples say of one photo.

        Args:
            embedding: float32 (d,), of unit length.
            believed: what the network believes of the photo.
        """
        beliefs = np.zeros((1, len(self.places)), np.float32)
        for each in believed:
            if (place := self.places.get(each.word.word)) is not None:
                beliefs[0, place] = each.mass
        own, rest = self._own(believed)
        scores = features_of(embedding[None], beliefs)[0] @ self.weights + OWN_WORD * own
        nearest = float((self.embeddings @ embedding).max())
        best, *others = sorted(map(float, scores), reverse=True)
        ahead = best - (others[0] if others else 0.0)
        said = (1.0, best, ahead, nearest, float(own.sum()), rest, self.density)
        weight = 1 / (1 + math.exp(-math.fsum(a * b for a, b in zip(FAMILIAR, said, strict=True))))
        shares = np.exp((scores - best) / TEMPERATURE)
        shares *= weight / shares.sum()
        return Taught(weight, tuple(zip(self.words, map(float, shares), strict=True)))

    def _own(self, believed: Sequence[Weighed]) -> tuple[Floats, float]:
        """Return the network's mass of each taught word, float32 (words,), and its heaviest other.

        A node that was taught has the mass of all words under it.
        """
        own, rest = np.zeros(len(self.words), np.float32), 0.0
        for each in believed:
            columns = [n for path, n in self.nodes if each.word.path[: len(path)] == path]
            if (column := self.columns.get(each.word.word)) is not None:
                columns.append(column)
            own[columns] += each.mass
            rest = rest if columns else max(rest, each.mass)
        return own, rest


def features_of(embeddings: Floats, beliefs: Floats) -> Floats:
    """Return float32 (n, d + m): embeddings (n, d), and beliefs (n, m) as they count."""
    roots = np.sqrt(np.maximum(beliefs, 0)) * math.sqrt(BELIEFS)
    return np.concatenate([embeddings, roots], axis=1)


def is_node(word: Word) -> bool:
    """Tell whether a word stands for an inner node of the tree."""
    return bool(word.path) and parents().get(word.path) == word


def word_for(label: str, shop: Shop) -> Word:
    """Return what a shop's label means: a word, a node, its own category, or a word of its own."""
    if found := word_of(label):
        return found
    said = label.casefold()
    for path, node in parents().items():
        if said in (node.word.casefold(), SEPARATOR.join(path).casefold()):
            return node
    filed = [w for w, node in shop.categories.items() if is_named(node, said)]
    if len(filed) == 1 and (found := word_of(filed[0])):
        return found
    return Word(label, "", (), None, None)


@lru_cache(maxsize=4)
def lessons_of(shop: Shop) -> Lessons | None:
    """Return what a shop's examples teach; None where there are none."""
    return None if shop.examples is None else learn(shop.examples, shop)


def learn(examples: Examples, shop: Shop) -> Lessons:
    """Fit the regression; milliseconds for hundreds of examples."""
    examples = examples.only(distinct(examples))
    said = [word_for(label, shop) for label in examples.labels]
    words = tuple({word.word: word for word in said}.values())
    columns = {word.word: n for n, word in enumerate(words)}
    targets = np.eye(len(words), dtype=np.float32)[[columns[word.word] for word in said]]
    features = features_of(
        examples.embeddings.astype(np.float32), examples.beliefs.astype(np.float32)
    )
    kernel = features @ features.T + RIDGE * np.eye(len(features), dtype=np.float32)
    return Lessons(
        words=words,
        columns=columns,
        nodes=tuple((word.path, n) for n, word in enumerate(words) if is_node(word)),
        places={word: n for n, word in enumerate(examples.words)},
        embeddings=examples.embeddings.astype(np.float32),
        weights=features.T @ np.linalg.solve(kernel, targets),
        density=math.log(len(features) / len(words)),
    )


def distinct(examples: Examples) -> list[int]:
    """Return the places of the examples that are no near copy of an earlier one of their label."""
    embeddings = examples.embeddings.astype(np.float32)
    kept: list[int] = []
    by_label: dict[str, list[int]] = {}
    for place, label in enumerate(examples.labels):
        alike = by_label.setdefault(label, [])
        if not alike or float((embeddings[alike] @ embeddings[place]).max()) < ALIKE:
            alike.append(place)
            kept.append(place)
    return kept
