"""New examples beside those that a shop taught before: judged together, refused where they harm."""

from __future__ import annotations

from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.shop.examples import EXAMPLES_FILE, Examples, joined, read_examples
from skuscribe.shop.profile import read_said
from skuscribe.teach.check import Check, check


def judged_with(folder: Path, fresh: Examples, replace: bool = False) -> tuple[Examples, Check]:
    """Return what a shop would have taught with more examples, and what it is worth.

    Args:
        folder: the shop's.
        fresh: examples.
        replace: whether what was taught before is forgotten.

    Raises:
        SkuscribeError: `config.invalid`, the shop is wrong, taught another network, or too much.
    """
    former = None if replace else read_examples(folder)
    if former is not None and former.bundle != fresh.bundle:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"what was taught before belongs to another network ({former.bundle})",
            hint="teach all of it again with --replace",
            where=EXAMPLES_FILE,
        )
    both = joined(fresh.only([]) if former is None else former, fresh)
    return both, check(both, read_said(folder))


def refuse(judged: Check) -> None:
    """Refuse examples that contradict one another or harm.

    Raises:
        SkuscribeError: `shop.teaching_refused`.
    """
    if judged.contradicts_itself or judged.harms:
        said = (
            "the labels tell no more than shuffled ones would"
            if judged.contradicts_itself
            else "the network alone knows these photos better"
        )
        raise SkuscribeError(ErrorCode.SHOP_TEACHING_REFUSED, said)
