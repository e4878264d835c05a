"""Hold a shop's table of categories against the words that can be answered."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.shop.profile import CATEGORIES_FILE, Shop
from skuscribe.taxonomy.table import labels


def refuse_unknown_words(shop: Shop, known: Collection[str]) -> None:
    """Refuse a mapped word that is neither a label of the network nor one of the taxonomy.

    Args:
        shop: whose `categories` are checked.
        known: the labels of the network that is used.

    Raises:
        SkuscribeError: `config.invalid`, with the words that are near.
    """
    words = {*(word.casefold() for word in known), *labels()}
    for word in shop.categories:
        if word not in words:
            near = get_close_matches(word, sorted(words), n=3)
            raise SkuscribeError(
                ErrorCode.CONFIG_INVALID,
                f"no label is called '{word}'",
                hint=f"did you mean {' or '.join(near)}?" if near else "see: skuscribe model info",
                where=CATEGORIES_FILE,
            )
