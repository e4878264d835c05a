"""How a plan is put into words: its tone, its spelling, and which of equal patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")


@dataclass(frozen=True)
class Style:
    """Tone, spelling (`us`, `uk`) and a seed that is the product's own."""

    tone: str = "plain"
    spelling: str = "us"
    seed: int = 0

    def one_of(self, patterns: Sequence[T], turn: int = 0) -> T:
        """Return one of the patterns, always the same for a product; another `turn`, the next."""
        return patterns[(self.seed + turn) % len(patterns)]


def style_of(tone: str, spelling: str, id: str) -> Style:
    """Return the style of a product's texts; its seed is stable from run to run."""
    return Style(tone, spelling, crc32(id.encode("utf-8", "replace")))
