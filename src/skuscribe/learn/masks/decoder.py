"""A small decoder: four maps of the trunk to where the product is, and where a person's skin is.

From the coarsest map to the finest: project, add, filter; a pixel shuffle doubles the last one
(Lin et al. 2017, arXiv 1612.03144; Shi et al. 2016, arXiv 1609.05158).

Shapes in comments: n photos, w width.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

WIDTHS = (24, 48, 120, 352)
"""Channels of the trunk's maps at strides 4, 8, 16 and 32."""

CHANNELS = ("product", "skin")


class MaskDecoder(nn.Module):
    """Maps to logits at stride 2; 80,000 weights."""

    def __init__(self, width: int = 40) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(inputs, width, 1) for inputs in WIDTHS)
        self.filter = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in WIDTHS)
        self.out = nn.Conv2d(width, 4 * len(CHANNELS), 3, padding=1)

    def forward(self, *maps: Tensor) -> Tensor:
        """Return logits (n, 2, 130, 130) of `maps`, finest first: (n, 24, 65, 65) and so on."""
        x = F.relu(self.filter[3](F.relu(self.lateral[3](maps[3]))))
        for level in (2, 1, 0):
            y = self.lateral[level](maps[level])
            x = F.interpolate(x, size=y.shape[-2:], mode="bilinear", align_corners=False)
            x = F.relu(self.filter[level](F.relu(y + x)))
        return F.pixel_shuffle(self.out(x), 2)


def shapes_of(size: int) -> Sequence[tuple[int, int, int]]:
    """Return the shape of each map for an input of `size` pixels, finest first."""
    sides = [-(-size // stride) for stride in (4, 8, 16, 32)]
    return [(width, side, side) for width, side in zip(WIDTHS, sides, strict=True)]
