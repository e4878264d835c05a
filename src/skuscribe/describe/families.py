"""In which order a family of products is told of, and which keys of merchants mean one thing."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources

from skuscribe.describe.facts import Fact
from skuscribe.taxonomy.words import SEPARATOR, word_of


@cache
def _kinds() -> dict[str, str]:
    return {row["key"]: row["kind"] for row in _rows("telling.csv")}


@cache
def families() -> dict[str, tuple[str, ...]]:
    """Return the order of kinds by Google's node; the empty node is the order of all others."""
    return {row["node"]: tuple(row["order"].split()) for row in _rows("families.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def kind_told(key: str) -> str:
    """Return what a merchant's key tells of, such as `audience`; the key where no table knows."""
    return _kinds().get(key.replace("_", " "), key)


@cache
def order_for(category: str) -> tuple[str, ...]:
    """Return the kinds of facts in the order in which a product of this category is told of."""
    word = word_of(category)
    path = word.path if word else ()
    nodes = (SEPARATOR.join(path[:depth]) for depth in range(len(path), -1, -1))
    return next(families()[node] for node in nodes if node in families())


def in_order(facts: Iterable[Fact], category: str) -> tuple[Fact, ...]:
    """Return facts as the category's family tells them; kinds it does not name follow as given."""
    order = order_for(category)
    place = {kind: number for number, kind in enumerate(order)}
    return tuple(sorted(facts, key=lambda fact: place.get(kind_told(fact.kind), len(order))))
