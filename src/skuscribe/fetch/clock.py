"""How long one fetch has left, over all its lookups, redirects, attempts and bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """A clock that runs out after `seconds` of its own time."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until it has run out; 0 afterwards."""
        return max(0.0, self._end - time.monotonic())

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let no time count while the block runs: a photo that waits for its turn is not slow."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - start
