"""The engine that reads nothing: for photos whose text does not matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skuscribe.record.stations import TextLine


class NoEngine:
    """Reads nothing."""

    version = "none"

    def read(self, pixels: NDArray[np.uint8]) -> list[TextLine]:
        """Return no lines."""
        return []


def open_engine() -> NoEngine:
    """Return the engine."""
    return NoEngine()


def version() -> str:
    """Return its name."""
    return NoEngine.version
