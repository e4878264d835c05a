"""The smallest network that still has every part; importing it needs torch."""

from __future__ import annotations

from skuscribe.learn.network.hybrid import HybridConfig, Stage

TINY = HybridConfig(
    labels=3,
    image_size=64,
    stages=(Stage(3, 1, 1, 4, 1), Stage(3, 1, 1, 6, 1)),
    fine_stage=0,
    pooled=12,
    width=16,
    depth=1,
    heads=2,
)
"""Maps of 4 x 4 x 4 and 6 x 2 x 2 cells: a run takes a blink."""
