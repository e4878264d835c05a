"""Freeze a network to ONNX, and hold the frozen file against torch."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from skuscribe.look.session import Session

OPSET = 18
INPUT = "pixels"


def round_to_half(network: nn.Module) -> None:
    """Round every weight to the nearest half float, in place.

    The file then holds half floats without any loss against the network it was made from.
    """
    with torch.no_grad():
        for tensor in (*network.parameters(), *network.buffers()):
            if tensor.is_floating_point():
                tensor.copy_(tensor.half().float())


def export(network: nn.Module, size: int, outputs: tuple[str, ...], path: Path) -> None:
    """Write `network` as one ONNX file with a free batch axis.

    Args:
        network: takes float32 (n, 3, size, size), gives as many tensors as `outputs`.
        size: side of the square in pixels.
        outputs: names of the outputs.
        path: where to write.
    """
    export_graph(network, {INPUT: torch.zeros(2, 3, size, size)}, outputs, path)


def export_graph(
    network: nn.Module, inputs: Mapping[str, Tensor], outputs: tuple[str, ...], path: Path
) -> None:
    """Write `network` as one ONNX file with a free batch axis.

    Args:
        network: takes tensors like those of `inputs`, in their order.
        inputs: examples of a batch of two, by the names of the inputs.
        outputs: names of the outputs.
        path: where to write.
    """
    network.eval()
    free = {0: torch.export.Dim("n", min=1)}
    # The exporter prints its progress and warns of packages that it does not need.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            tuple(inputs.values()),
            path,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=(free,) * len(inputs),
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def store_half(path: Path, smallest: int = 256) -> None:
    """Rewrite the file's float32 weights as half floats, cast back when it is opened.

    Arithmetic stays float32; onnxruntime folds the casts at load. Halves the file.

    Args:
        path: the ONNX file, rewritten in place.
        smallest: weights with fewer values stay as they are.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(path)
    graph = model.graph
    casts = []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < smallest:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for node in reversed(casts):
        graph.node.insert(0, node)
    _forget_traces(graph)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _forget_traces(graph: object) -> None:
    # The exporter notes source lines of the machine it ran on in every node.
    for node in graph.node:  # type: ignore[attr-defined]
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*graph.value_info, *graph.input, *graph.output):  # type: ignore[attr-defined]
        del value.metadata_props[:]


def largest_difference(network: nn.Module, path: Path, pixels: Tensor) -> float:
    """Return the largest absolute difference between torch and the frozen file, any output."""
    network.eval()
    with torch.no_grad():
        expected = [tensor.numpy() for tensor in network(pixels)]
    given = Session(path.read_bytes()).run(pixels.numpy()).values()
    return max(float(np.abs(a - b).max()) for a, b in zip(expected, given, strict=True))
