"""Outline measures to a word of Shopify's shape vocabulary, only where it is clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from skuscribe.attributes.shape.outline import OutlineMeasures as Measures


@dataclass(frozen=True)
class ShapeWord:
    """A word, Shopify's display name for it, and how clear the measures are, 0..1."""

    word: str
    shopify: str
    clearness: float


def _above(value: float, least: float, full: float) -> float:
    """Return 0 at `least`, 1 at `full`, linear between."""
    return min(1.0, max(0.0, (value - least) / (full - least)))


def _rounded(m: Measures) -> float:
    return min(_above(m.ellipse, 0.93, 0.97), _above(m.solidity, 0.95, 0.98))


def _angular(m: Measures) -> float:
    return min(_above(m.extent, 0.90, 0.96), _above(m.solidity, 0.95, 0.98), 5.5 - m.corners)


# One clearness function a word; the tests on ellipse and extent exclude each other.
RULES: tuple[tuple[str, str, Callable[[Measures], float]], ...] = (
    ("round", "Round", lambda m: min(_rounded(m), _above(1.2 - m.aspect, 0.0, 0.12))),
    ("oval", "Oval", lambda m: min(_rounded(m), _above(m.aspect, 1.2, 1.35))),
    ("square", "Square", lambda m: min(_angular(m), _above(1.15 - m.aspect, 0.0, 0.1))),
    ("rectangular", "Rectangular", lambda m: min(_angular(m), _above(m.aspect, 1.15, 1.3))),
    (
        "triangular",
        "Triangular",
        lambda m: min(
            _above(m.solidity, 0.95, 0.98),
            1.0 if m.corners == 3 else 0.0,
            _above(0.56 - m.extent, 0.0, 0.04),
        ),
    ),
)

CLEAR = 0.5


def word_of(measures: Measures) -> ShapeWord | None:
    """Return the clearest word, None when none is clear."""
    rated = [(rule(measures), word, shopify) for word, shopify, rule in RULES]
    clearness, word, shopify = max(rated)
    return ShapeWord(word, shopify, min(1.0, clearness)) if clearness >= CLEAR else None
