"""The hybrid network: CNN feature maps -> patches -> Vision Transformer -> label.

The trunk is EfficientNet-Lite2 with its BatchNorms folded into the convolutions. Its maps at stride
16 and 32 are cut into patches (one patch = one cell of the stride-32 map and the 2 x 2 cells of the
stride-16 map that it covers), projected linearly, joined with a class token and learned position
embeddings, read by a pre-norm Transformer encoder and classified by an MLP head. The CNN's own
pooled vector votes beside it through one linear layer: a small Transformer trained on a few
thousand photos does not replace what the trunk learnt from a million.

Shapes in comments: n photos, t patches, d width, h heads, k labels.

Sources: Dosovitskiy et al. 2021 (arXiv 2010.11929, the hybrid of section 3.1); Tan and Le 2019
(arXiv 1905.11946) and the EfficientNet-Lite notes in tensorflow/tpu; Xiong et al. 2020 (arXiv
2002.04745, pre-norm).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name every PyTorch reader knows
from torch import Tensor, nn


@dataclass(frozen=True)
class Stage:
    """A run of inverted residual blocks."""

    kernel: int
    stride: int
    expand: int
    width: int
    depth: int


@dataclass(frozen=True)
class HybridConfig:
    """Every size of the network. The trunk's are those of EfficientNet-Lite2."""

    labels: int
    classes: int = 1000  # of ImageNet, which the trunk was trained on
    image_size: int = 260
    stem: int = 32
    stages: tuple[Stage, ...] = (
        Stage(3, 1, 1, 16, 1),
        Stage(3, 2, 6, 24, 3),
        Stage(5, 2, 6, 48, 3),
        Stage(3, 2, 6, 88, 4),
        Stage(5, 1, 6, 120, 4),
        Stage(5, 2, 6, 208, 5),
        Stage(3, 1, 6, 352, 1),
    )
    pooled: int = 1280
    fine_stage: int = 4  # the last stage at stride 16
    width: int = 256
    depth: int = 3
    heads: int = 4
    mlp_ratio: int = 3
    dropout: float = 0.1

    @property
    def grid(self) -> int:
        """Cells on a side of the stride-32 map."""
        return -(-self.image_size // 32)


class SameConv(nn.Module):
    """A convolution with TensorFlow's SAME padding: the odd pixel goes right and below."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, groups: int) -> None:
        super().__init__()
        self.kernel, self.stride = kernel, stride
        padding = kernel // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        if self.stride > 1:
            rows, columns = (self._padding(side) for side in x.shape[-2:])
            x = F.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
        return self.conv(x)

    def _padding(self, side: int) -> int:
        return max((-(-side // self.stride) - 1) * self.stride + self.kernel - side, 0)


class InvertedResidual(nn.Module):
    """Expand, filter each channel, project; skip when the shape stays."""

    def __init__(self, inputs: int, stage: Stage, stride: int) -> None:
        super().__init__()
        middle = inputs * stage.expand
        self.expand = SameConv(inputs, middle, 1, 1, 1) if stage.expand > 1 else None
        self.depthwise = SameConv(middle, middle, stage.kernel, stride, middle)
        self.project = SameConv(middle, stage.width, 1, 1, 1)
        self.skips = stride == 1 and inputs == stage.width

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu6(self.expand(x)) if self.expand is not None else x
        y = self.project(F.relu6(self.depthwise(y)))
        return x + y if self.skips else y


class Maps(NamedTuple):
    """What the trunk hands to the Transformer; `pooled` is also the CNN's own summary."""

    fine: Tensor  # (n, 120, 17, 17), stride 16
    coarse: Tensor  # (n, 352, 9, 9), stride 32
    pooled: Tensor  # (n, 1280), 0..6


class Trunk(nn.Module):
    """EfficientNet-Lite without its classifier."""

    def __init__(self, config: HybridConfig) -> None:
        super().__init__()
        self.fine_stage = config.fine_stage
        self.stem = SameConv(3, config.stem, 3, 2, 1)
        widths = (config.stem, *(stage.width for stage in config.stages))
        self.stages = nn.ModuleList(
            nn.Sequential(
                *(
                    InvertedResidual(
                        inputs if first else stage.width, stage, stage.stride if first else 1
                    )
                    for first in [True] + [False] * (stage.depth - 1)
                )
            )
            for inputs, stage in zip(widths, config.stages, strict=False)
        )
        self.head = SameConv(widths[-1], config.pooled, 1, 1, 1)

    def forward(self, pixels: Tensor) -> Maps:
        x = F.relu6(self.stem(pixels))  # (n, 32, 130, 130)
        fine = x
        for index, stage in enumerate(self.stages):
            x = stage(x)
            if index == self.fine_stage:
                fine = x
        pooled = F.relu6(self.head(x)).mean(dim=(2, 3))
        return Maps(fine, x, pooled)


class Patches(nn.Module):
    """Cut both maps into the same patches and project each patch linearly."""

    def __init__(self, config: HybridConfig) -> None:
        super().__init__()
        self.grid = config.grid
        fine = config.stages[config.fine_stage].width
        self.norm = nn.LayerNorm(4 * fine + config.stages[-1].width)
        self.project = nn.Linear(4 * fine + config.stages[-1].width, config.width)

    def forward(self, fine: Tensor, coarse: Tensor) -> Tensor:
        spare = 2 * self.grid - fine.shape[-1]
        fine = F.pixel_unshuffle(F.pad(fine, (0, spare, 0, spare)), 2)  # (n, 480, 9, 9)
        cells = torch.cat([fine, coarse], dim=1).flatten(2).transpose(1, 2)  # (n, t, 832)
        return self.project(self.norm(cells))  # (n, t, d)


class Attention(nn.Module):
    """Multi-head self-attention that also tells where each token looked."""

    def __init__(self, config: HybridConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.qkv = nn.Linear(config.width, 3 * config.width)
        self.out = nn.Linear(config.width, config.width)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        n, tokens, width = x.shape
        qkv = self.qkv(x).view(n, tokens, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)  # each (n, h, tokens, d / h)
        weights = (q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5).softmax(dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(n, tokens, width)
        return self.out(mixed), weights


class Block(nn.Module):
    """A pre-norm encoder block."""

    def __init__(self, config: HybridConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = Attention(config)
        self.mlp_norm = nn.LayerNorm(config.width)
        self.mlp = mlp(config.width, config.mlp_ratio * config.width, config.width, config.dropout)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mixed, weights = self.attention(self.attention_norm(x))
        x = x + self.dropout(mixed)
        return x + self.dropout(self.mlp(self.mlp_norm(x))), weights


def mlp(inputs: int, middle: int, outputs: int, dropout: float) -> nn.Sequential:
    """Return Linear, GELU, dropout, Linear."""
    return nn.Sequential(
        nn.Linear(inputs, middle), nn.GELU(), nn.Dropout(dropout), nn.Linear(middle, outputs)
    )


class Votes(NamedTuple):
    """The two votes before they are weighed, and what the Transformer attended to."""

    transformer: Tensor  # (n, k) logits
    cnn: Tensor  # (n, k) logits
    attention: Tensor  # (n, t), the class token's over the patches, sums to at most 1


class Reader(nn.Module):
    """The Transformer and both heads: everything that is trained on frozen maps."""

    def __init__(self, config: HybridConfig) -> None:
        super().__init__()
        self.patches = Patches(config)
        self.class_token = nn.Parameter(torch.zeros(1, 1, config.width))
        self.positions = nn.Parameter(torch.zeros(1, config.grid**2 + 1, config.width))
        nn.init.trunc_normal_(self.class_token, std=0.02)
        nn.init.trunc_normal_(self.positions, std=0.02)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.depth))
        self.norm = nn.LayerNorm(config.width)
        self.head = mlp(config.width, 2 * config.width, config.labels, config.dropout)
        self.pooled_norm = nn.BatchNorm1d(config.pooled, affine=False)
        self.pooled_dropout = nn.Dropout(0.3)
        self.pooled_head = nn.Linear(config.pooled, config.labels)

    def forward(self, maps: Maps, keep: Tensor | None = None) -> Votes:
        """Return both votes; `keep`, int (m,), names the patches to read (all when None)."""
        x = self.patches(maps.fine, maps.coarse) + self.positions[:, 1:]  # (n, t, d)
        if keep is not None:
            x = x[:, keep]
        first = (self.class_token + self.positions[:, :1]).expand(x.shape[0], -1, -1)
        x = torch.cat([first, x], dim=1)  # (n, 1 + t, d)
        weights = x
        for block in self.blocks:
            x, weights = block(x)
        class_token = self.norm(x[:, 0])
        cnn = self.pooled_head(self.pooled_dropout(self.pooled_norm(maps.pooled)))
        return Votes(self.head(class_token), cnn, weights[:, :, 0, 1:].mean(dim=1))


class Answer(NamedTuple):
    """What the frozen network gives for a batch."""

    logits: Tensor  # (n, k); softmax of them is calibrated
    borrowed: Tensor  # (n, classes), logits of the trunk's own classifier
    attention: Tensor  # (n, g, g)
    embedding: Tensor  # (n, 1280), the pooled features standardised, unit length


class HybridNetwork(nn.Module):
    """The whole path from pixels to label.

    `shares` weighs the two votes, Transformer first. They hold 1 / temperature too (Guo et al.
    2017), so that the softmax of the logits is calibrated; both are fitted after training.
    `borrowed` is the classifier that the trunk was trained with: it knows kinds that no photo of
    ours shows, and works as long as the trunk stays frozen. `sharpness` multiplies its logits.
    """

    def __init__(self, config: HybridConfig) -> None:
        super().__init__()
        self.config = config
        self.grid = config.grid
        self.trunk = Trunk(config)
        self.reader = Reader(config)
        self.borrowed = nn.Linear(config.pooled, config.classes)
        self.register_buffer("shares", torch.tensor([0.5, 0.5]))
        self.register_buffer("sharpness", torch.tensor(1.0))

    def forward(self, pixels: Tensor) -> Answer:
        """Read pixels, float32 (n, 3, image_size, image_size), as `look.prepare` makes them."""
        maps = self.trunk(pixels)
        votes = self.reader(maps)
        logits = self.shares[0] * votes.transformer + self.shares[1] * votes.cnn
        return Answer(
            logits,
            self.sharpness * self.borrowed(maps.pooled),
            votes.attention.view(-1, self.grid, self.grid),
            F.normalize(self.reader.pooled_norm(maps.pooled), dim=1),
        )
