"""How wrong predictions may be, by a reviewed sample of them: an exact bound, and what it allows.

The bound is Clopper and Pearson's (Biometrika 26, 1934, 404-413), of one side. Of a fixed grid the
threshold is chosen by fixed-sequence testing, as "Learn then Test" does it (Angelopoulos, Bates,
Candès, Jordan, Lei: arXiv:2110.01052): from the surest down, each at the full level, to the first
that fails. So the bound holds for the threshold that is chosen, though it is chosen after the look.
It is of one look: who looks again and again until it fits breaks it oftener; see
docs/how-to/review.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

RISK = 0.05
"""How often a bound may be broken: one time in 20."""

GRID = tuple(hundredth / 100 for hundredth in range(99, 49, -2))
"""Thresholds that may be chosen, the surest first; fixed before anybody looks."""

MOST_REVIEWED = 100_000
"""Nobody reviews more than that."""

MOST_AUDITED, LEAST_AUDITED, HALVED_AFTER = 0.10, 0.01, 30


@dataclass(frozen=True)
class Count:
    """What was found of the predictions from a threshold up.

    Attributes:
        threshold: least confidence.
        of: how many were reviewed.
        wrong: how many of them were wrong.
    """

    threshold: float
    of: int
    wrong: int

    @property
    def bound(self) -> float:
        """The error rate that is exceeded one time in 20 at most."""
        return upper(self.wrong, self.of)


def tail(wrong: int, of: int, rate: float) -> float:
    """Return how likely at most `wrong` of `of` are wrong where each is with probability `rate`."""
    if rate <= 0 or wrong >= of:
        return 1.0
    if rate >= 1:
        return 0.0
    right, odds = math.log1p(-rate), math.log(rate)
    whole = math.lgamma(of + 1)
    terms = (
        whole - math.lgamma(n + 1) - math.lgamma(of - n + 1) + n * odds + (of - n) * right
        for n in range(wrong + 1)
    )
    return min(1.0, math.fsum(map(math.exp, terms)))


def upper(wrong: int, of: int, risk: float = RISK) -> float:
    """Return the upper bound of an error rate: the one with which so few are `risk` likely.

    It is never rounded down: at the rate that is returned `tail` is at most `risk`.
    """
    low, high = 0.0, 1.0
    if wrong >= of:
        return high
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if tail(wrong, of, middle) > risk else (low, middle)
    return high


def needed(wrong: int, wish: float) -> int:
    """Return how many must be reviewed, were no more than `wrong` wrong, to be under `wish`."""
    low, high = wrong, MOST_REVIEWED
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if tail(wrong, middle, wish) > RISK else (low, middle)
    return high


def allowed(counts: Sequence[Count], wish: float) -> Count | None:
    """Return the lowest threshold from which at most `wish` are wrong; None for none.

    Testing begins where enough were reviewed for the wish to be reachable at all: that hangs on how
    many were reviewed, never on what was found.

    Args:
        counts: of each threshold of the grid, the surest first.
        wish: error rate, 0..1.
    """
    enough, found = needed(0, wish), None
    for count in counts:
        if count.of >= enough:
            if tail(count.wrong, count.of, wish) > RISK:
                break
            found = count
    return found


def audit_share(passed: int) -> float:
    """Return which share of what is accepted is looked at nevertheless: 10 % falling to 1 %.

    Args:
        passed: how many audited ones were right since the last that was wrong; each 30 halve it.
    """
    return float(max(LEAST_AUDITED, MOST_AUDITED * 0.5 ** (passed // HALVED_AFTER)))
