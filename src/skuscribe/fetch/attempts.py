"""Attempts of one request, with waits between them that grow; by stamina."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from skuscribe.fetch.policy import Policy

if TYPE_CHECKING:
    import stamina


def attempts_of(
    policy: Policy, on: Callable[[Exception], bool | float]
) -> Iterable[stamina.Attempt]:
    """Return the attempts that a policy allows; each bounds its own time.

    Args:
        policy: how many, and how long between them.
        on: tells whether a failure may pass, or after how many seconds.
    """
    import stamina

    return stamina.retry_context(
        on=on,
        attempts=policy.attempts,
        timeout=None,
        wait_initial=policy.first_wait,
        wait_max=policy.longest_wait,
        wait_jitter=policy.first_wait,
    )
