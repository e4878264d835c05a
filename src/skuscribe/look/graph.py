"""Read what a network would do before it is opened: its operators, and whether it wants files.

A bundle is a file from somewhere. onnxruntime would follow a tensor to any file of the working
folder, and run loops without an end. This walks the file's Protocol Buffers and runs nothing.

Sources: onnx.proto3 (field numbers of ModelProto, GraphProto, NodeProto, AttributeProto,
TensorProto); the Protocol Buffers encoding guide (wire types 0, 1, 2 and 5).
"""

from __future__ import annotations

from collections.abc import Iterator

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5

MODEL_GRAPH, MODEL_FUNCTIONS = 7, 25
GRAPH_NODE, GRAPH_INITIALIZER, GRAPH_SPARSE = 1, 5, 15
NODE_OPERATOR, NODE_ATTRIBUTE, NODE_DOMAIN = 4, 5, 7
ATTRIBUTE_TENSOR, ATTRIBUTE_GRAPH, ATTRIBUTE_TENSORS, ATTRIBUTE_GRAPHS = 5, 6, 10, 11
TENSOR_DIMS, TENSOR_EXTERNAL, TENSOR_LOCATION = 1, 13, 14

OPERATORS = frozenset(
    """
    Add AveragePool BatchNormalization Cast Clip Concat Constant Conv
    ConvTranspose DepthToSpace Div Dropout Einsum Equal Erf Exp Expand Flatten Gather Gelu Gemm
    GlobalAveragePool HardSigmoid HardSwish Identity LayerNormalization LeakyRelu Log LogSoftmax
    LpNormalization MatMul Max MaxPool Min Mul Neg Not Pad Pow Reciprocal ReduceL2 ReduceMax
    ReduceMean ReduceMin ReduceSum Relu Reshape Resize Shape Sigmoid Slice Softmax SpaceToDepth
    Split Sqrt Squeeze Sub Sum Tanh Transpose Unsqueeze Where
    """.split()  # noqa: SIM905 - a list to read
)
"""What a network that looks at photos needs; loops, branches, files and strings are not in it."""

LARGEST_TENSOR = 50_000_000
"""Numbers in one stored tensor, at most."""


def refuse_dangerous(model: bytes) -> None:
    """Refuse a network that wants other files, unknown operators or giant tensors.

    Args:
        model: the bytes of an ONNX file.

    Raises:
        SkuscribeError: `model.external_data`, `model.invalid`.
    """
    try:
        for number, value in _fields(memoryview(model)):
            if number == MODEL_FUNCTIONS:
                raise _invalid("it brings functions of its own")
            if number == MODEL_GRAPH:
                _check_graph(_part(value))
    except (IndexError, ValueError) as error:
        raise _invalid("its bytes are no network") from error


def _check_graph(graph: memoryview) -> None:
    for number, value in _fields(graph):
        if number == GRAPH_NODE:
            _check_node(_part(value))
        elif number == GRAPH_INITIALIZER:
            _check_tensor(_part(value))
        elif number == GRAPH_SPARSE:
            raise _invalid("it has sparse tensors")


def _check_node(node: memoryview) -> None:
    fields = list(_fields(node))
    operator, domain = (
        next((bytes(_part(v)).decode("utf-8", "replace") for n, v in fields if n == wanted), "")
        for wanted in (NODE_OPERATOR, NODE_DOMAIN)
    )
    if domain not in ("", "ai.onnx") or operator not in OPERATORS:
        raise _invalid(f"its operator '{operator}' may not stand in a bundle")
    for number, value in fields:
        if number == NODE_ATTRIBUTE:
            _check_attribute(_part(value))


def _check_attribute(attribute: memoryview) -> None:
    for number, value in _fields(attribute):
        if number in (ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS):
            _check_tensor(_part(value))
        elif number in (ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS):
            raise _invalid("it branches or loops")


def _check_tensor(tensor: memoryview) -> None:
    count = 1
    for number, value in _fields(tensor):
        if number == TENSOR_EXTERNAL or (number == TENSOR_LOCATION and value != 0):
            raise SkuscribeError(ErrorCode.MODEL_EXTERNAL_DATA)
        if number == TENSOR_DIMS:
            for size in [value] if isinstance(value, int) else _varints(value):
                count *= size
    if count > LARGEST_TENSOR:
        raise _invalid("it holds a giant tensor")


def _part(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number in the place of a message")
    return value


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield (field number, number or bytes) of each field of a message."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        if wire == LENGTH:
            size, at = _varint(message, at)
        elif wire in (EIGHT_BYTES, FOUR_BYTES):
            size = 8 if wire == EIGHT_BYTES else 4
        else:
            raise ValueError("an unknown wire type")
        if at + size > len(message):
            raise ValueError("a field ends behind its message")
        yield number, message[at : at + size]
        at += size


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number without an end")


def _varints(packed: memoryview) -> Iterator[int]:
    at = 0
    while at < len(packed):
        value, at = _varint(packed, at)
        yield value


def _invalid(reason: str) -> SkuscribeError:
    return SkuscribeError(ErrorCode.MODEL_INVALID, f"the network is refused: {reason}")
