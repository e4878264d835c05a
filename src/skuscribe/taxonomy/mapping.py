"""Hold what a shop says of categories against the words and nodes that can be answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.shop.examples import EXAMPLES_FILE
from skuscribe.shop.profile import CATEGORIES_FILE, Shop
from skuscribe.shop.wording import WORDING_FILE
from skuscribe.taxonomy.sells import refuse_unknown_nodes
from skuscribe.taxonomy.words import parents, places_of, words


def refuse_unknown_words(shop: Shop, known: Collection[str]) -> None:
    """Refuse a mapped word that is neither one of the table, nor a node, nor the network's own.

    Args:
        shop: whose `categories` and `sells` are checked.
        known: the labels of the network that is used.

    Raises:
        SkuscribeError: `config.invalid`, with the words that are near.
    """
    refuse_unknown_nodes(shop.profile.sells)
    under = [phrase.under for phrase in shop.wording.require if phrase.under]
    refuse_unknown_nodes(under, "require", WORDING_FILE)
    if not shop.categories:
        return
    every = {*(word.casefold() for word in known), *words(), *_nodes()}
    for word in shop.categories:
        if word not in every:
            near = get_close_matches(word, sorted(every), n=3)
            raise SkuscribeError(
                ErrorCode.CONFIG_INVALID,
                f"no label is called '{word}'",
                hint=f"did you mean {' or '.join(near)}?" if near else "see: skuscribe model info",
                where=CATEGORIES_FILE,
            )


def refuse_other_examples(shop: Shop, bundle: str) -> None:
    """Refuse examples that were looked at with another network.

    Args:
        shop: whose examples are checked.
        bundle: identity of the network whose beliefs they go with.

    Raises:
        SkuscribeError: `config.invalid`.
    """
    if shop.examples is not None and shop.examples.bundle != bundle:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"it was taught to the network {shop.examples.bundle}, not to {bundle}",
            hint="teach again: skuscribe shop teach DIR SOURCE --replace",
            where=EXAMPLES_FILE,
        )


def _nodes() -> Iterator[str]:
    """Yield the names and the paths of all nodes above words, in lower case."""
    for word in words().values():
        yield from (place.casefold() for place in places_of(word.google))
    yield from (word.word.casefold() for word in parents().values())
