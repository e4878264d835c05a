"""Clusters to Shopify's words: which a cluster is, which is named first, which are named at all.

A linear rule with a softmax gives each cluster's words (`features.py`); a word's share is the
share of the clusters, each by how likely it is that word. Which word a person would name first, and
which he would name beside it, is read off the logarithms of the shares. The three rules were
fitted together to photos that people named the colours of (`learn/colours.py`), and are a table.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from skuscribe.attributes.colour.cluster import Cluster, mean_of
from skuscribe.attributes.colour.features import NAMES, features_of
from skuscribe.attributes.colour.light import Light

TABLE_VERSION = "colour words 1"
FILE = "words.csv"
LEAST_SHARE = 1e-3
"""Added to shares before their logarithm is taken."""

NAMED_FROM, OWN_SHARE = 0.35, 0.05
"""Probability from which a word is named beside the first, and the least share of clusters whose
likeliest word it is: a word between two others has none of its own."""

PALE, PALE_SHARE = frozenset({"White", "Silver", "Gray"}), 0.2
"""What one material is in light and shade, and the share from which a second one is named."""

MOST = 3
DECISIONS = ("first scale", "first bias", "named scale", "named bias")

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rules:
    """The table: float64 arrays.

    Attributes:
        words: Shopify's display names.
        weights: (features, words); bias: (words,); a cluster's logits.
        first, named: scale and bias (2, words) on the logarithm of shares.
    """

    words: tuple[str, ...]
    weights: Values
    bias: Values
    first: Values
    named: Values


@dataclass(frozen=True)
class ColourWord:
    """A word with its clusters' mean colour and their share, and how likely it is right, 0..1."""

    word: str
    colour: Cluster
    probability: float


@cache
def rules() -> Rules:
    """Return the rules that are shipped."""
    return read_rules((resources.files(__package__) / FILE).read_text(encoding="utf-8"))


def read_rules(text: str) -> Rules:
    """Return the rules of a CSV: a row for each feature and decision, a column for each word."""
    header, *rows = csv.reader(text.splitlines())
    table = {name: np.array(values, np.float64) for name, *values in rows}
    return Rules(
        words=tuple(header[1:]),
        weights=np.stack([table[name] for name in NAMES]),
        bias=table["bias"],
        first=np.stack([table["first scale"], table["first bias"]]),
        named=np.stack([table["named scale"], table["named bias"]]),
    )


def words_of(
    clusters: Sequence[Cluster],
    light: Light,
    without: Collection[str] = (),
    using: Rules | None = None,
) -> list[ColourWord]:
    """Return the words for a product's colours, the one to name first first; at most `MOST`.

    Args:
        clusters: its colours, at least one.
        light: that it is seen in.
        without: words that this product cannot have.
        using: the rules; the shipped ones by default.
    """
    known = using or rules()
    barred = np.where([word in without for word in known.words], -np.inf, 0.0)
    each = softmax(features_of(clusters, light) @ known.weights + known.bias + barred)
    shares = np.array([cluster.share for cluster in clusters])
    logs = np.log(shares @ each + LEAST_SHARE)
    first = softmax(known.first[0] * logs + known.first[1] + barred)
    named = 1 / (1 + np.exp(-(known.named[0] * logs + known.named[1])))
    own = np.bincount(each.argmax(axis=1), shares, len(logs)).astype(np.float64)
    chosen = _chosen(known.words, int(first.argmax()), named, own)
    chance = [first[chosen[0]], *(named[n] for n in chosen[1:])]
    return [
        ColourWord(known.words[n], _seen_as(n, clusters, each), float(probability))
        for n, probability in zip(chosen, chance, strict=True)
    ]


def _chosen(words: Sequence[str], main: int, named: Values, own: Values) -> list[int]:
    """Return the places of the words to say, `main` first."""
    chosen = [main]
    for place in np.argsort(-named, kind="stable").tolist():
        rival = words[place] in PALE and any(words[other] in PALE for other in chosen)
        least = PALE_SHARE if rival else OWN_SHARE
        if place != main and named[place] >= NAMED_FROM and own[place] >= least:
            chosen.append(place)
    return chosen[:MOST]


def softmax(logits: Values) -> Values:
    """Return probabilities over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float64)


def _seen_as(word: int, clusters: Sequence[Cluster], each: Values) -> Cluster:
    """Return the clusters whose likeliest word it is as one; the likeliest cluster without any."""
    mine = [c for c, likely in zip(clusters, each.argmax(axis=1), strict=True) if likely == word]
    if mine:
        return mean_of(mine)
    shares = np.array([cluster.share for cluster in clusters])
    return clusters[int((shares * each[:, word]).argmax())]
