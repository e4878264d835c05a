"""What the shop sells limits what its products can be."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.shop.profile import PROFILE_FILE
from skuscribe.taxonomy.weigh import Weighed
from skuscribe.taxonomy.words import SEPARATOR, Word, parents, places_of, words

LEAST_SOLD = 0.3
"""The mass of what is sold is scaled up as if it were at least this: a photo that most likely
shows something else stays without an answer."""

UNSOLD = 1.35
"""It is scaled up to 1 / `UNSOLD`, not to 1: shops have photos of other things as well. What is
heavier by itself stays so. Both were chosen on foreign shops that no figure is reported of."""


def limited(weighed: Sequence[Weighed], sells: tuple[str, ...]) -> list[Weighed]:
    """Return the words that the shop sells, their masses scaled up; all of them without a limit.

    What it taught it sells.

    Args:
        weighed: words with their masses.
        sells: nodes of either tree, by path or id.
    """
    if not sells:
        return list(weighed)
    sold = [each for each in weighed if each.taught or is_sold(each.word, sells)]
    whole = min(1.0, UNSOLD * max(LEAST_SOLD, sum(each.mass for each in sold)))
    return [Weighed(e.word, *(m / whole for m in (e.trained, e.borrowed, e.taught))) for e in sold]


def is_sold(word: Word, sells: tuple[str, ...]) -> bool:
    """Tell whether a word is, or lies under, one of the nodes."""
    return not _places(word).isdisjoint(_tidied(sells))


def refuse_unknown_nodes(
    sells: Sequence[str], key: str = "sells", where: str = PROFILE_FILE
) -> None:
    """Refuse a node that no word of the table lies under: most likely it is misspelt.

    Args:
        sells: paths or ids.
        key: what the error names as wrong.
        where: the file that it names.

    Raises:
        SkuscribeError: `config.invalid`, with the nodes that are near.
    """
    every = _every_place()
    for said, node in zip(sells, _tidied(tuple(sells)), strict=True):
        if node not in every:
            near = get_close_matches(node, sorted(every), n=3)
            raise SkuscribeError(
                ErrorCode.CONFIG_INVALID,
                f"{key}: no category is called '{said}'",
                hint=f"did you mean {' or '.join(every[n] for n in near)}?"
                if near
                else "give a path or an id of Shopify's or Google's tree, such as Furniture",
                where=where,
            )


@cache
def _tidied(sells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(SEPARATOR.join(p.strip() for p in s.split(">")).casefold() for s in sells)


@cache
def _places(word: Word) -> frozenset[str]:
    """Return every node that the word lies under, itself among them: paths in lower case, ids."""
    found = {place.casefold() for node in (word.google, word.shopify) for place in places_of(node)}
    return frozenset(found | {id for id, place in _ids().items() if place in found})


@cache
def _ids() -> dict[str, str]:
    """Return the path, in lower case, of every id that a word or a parent stands for."""
    nodes = (n for w in (*words().values(), *parents().values()) for n in (w.google, w.shopify))
    return {node.id: node.path.casefold() for node in nodes if node}


@cache
def _every_place() -> dict[str, str]:
    """Return all places of the tables as people write them, by how they are compared."""
    found: dict[str, str] = {}
    for word in (*words().values(), *parents().values()):
        for node in (word.google, word.shopify):
            found |= {place.casefold(): place for place in places_of(node)}
            found |= {node.id: node.id} if node else {}
    return found
