"""Kinds of product: what a word says something is, and whether that makes it another thing."""

from __future__ import annotations

from functools import cache

from skuscribe.taxonomy import words as taxonomy


def is_a(value: str, claimed: str) -> bool:
    """Tell whether what is called `value` is a `claimed`: a mug is drinkware, no mug a teapot."""
    own, other = value.casefold(), claimed.casefold()
    if own == other or other in taxonomy.names_of(value):
        return True
    if own.split()[-1:] == [other]:
        return True  # a coffee mug is a mug
    if taxonomy.word_of(claimed) and other not in _levels():
        return False  # words of one node are not each other
    return any(_within(path, above) for path in paths_of(value) for above in paths_of(claimed))


def is_apart(value: str, claimed: str) -> bool:
    """Tell whether a `value` cannot be a `claimed`: neither lies above the other."""
    own, other = paths_of(value), paths_of(claimed)
    pairs = [(a, b) for a in own for b in other]
    return bool(pairs) and not any(_within(a, b) or _within(b, a) for a, b in pairs)


def _within(path: str, above: str) -> bool:
    return path == above or path.startswith(above + taxonomy.SEPARATOR)


def paths_of(value: str) -> frozenset[str]:
    """Return Google's path of a word, of a group's name, or of a level of the tree."""
    word = taxonomy.word_of(value)
    own = {taxonomy.SEPARATOR.join(word.path)} if word and word.path else set()
    return frozenset(own | _levels().get(value.casefold(), frozenset()))


@cache
def _levels() -> dict[str, frozenset[str]]:
    """Return the paths that a group's name, or a level of the tree, stands for."""
    found: dict[str, frozenset[str]] = {}
    for path, word in taxonomy.parents().items():
        _add(found, word.word, taxonomy.SEPARATOR.join(path))
    for word in taxonomy.words().values():
        for place in taxonomy.places_of(word.google)[:-1]:
            _add(found, place.rpartition(taxonomy.SEPARATOR)[2], place)
    return found


def _add(found: dict[str, frozenset[str]], name: str, path: str) -> None:
    key = name.casefold()
    found[key] = found.get(key, frozenset()) | {path}
