"""The words that products are called by, and where Shopify and Google file each.

Every id was read and checked, none guessed: Shopify product taxonomy 2025-08 (MIT licence, Shopify
Inc.), Google product taxonomy 2021-09-21. The node is the most specific one that is true for every
product the word may mean; a word without a true node is filed nowhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from skuscribe.record.model import Node

TAXONOMY_VERSION = "shopify 2025-08, google 2021-09-21, words 2"

NOT_A_PRODUCT = "not a product"
"""What a network may say instead of a word: an animal, a landscape, a receipt."""


@dataclass(frozen=True)
class Word:
    """A word, and its nodes; None where there is no true one.

    Attributes:
        word: as a shop would write it in a list.
        origin: `trained` on photos, `borrowed` from the trunk's own classifier, `both`; empty for
            a word that people say and no network of ours.
        classes: ImageNet classes that mean it.
        shopify, google: where shops file it.
    """

    word: str
    origin: str
    classes: tuple[str, ...]
    shopify: Node | None
    google: Node | None

    @property
    def path(self) -> tuple[str, ...]:
        """Google's path, from the top level down; empty where the word is filed nowhere."""
        return path_of(self.google)


def path_of(node: Node | None) -> tuple[str, ...]:
    """Return the names of a node's levels, from the top down."""
    return tuple(node.path.split(SEPARATOR)) if node else ()


SEPARATOR = " > "


def places_of(node: Node | None) -> tuple[str, ...]:
    """Return the paths of a node and of all above it, from the top down."""
    parts = path_of(node)
    return tuple(SEPARATOR.join(parts[: depth + 1]) for depth in range(len(parts)))


@cache
def words() -> Mapping[str, Word]:
    """Return every word by its name in lower case; synonyms lead to the same word."""
    rows = list(_rows("words.csv"))
    own = {row["word"].casefold(): _word(row) for row in rows if not row["same_as"]}
    same = {r["word"].casefold(): own[r["same_as"].casefold()] for r in rows if r["same_as"]}
    return MappingProxyType(own | same)


@cache
def parents() -> Mapping[tuple[str, ...], Word]:
    """Return what an inner node of Google's tree is called, by its path.

    A node without an entry is never answered: nobody would call a product that.
    """
    found = (_word({"origin": "", "classes": "", **row}) for row in _rows("parents.csv"))
    return MappingProxyType({word.path: word for word in found})


@cache
def by_class() -> Mapping[str, Word]:
    """Return the word of each ImageNet class that is a product."""
    return MappingProxyType({name: word for word in words().values() for name in word.classes})


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, word in words().items():
        found.setdefault(word.word, []).append(name)
    return MappingProxyType({word: tuple(names) for word, names in found.items()})


def names_of(word: str) -> tuple[str, ...]:
    """Return every name of a word of the table, in lower case; none for another."""
    return _synonyms().get(word, ())


def word_of(said: str) -> Word | None:
    """Return the word that `said` names, by whatever synonym and however it is capitalised."""
    return words().get(said.casefold())


def _word(row: Mapping[str, str]) -> Word:
    shopify, google = (
        Node(id=row[f"{shop}_id"], path=row[f"{shop}_path"]) if row[f"{shop}_id"] else None
        for shop in ("shopify", "google")
    )
    classes = tuple(row["classes"].split("|")) if row["classes"] else ()
    return Word(row["word"], row["origin"], classes, shopify, google)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
