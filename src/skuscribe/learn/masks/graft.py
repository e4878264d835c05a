"""Put a mask head onto a frozen network: what the network gave before, it gives bit for bit.

The head's inputs are tensors inside the network, found by their shapes: the last of each shape is
what a stage of the trunk hands on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from skuscribe.learn.freeze import export_graph, round_to_half, store_half
from skuscribe.learn.masks.decoder import shapes_of

OUTPUT = "mask"
PREFIX = "mask."
INPUTS = ("s4", "s8", "s16", "s32")


def tapped(network: bytes, size: int) -> bytes:
    """Return a network that gives the trunk's maps at strides 4, 8, 16 and 32, and nothing else.

    Args:
        network: an ONNX file with EfficientNet-Lite2 as its trunk.
        size: side of its input in pixels.

    Raises:
        ValueError: it has no such maps.
    """
    import onnx

    model = onnx.load_from_string(network)
    names = _taps(model, size)
    del model.graph.output[:]
    for name in names:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, 1, None))
    return bytes(model.SerializeToString())


def grafted(network: bytes, size: int, head: nn.Module, folder: Path) -> bytes:
    """Return the network with one more output, `mask`: probabilities (n, channels, h, w).

    A head that was grafted before is taken off first.

    Args:
        network: an ONNX file.
        size: side of its input in pixels.
        head: takes the maps, gives logits.
        folder: for a file on the way.
    """
    import onnx
    from onnx import compose

    model = _without_mask(onnx.load_from_string(network))
    taps = _taps(model, size)
    added = _exported(head, size, folder / "head.onnx")
    outputs = [each.name for each in model.graph.output]
    for name in taps:
        if name not in outputs:
            model.graph.output.append(onnx.helper.make_tensor_value_info(name, 1, None))
    added = compose.add_prefix(added, PREFIX)
    inputs = [each.name for each in added.graph.input]
    added.ir_version = model.ir_version
    whole = compose.merge_models(
        model,
        added,
        io_map=list(zip(taps, inputs, strict=True)),
        outputs=[*outputs, PREFIX + OUTPUT],
    )
    _rename(whole, PREFIX + OUTPUT, OUTPUT)
    return bytes(whole.SerializeToString())


def _without_mask(model: Any) -> Any:  # noqa: ANN401
    graph = model.graph
    for node in [n for n in graph.node if _is_grafted(*n.output)]:
        graph.node.remove(node)
    for weight in [w for w in graph.initializer if _is_grafted(w.name)]:
        graph.initializer.remove(weight)
    for values in (graph.output, graph.value_info):
        for value in [v for v in values if _is_grafted(v.name)]:
            values.remove(value)
    return model


def _is_grafted(*names: str) -> bool:
    return any(name == OUTPUT or name.startswith(PREFIX) for name in names)


def _taps(model: Any, size: int) -> list[str]:  # noqa: ANN401 - onnx has no types
    """Return the names of the trunk's maps, finest first."""
    import onnx

    known = onnx.shape_inference.infer_shapes(model).graph
    shaped = {
        each.name: tuple(d.dim_value for d in each.type.tensor_type.shape.dim)[1:]
        for each in known.value_info
    }
    made = [name for node in known.node for name in node.output]
    found = []
    for shape in shapes_of(size):
        last = [name for name in made if shaped.get(name) == shape]
        if not last:
            raise ValueError(f"the network has no map of the shape {shape}")
        found.append(last[-1])
    return found


class _Probabilities(nn.Module):
    def __init__(self, head: nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(
        self, a: torch.Tensor, b: torch.Tensor, c: torch.Tensor, d: torch.Tensor
    ) -> torch.Tensor:
        return torch.sigmoid(self.head(a, b, c, d))


def _exported(head: nn.Module, size: int, path: Path) -> Any:  # noqa: ANN401
    import onnx

    round_to_half(head)
    maps = [torch.zeros(2, *shape) for shape in shapes_of(size)]
    inputs = dict(zip(INPUTS, maps, strict=True))
    export_graph(_Probabilities(head), inputs, (OUTPUT,), path)
    store_half(path)
    model = onnx.load(path)
    path.unlink()
    return model


def _rename(model: Any, former: str, name: str) -> None:  # noqa: ANN401
    for node in model.graph.node:
        for place, output in enumerate(node.output):
            if output == former:
                node.output[place] = name
    for output in model.graph.output:
        if output.name == former:
            output.name = name
