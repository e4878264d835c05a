"""What both vocabularies say, as one mass for each word of the table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from skuscribe.record.observed import SeenBelief
from skuscribe.taxonomy.words import NOT_A_PRODUCT, Word, by_class, word_of


@dataclass(frozen=True)
class Weighed:
    """A word, and the probability that each vocabulary gives it; together the word's mass.

    Photos count equally, vocabularies by their weight on each photo. What no word of the table
    stands for has no mass here: all words together may have less than 1. `taught` is what the
    shop's own examples give it.
    """

    word: Word
    trained: float
    borrowed: float
    taught: float = 0.0

    @property
    def mass(self) -> float:
        """The probability of the word, 0..1."""
        return min(1.0, self.trained + self.borrowed + self.taught)


@dataclass(frozen=True)
class Taught:
    """What a shop's examples say of one photo.

    Attributes:
        weight: how far they are believed; the network's vocabularies have the rest, 0..1.
        masses: of each taught word; together the weight.
    """

    weight: float
    masses: tuple[tuple[Word, float], ...]


NOT_TAUGHT = Taught(0.0, ())


def weigh(photos: Sequence[Sequence[SeenBelief]], taught: Sequence[Taught] = ()) -> list[Weighed]:
    """Return the words that one product may be, heaviest first.

    Args:
        photos: of each photo what every vocabulary says.
        taught: of each photo what the shop's examples say; empty where it taught nothing.
    """
    found: dict[str, tuple[list[float], list[float], list[float]]] = {}
    named: dict[str, Word] = {}
    for beliefs, lesson in zip(photos, taught or [NOT_TAUGHT] * len(photos), strict=True):
        for word, column, mass in (*_believed(beliefs, 1 - lesson.weight), *_taught(lesson)):
            named[word.word] = word
            found.setdefault(word.word, ([], [], []))[column].append(mass / len(photos))
    # Summed exactly: the order of the photos changes nothing.
    return ranked(Weighed(named[word], *map(math.fsum, masses)) for word, masses in found.items())


Part = tuple[Word, int, float]


def _believed(beliefs: Sequence[SeenBelief], share: float) -> Iterator[Part]:
    for belief in beliefs:
        for said, probability in zip(belief.words, belief.probabilities, strict=True):
            if (word := _word(belief, said)) is not None:
                yield (
                    word,
                    int(belief.vocabulary == "borrowed"),
                    share * belief.weight * probability,
                )


def _taught(lesson: Taught) -> Iterator[Part]:
    return ((word, 2, mass) for word, mass in lesson.masses)


def no_product(photos: Sequence[Sequence[SeenBelief]]) -> float:
    """Return the probability, 0..1, that the photos show nothing that is sold.

    The trained vocabulary has a word for it; the borrowed one has animals, landscapes and their
    like, classes that are no product.
    """
    mass = math.fsum(
        belief.weight * probability
        for beliefs in photos
        for belief in beliefs
        for said, probability in zip(belief.words, belief.probabilities, strict=True)
        if (said == NOT_A_PRODUCT if belief.vocabulary == "trained" else said not in by_class())
    )
    return min(1.0, mass / len(photos))


def trust_of(photos: Sequence[Sequence[SeenBelief]]) -> float:
    """Return the mean weight of the trained vocabulary, 0..1: how familiar the photos are."""
    return sum(beliefs[0].weight for beliefs in photos) / len(photos)


def ranked(words: Iterable[Weighed]) -> list[Weighed]:
    """Return the words heaviest first, equal ones by name: equal input gives equal order."""
    return sorted(words, key=lambda each: (-each.mass, each.word.word))


def _word(belief: SeenBelief, said: str) -> Word | None:
    if belief.vocabulary == "borrowed":
        return by_class().get(said)
    if said == NOT_A_PRODUCT:
        return None
    # A network that a merchant trained may have words of its own: they are filed nowhere.
    return word_of(said) or Word(said, "trained", (), None, None)
