"""What a product may be called: the likeliest words for it, and a search over all there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skuscribe.record.model import Category, Node
from skuscribe.taxonomy.words import words

MOST = 5
FOUND = 12


def likeliest(category: Category) -> list[tuple[str, float]]:
    """Return at most five words with how sure each is, the likeliest first."""
    own = [(category.label, category.confidence)] if category.label else []
    others = [(each.label, each.confidence) for each in category.alternatives]
    return [*own, *(each for each in others if each[0] != category.label)][:MOST]


def search(said: str, shop: Mapping[str, Node], most: int = FOUND) -> Sequence[str]:
    """Return words of the table and of the shop that hold `said`, those that begin with it first.

    A synonym finds its word.
    """
    wanted = said.strip().casefold()
    if not wanted:
        return []
    names = {word.casefold(): word for word in shop}
    names |= {name: word.word for name, word in words().items()}
    found = [name for name in names if wanted in name]
    found.sort(key=lambda name: (not name.startswith(wanted), len(name), name))
    return list(dict.fromkeys(names[name] for name in found))[:most]
