"""A settled record to the same with its problems, what to look at and what a mistake costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from skuscribe.attributes.table import BY_NAME
from skuscribe.core.warning_codes import message_of
from skuscribe.record.model import Problem, Reason, Record, Review
from skuscribe.review.advice import TOLD_ONLY
from skuscribe.review.rules import RULES, Doubt
from skuscribe.shop.profile import Shop

UNREVIEWED = Review(needed=False, reasons=(), cost=0.0)
NOTHING: Mapping[Doubt, str] = MappingProxyType({})


def reviewed(
    record: Record, shop: Shop, found: Iterable[Doubt], said: Mapping[Doubt, str] = NOTHING
) -> Record:
    """Return `record` with its problems and its review.

    Args:
        record: settled; what its `problems` and `review` say is replaced.
        shop: whose categories are wanted.
        found: doubts that the stations met themselves, such as text that could not be read.
        said: doubts with words of their own, such as which photos disagree.
    """
    problems = tuple(_problems(record, shop, (*found, *said), said))
    return record.model_copy(update={"problems": problems, "review": review_of(record, problems)})


def _problems(
    record: Record, shop: Shop, found: Iterable[Doubt], said: Mapping[Doubt, str]
) -> Iterator[Problem]:
    ruled = (doubt for rule in RULES for doubt in rule.find(record, shop))
    for doubt in dict.fromkeys((*ruled, *found)):
        code, where = doubt
        yield Problem(code=str(code), message=said.get(doubt) or message_of(code), where=where)


def review_of(record: Record, problems: Sequence[Problem]) -> Review:
    """Ask for a person where something is in doubt; advice on a photo alone is no doubt."""
    asking = [problem for problem in problems if problem.code not in TOLD_ONLY]
    words = {problem.code: problem.message for problem in reversed(asking)}
    codes = [problem.code for problem in asking]
    codes += [code for photo in record.photos for code in photo.problems]
    reasons = tuple(
        Reason(code=code, message=words.get(code) or message_of(code))
        for code in dict.fromkeys(codes)
    )
    return Review(needed=bool(reasons), reasons=reasons, cost=cost_of(record))


def cost_of(record: Record) -> float:
    """Return how likely a value is wrong, 0..1; values are taken to err independently.

    One that shoppers filter by and that is not clear counts as well: a person has to settle it.
    """
    right = record.category.confidence
    for attribute in record.attributes:
        row = BY_NAME.get(attribute.name)
        missed = attribute.state == "unsure" and row is not None and row.unsure is not None
        if attribute.state == "shown" or missed:
            right *= attribute.confidence
    return 1.0 - right
