"""Where on the category tree the network may be believed: a word, a node above it, or nothing.

The mass of every word is summed up Google's tree. From the root down the heaviest branch is
followed; the deepest place on it that is sure enough is the answer. So a photo of a chair that is
one of three kinds is at least called a chair, and one that is some furniture a piece of furniture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from skuscribe.record.observed import Rule
from skuscribe.taxonomy.weigh import Weighed
from skuscribe.taxonomy.words import Word, parents

DEEP = 3
"""Levels from this one on are stated from one probability."""

MOSTLY = 0.5
"""Share of an answer's mass from which examples decided it."""

ONE_SIDED = 0.8
"""Share of an answer's mass from which it is one vocabulary's alone."""


Origin = Literal["trained", "borrowed", "joined", "taught"]


@dataclass(frozen=True)
class Answer:
    """What may be stated.

    Attributes:
        word: what it is called and where it is filed.
        level: `leaf` for a word, `parent` for a node above several words.
        confidence: how often such an answer is useful, 0..1.
        origin: the vocabulary that it comes from, `joined` where both speak for it, `taught` where
            the shop's examples decide.
    """

    word: Word
    level: Literal["leaf", "parent"]
    confidence: float
    origin: Origin


def decide(weighed: Sequence[Weighed], rule: Rule, trust: float) -> Answer | None:
    """Return the deepest answer that is sure, None where there is none.

    Args:
        weighed: words with their masses.
        rule: from which probability a level is stated.
        trust: the weight of the trained vocabulary.
    """
    answer: Answer | None = None
    branch, path = list(weighed), tuple[str, ...]()
    while branch:
        name, branch = _heaviest(branch, len(path))
        path = (*path, name) if name is not None else path
        word = parents().get(path) if name is not None else branch[0].word
        mass = sum(each.mass for each in branch)
        level: Literal["leaf", "parent"] = "leaf" if name is None else "parent"
        if word is not None and mass >= _needed(rule, level, len(path)):
            origin = origin_of(branch)
            sure = taught_confidence(mass) if origin == "taught" else None
            confidence = confidence_of(min(1.0, mass), rule, trust) if sure is None else sure
            answer = Answer(word, level, confidence, origin)
        if name is None:
            break
    return answer


def _needed(rule: Rule, level: Literal["leaf", "parent"], depth: int) -> float:
    """Return the probability that an answer needs; a word that is filed nowhere counts as deep."""
    least = rule.from_level[min(depth or DEEP, DEEP) - 1]
    return least + rule.leaf_surer if level == "leaf" else least


def _heaviest(branch: Sequence[Weighed], depth: int) -> tuple[str | None, list[Weighed]]:
    """Return the heaviest part of a branch: a child's name and its words, or None and one word."""
    children: dict[tuple[str | None, str], list[Weighed]] = {}
    for each in branch:
        path = each.word.path
        deeper = len(path) > depth
        key = (path[depth], "") if deeper else (None, each.word.word)
        children.setdefault(key, []).append(each)
    heaviest = max(children, key=lambda k: (sum(w.mass for w in children[k]), str(k)))
    return heaviest[0], children[heaviest]


def confidence_of(mass: float, rule: Rule, trust: float) -> float:
    """Return the confidence that an answer of a probability is stated with, 0..1."""
    logit = math.log(max(mass, TINY) / max(1 - mass, TINY))
    intercept, slope, familiar = rule.scale
    return 1 / (1 + math.exp(-(intercept + slope * logit + familiar * trust)))


TINY = 1e-6
"""Keeps a logit finite; `decide` rounds nothing."""


def taught_confidence(mass: float) -> float:
    """Return the confidence of an answer that examples decide, 0..1."""
    intercept, slope = TAUGHT_SCALE
    logit = math.log(max(mass, TINY) / max(1 - mass, TINY))
    return 1 / (1 + math.exp(-(intercept + slope * logit)))


TAUGHT_SCALE = (1.308, 0.873)
"""Intercept and slope of the logit, fitted on photos of foreign shops that were not taught."""


def origin_of(branch: Sequence[Weighed]) -> Origin:
    """Return whose word it is."""
    whole = sum(each.mass for each in branch)
    if whole and sum(each.taught for each in branch) >= MOSTLY * whole:
        return "taught"
    share = sum(each.trained for each in branch) / whole if whole else 1.0
    if share >= ONE_SIDED:
        return "trained"
    return "borrowed" if share <= 1 - ONE_SIDED else "joined"
