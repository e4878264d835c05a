"""From predictions to figures: agreement by source, calibration, risk and coverage, each word.

All photos of a figure are counted once; macro figures are means over sources, since each shop has
its own look.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from skuscribe.learn.evaluate.predict import Prediction
from skuscribe.taxonomy.agreement import Agreement
from skuscribe.taxonomy.words import by_class, word_of

BINS = 10
Z95 = 1.959964
"""Of the normal distribution, for intervals that hold in 95 of 100 cases."""


@dataclass(frozen=True)
class Source:
    """Agreement on the photos of one source, or the mean over several.

    Attributes:
        shares: of each agreement among the photos whose label stands on the tree; sums to 1.
        useful: the share of matches and its 95 % interval.
        exact_leaf: share of photos where the stated word is the label's word.
    """

    name: str
    photos: int
    shares: dict[str, float]
    useful: tuple[float, float, float]
    exact_leaf: float


@dataclass(frozen=True)
class Bin:
    """Stated answers of similar confidence."""

    confidence: float
    matched: float
    answers: int


@dataclass(frozen=True)
class WordFigures:
    """How a word is answered: (share, lower, upper) with Wilson's interval."""

    word: str
    photos: int
    stated: int
    precision: tuple[float, float, float]
    recall: tuple[float, float, float]


@dataclass(frozen=True)
class Figures:
    """Everything that the page shows.

    Attributes:
        top1, top5: share of photos of known words whose word is the heaviest, among the five.
        calibration_error: mean gap between confidence and share of matches, over `bins`.
        bins: of the stated answers, of equal numbers of answers.
        risk: (coverage, share of stated answers that are no match) at falling confidence.
        confusions: (label's word, stated, photos), commonest first.
    """

    sources: tuple[Source, ...]
    macro: Source
    whole: Source
    known: int
    top1: float
    top5: float
    calibration_error: float
    bins: tuple[Bin, ...]
    risk: tuple[tuple[float, float], ...]
    words: tuple[WordFigures, ...]
    confusions: tuple[tuple[str, str, int], ...]
    unplaced: int
    failed: int

    def flat(self) -> dict[str, float]:
        """Return the figures that a model card holds."""
        shares = {f"macro_{name}": share for name, share in self.macro.shares.items()}
        useful = {f"useful_{source.name}": source.useful[0] for source in self.sources}
        return {
            "photos": float(self.whole.photos),
            "known": float(self.known),
            "top1": self.top1,
            "top5": self.top5,
            **self.whole.shares,
            **shares,
            "calibration_error": self.calibration_error,
            **(useful if len(self.sources) > 1 else {}),
        }


def figures_of(predictions: Sequence[Prediction], vocabulary: Collection[str]) -> Figures:
    """Return the figures.

    Args:
        predictions: of all photos.
        vocabulary: words that the network can say; exact figures are told of their photos alone.
    """
    made = [p for p in predictions if not p.error]
    placed = [p for p in made if p.agreement is not None]
    by_source = _grouped(placed, lambda p: p.photo.source)
    sources = tuple(_source(name, found) for name, found in by_source)
    known = [p for p in made if p.photo.word in vocabulary]
    stated = sorted((p for p in placed if p.stated), key=lambda p: -p.confidence)
    bins = _bins(stated)
    return Figures(
        sources=sources,
        macro=_mean(sources),
        whole=_source("all", placed),
        known=len(known),
        top1=_share(known, lambda p: p.photo.word in p.best[:1]),
        top5=_share(known, lambda p: p.photo.word in p.best),
        calibration_error=_calibration_error(bins),
        bins=bins,
        risk=_risk(stated, len(placed)),
        words=_words(made),
        confusions=_confusions(placed),
        unplaced=len(made) - len(placed),
        failed=len(predictions) - len(made),
    )


def wilson(hits: int, count: int) -> tuple[float, float, float]:
    """Return the share and Wilson's 95 % interval (Wilson 1927); (0, 0, 1) of nothing."""
    if count == 0:
        return 0.0, 0.0, 1.0
    share, z2 = hits / count, Z95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z95 / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return share, max(0.0, middle - half), min(1.0, middle + half)


def _source(name: str, found: Sequence[Prediction]) -> Source:
    counts = Counter(p.agreement for p in found)
    return Source(
        name=name,
        photos=len(found),
        shares={str(kind): counts[kind] / max(1, len(found)) for kind in Agreement},
        useful=wilson(counts[Agreement.MATCH], len(found)),
        exact_leaf=_share(found, lambda p: p.level == "leaf" and p.stated == p.photo.word),
    )


def _mean(sources: Sequence[Source]) -> Source:
    if len(sources) == 1:
        return replace(sources[0], name="mean of the sources")
    count = max(1, len(sources))
    shares = {str(k): sum(s.shares[str(k)] for s in sources) / count for k in Agreement}
    useful = shares[str(Agreement.MATCH)]
    # The spread between shops is what matters: an interval over sources, not over photos.
    spread = math.sqrt(sum((s.useful[0] - useful) ** 2 for s in sources) / max(1, count - 1))
    half = Z95 * spread / math.sqrt(count)
    return Source(
        name="mean of the sources",
        photos=sum(s.photos for s in sources),
        shares=shares,
        useful=(useful, max(0.0, useful - half), min(1.0, useful + half)),
        exact_leaf=sum(s.exact_leaf for s in sources) / count,
    )


def _bins(stated: Sequence[Prediction]) -> tuple[Bin, ...]:
    """Cut the answers, most confident first, into bins of equal numbers."""
    edges = [round(n * len(stated) / BINS) for n in range(BINS + 1)]
    parts = [stated[a:b] for a, b in pairwise(edges) if b > a]
    return tuple(
        Bin(
            confidence=sum(p.confidence for p in part) / len(part),
            matched=_share(part, _matches),
            answers=len(part),
        )
        for part in parts
    )


def _calibration_error(bins: Sequence[Bin]) -> float:
    answers = sum(b.answers for b in bins)
    return sum(abs(b.confidence - b.matched) * b.answers for b in bins) / max(1, answers)


def _risk(stated: Sequence[Prediction], photos: int) -> tuple[tuple[float, float], ...]:
    points, misses = [], 0
    for count, prediction in enumerate(stated, start=1):
        misses += not _matches(prediction)
        points.append((count / photos, misses / count))
    step = max(1, len(points) // 200)
    return tuple(points[::-step][::-1])


def _words(made: Sequence[Prediction]) -> tuple[WordFigures, ...]:
    photos = Counter(p.photo.word for p in made)
    stated = Counter(p.stated for p in made if p.level == "leaf")
    right = Counter(p.stated for p in made if p.level == "leaf" and p.stated == p.photo.word)
    return tuple(
        WordFigures(
            word=word,
            photos=photos[word],
            stated=stated[word],
            precision=wilson(right[word], stated[word]),
            recall=wilson(right[word], photos[word]),
        )
        for word in sorted(photos.keys() | stated.keys(), key=lambda w: (-photos[w], w))
    )


def _confusions(placed: Sequence[Prediction]) -> tuple[tuple[str, str, int], ...]:
    bad = {Agreement.WRONG, Agreement.NEAR}
    pairs = Counter((p.photo.word, p.stated) for p in placed if p.agreement in bad)
    return tuple((a, b, n) for (a, b), n in sorted(pairs.items(), key=lambda i: (-i[1], i[0])))


def worst(predictions: Iterable[Prediction], count: int) -> list[Prediction]:
    """Return the wrong answers that were stated with the most confidence."""
    wrong = [p for p in predictions if p.agreement is Agreement.WRONG]
    return sorted(wrong, key=lambda p: (-p.confidence, str(p.photo.path)))[:count]


def vocabulary_of(labels: Iterable[str], *, borrowed: bool) -> frozenset[str]:
    """Return the words that a network can say.

    Args:
        labels: of its trained vocabulary.
        borrowed: whether it has the ImageNet classes as well.
    """
    own = ((word_of(label), label) for label in labels)
    found = {word.word if word else label for word, label in own}
    return frozenset(found | {word.word for word in by_class().values()} if borrowed else found)


def _matches(prediction: Prediction) -> bool:
    return prediction.agreement is Agreement.MATCH


def _share(found: Sequence[Prediction], holds: Callable[[Prediction], bool]) -> float:
    return sum(holds(p) for p in found) / max(1, len(found))


def _grouped(
    found: Sequence[Prediction], key: Callable[[Prediction], str]
) -> list[tuple[str, list[Prediction]]]:
    return [(name, list(part)) for name, part in groupby(sorted(found, key=key), key)]
