"""How well a stated category agrees with the true one, both as paths of one tree.

Exact labels say little between shops: one shop's "chair" is another's "Windsor chair". Paths of
Google's tree are the common measure: see docs/decisions/0007.
"""

from __future__ import annotations

from enum import StrEnum

Path = tuple[str, ...]


class Agreement(StrEnum):
    """Of a truth T and an answer A."""

    MATCH = "match"
    """A is T, lies under T, or is T's parent and no top level."""

    BROAD = "broad"
    """A lies higher above T."""

    NEAR = "near"
    """They part below the second level."""

    WRONG = "wrong"
    """They part earlier."""

    SILENT = "silent"
    """There is no answer."""


def agreement(truth: Path, answer: Path | None) -> Agreement:
    """Return how `answer` agrees with `truth`.

    Args:
        truth: the true node's names from the top level down, at least one.
        answer: the stated node's; None without one. An empty path is a word that is filed nowhere
            and agrees with nothing.
    """
    if answer is None:
        return Agreement.SILENT
    shared = 0
    for ours, theirs in zip(truth, answer, strict=False):
        if ours != theirs:
            break
        shared += 1
    if shared == len(truth):
        return Agreement.MATCH
    if answer and shared == len(answer):
        parent = shared == len(truth) - 1 and shared > 1
        return Agreement.MATCH if parent else Agreement.BROAD
    return Agreement.NEAR if shared >= 2 else Agreement.WRONG
