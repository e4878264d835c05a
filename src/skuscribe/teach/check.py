"""Would these examples help? Each product is judged by the others, before and after.

Leaving a group out of kernel ridge regression needs no second fit: with A the inverse of the
regularised kernel, the error of group G is the inverse of A's block of G times the weights of G
(Pahikkala et al., 2012).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skuscribe.shop.examples import Examples
from skuscribe.shop.profile import Shop
from skuscribe.taxonomy.taught import (
    OWN_WORD,
    RIDGE,
    distinct,
    features_of,
    is_node,
    word_for,
)
from skuscribe.taxonomy.words import Word, word_of

SHUFFLES = 40
"""Times that the labels are shuffled, to know what accuracy chance alone has."""

ABOVE_CHANCE = 2.0
"""Standard deviations of the shuffled accuracy that true labels lie above it. Of 42 draws of ten
foreign shops' labels one lay below, of 42 shuffled ones one above."""

LEAST = 10
"""Photos that have to be judged before anything is refused."""

SUSPICIOUS = 0.35
"""How far another label's score lies above its own where a photo is probably mislabelled: with one
label of ten wrong, 0.70 of the wrong ones were found and 0.67 of those found were wrong."""

KNOWN = 0.5
"""Share of a label's photos that are told from others, from which its odd ones are suspicious."""

ENOUGH = 10
"""Photos a label, behind which more help little."""

GOOD = 0.8

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LabelCheck:
    """One label.

    Attributes:
        label: in the shop's words.
        photos, products: how many were taught; near copies count once.
        before, after: share of its photos that the network, and the examples of other products,
            give this label among the taught ones; None where it has one product alone.
    """

    label: str
    photos: int
    products: int
    before: float | None
    after: float | None

    @property
    def advice(self) -> str:
        """What would likely help; empty where nothing is needed."""
        weak = self.after is None or self.after < GOOD
        more = max(0, ENOUGH - self.photos) if weak else 0
        photos = "1 photo" if more == 1 else f"{more} photos"
        return f"{photos} more would likely help" if more else ""


@dataclass(frozen=True)
class Confused:
    """Photos of one label that are taken for another; `places` among the examples."""

    label: str
    taken_for: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Check:
    """What the examples are worth.

    Attributes:
        labels: each label, in the order of its first photo.
        judged: photos that another product of their label judges.
        before, after: share of them that is right: by the network, by the examples with it.
        alone: by the examples without it: what the network says does not hide shuffled labels.
        gained, lost: judged photos that teaching alone puts right, and those that it puts wrong.
        chance: `alone` after shuffling the labels, mean and standard deviation.
        confused: pairs of labels, the commonest first.
        suspicious: places of photos that are probably mislabelled.
    """

    labels: tuple[LabelCheck, ...]
    judged: int
    before: float
    after: float
    alone: float
    gained: int
    lost: int
    chance: tuple[float, float]
    confused: tuple[Confused, ...]
    suspicious: tuple[int, ...]

    def taken_for(self, place: int) -> str:
        """Return the label that a confused photo is given."""
        return next(pair.taken_for for pair in self.confused if place in pair.places)

    @property
    def contradicts_itself(self) -> bool:
        """Whether the labels tell no more than shuffled ones would."""
        mean, deviation = self.chance
        by_chance = self.alone <= mean + ABOVE_CHANCE * deviation
        return self.judged >= LEAST and by_chance and self.alone < GOOD

    @property
    def harms(self) -> bool:
        """Whether the network alone knows the photos better: McNemar's test, 2 deviations."""
        worse = self.lost - self.gained > 2 * math.sqrt(self.lost + self.gained)
        return self.judged >= LEAST and worse


def check(examples: Examples, shop: Shop) -> Check:
    """Judge every example by those of other products."""
    kept = distinct(examples)
    some = examples.only(kept)
    words = [word_for(label, shop) for label in some.labels]
    names = list(dict.fromkeys(word.word for word in words))
    truth = np.array([names.index(word.word) for word in words])
    own = _own(some, [next(w for w in words if w.word == name) for name in names])
    left_out = LeftOut(some)
    alone = left_out.scores(truth, len(names))
    scores = alone + OWN_WORD * own
    said, network = scores.argmax(1), np.where(own.max(1) > 0, own.argmax(1), -1)
    judged = _judged(some.groups, truth)
    wrong = np.flatnonzero(judged & (said != truth)).tolist()
    gap = scores.max(1) - scores[np.arange(len(truth)), truth]
    known = {n for n in range(len(names)) if _share(said == n, judged & (truth == n)) >= KNOWN}
    odd = [n for n in wrong if gap[n] >= SUSPICIOUS and int(truth[n]) in known]
    return Check(
        labels=tuple(
            _label(name, truth == n, some.groups, judged, network == n, said == n)
            for n, name in enumerate(names)
        ),
        judged=int(judged.sum()),
        before=_share(network == truth, judged),
        after=_share(said == truth, judged),
        alone=_share(alone.argmax(1) == truth, judged),
        gained=int((judged & (said == truth) & (network != truth)).sum()),
        lost=int((judged & (said != truth) & (network == truth)).sum()),
        chance=_chance(left_out, truth, judged, len(names)),
        confused=_confused([(names[truth[n]], names[said[n]], kept[n]) for n in wrong]),
        suspicious=tuple(kept[n] for n in sorted(odd, key=lambda n: -gap[n])),
    )


class LeftOut:
    """Scores of each example by all that are of another product.

    Args:
        examples: whose.
    """

    def __init__(self, examples: Examples) -> None:
        features = features_of(
            examples.embeddings.astype(np.float32), examples.beliefs.astype(np.float32)
        ).astype(np.float64)
        self._inverse = np.linalg.inv(features @ features.T + RIDGE * np.eye(len(features)))
        places: dict[str, list[int]] = {}
        for place, group in enumerate(examples.groups):
            places.setdefault(group, []).append(place)
        self.groups = [np.array(each) for each in places.values()]
        self._blocks = [np.linalg.inv(self._inverse[np.ix_(g, g)]) for g in self.groups]

    def scores(self, truth: NDArray[np.intp], count: int) -> Floats:
        """Return float64 (n, count): of each example the score of each label.

        Args:
            truth: (n,), the label of each example.
            count: of labels.
        """
        targets = np.eye(count)[truth]
        weights = self._inverse @ targets
        found = np.empty_like(targets)
        for group, block in zip(self.groups, self._blocks, strict=True):
            found[group] = targets[group] - block @ weights[group]
        return found


def _own(examples: Examples, words: Sequence[Word]) -> Floats:
    """Return float64 (n, words): the network's mass of each taught word."""
    found = np.zeros((len(examples), len(words)))
    for column, word in enumerate(words):
        under = [n for n, name in enumerate(examples.words) if _means(name, word)]
        found[:, column] = examples.beliefs[:, under].astype(np.float64).sum(axis=1)
    return found


def _means(name: str, word: Word) -> bool:
    known = word_of(name)
    under = known is not None and is_node(word) and known.path[: len(word.path)] == word.path
    return name == word.word or under


def _judged(groups: Sequence[str], truth: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which examples another product of their label can judge."""
    products: dict[int, set[str]] = {}
    for group, label in zip(groups, truth, strict=True):
        products.setdefault(int(label), set()).add(group)
    return np.array([len(products[int(label)]) > 1 for label in truth])


def _label(
    name: str,
    mine: NDArray[np.bool_],
    groups: Sequence[str],
    judged: NDArray[np.bool_],
    network: NDArray[np.bool_],
    said: NDArray[np.bool_],
) -> LabelCheck:
    among = mine & judged
    told = bool(among.any())
    return LabelCheck(
        label=name,
        photos=int(mine.sum()),
        products=len({groups[n] for n in np.flatnonzero(mine).tolist()}),
        before=_share(network, among) if told else None,
        after=_share(said, among) if told else None,
    )


def _share(right: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(right[among].mean()) if among.any() else 0.0


def _chance(
    left_out: LeftOut, truth: NDArray[np.intp], judged: NDArray[np.bool_], count: int
) -> tuple[float, float]:
    """Return mean and standard deviation of the accuracy when products swap their labels."""
    random = np.random.default_rng(0)
    firsts = np.array([group[0] for group in left_out.groups])
    found = []
    for _ in range(SHUFFLES):
        shuffled = truth.copy()
        for group, label in zip(left_out.groups, random.permutation(truth[firsts]), strict=True):
            shuffled[group] = label
        said = left_out.scores(shuffled, count).argmax(1)
        found.append(_share(said == shuffled, judged))
    return float(np.mean(found)), float(np.std(found))


def _confused(wrong: Sequence[tuple[str, str, int]]) -> tuple[Confused, ...]:
    places: dict[tuple[str, str], list[int]] = {}
    for label, taken_for, place in wrong:
        places.setdefault((label, taken_for), []).append(place)
    order = sorted(places.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Confused(*pair, tuple(found)) for pair, found in order)
