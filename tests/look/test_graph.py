"""A network from somewhere is read before it is opened: it reaches for no file and has no loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import miss

try:
    from onnx import TensorProto, helper
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.core.errors import SkuscribeError
from skuscribe.look import session as sessions
from skuscribe.look.bundle import read_bundle
from skuscribe.look.graph import refuse_dangerous
from skuscribe.look.session import Session

FLOAT = TensorProto.FLOAT


def network(*nodes: Any, stored: Any = (), kind: int = FLOAT, inputs: int = 1) -> bytes:  # noqa: ANN401
    places = [
        helper.make_tensor_value_info(name, kind, ["n", 3, 4, 4])
        for name in ("pixels", "second")[:inputs]
    ]
    out = helper.make_tensor_value_info("out", kind, None)
    graph = helper.make_graph(nodes, "g", places, [out], list(stored))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    content: bytes = helper.make_model(
        graph, opset_imports=opsets, ir_version=8
    ).SerializeToString()
    return content


def node(kind: str = "Relu", **attributes: Any) -> Any:  # noqa: ANN401
    return helper.make_node(kind, ["pixels"], ["out"], **attributes)


def code_of(content: bytes) -> str:
    with pytest.raises(SkuscribeError) as caught:
        Session(content)
    return str(caught.value.code)


def test_the_shipped_network_passes() -> None:
    refuse_dangerous(read_bundle().network)


def test_a_harmless_network_passes_and_runs() -> None:
    found = Session(network(node())).run(np.full((1, 3, 4, 4), -1, np.float32))
    assert (found["out"] == 0).all()


@pytest.mark.parametrize("place", ["stored", "constant"])
def test_a_tensor_that_stands_in_another_file_is_never_looked_for(place: str) -> None:
    outside = helper.make_tensor("w", FLOAT, [1], [1.0])
    outside.ClearField("float_data")
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="secrets.bin")
    content = (
        network(node(), stored=[outside])
        if place == "stored"
        else network(helper.make_node("Constant", [], ["out"], value=outside))
    )
    assert code_of(content) == "model.external_data"


@pytest.mark.parametrize(
    "nodes",
    [
        (node("Loop", body=helper.make_graph([], "b", [], [])),),
        (node("If", then_branch=helper.make_graph([], "b", [], [])),),
        (helper.make_node("FusedConv", ["pixels"], ["out"], domain="com.microsoft"),),
        (helper.make_node("Gelu", ["pixels"], ["out"], domain="com.microsoft"),),
        (node("RandomNormalLike"),),
        (node("StringNormalizer"),),
        (node("Relu", hidden=helper.make_graph([], "b", [], [])),),
    ],
    ids=["loop", "branch", "domain", "known name", "random", "strings", "hidden graph"],
)
def test_operators_outside_the_list_are_refused(nodes: Any) -> None:  # noqa: ANN401
    assert code_of(network(*nodes)) == "model.invalid"


def test_a_giant_tensor_is_refused_by_its_size() -> None:
    giant = helper.make_tensor("w", FLOAT, [1], [1.0])
    giant.dims[:] = [200_000, 200_000]
    assert code_of(network(node(), stored=[giant])) == "model.invalid"


@pytest.mark.parametrize("kind", [TensorProto.UINT8, TensorProto.FLOAT16, TensorProto.STRING])
def test_other_numbers_than_floats_are_refused(kind: int) -> None:
    assert code_of(network(node("Identity"), kind=kind)) == "model.invalid"


def test_a_second_input_is_refused() -> None:
    adding = helper.make_node("Add", ["pixels", "second"], ["out"])
    assert code_of(network(adding, inputs=2)) == "model.invalid"


def test_a_network_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "LONGEST_RUN", 0.05)
    nodes, last = [], "pixels"
    for number in range(60):
        name = f"x{number}" if number < 59 else "out"
        nodes.append(helper.make_node("Erf", [last], [name]))
        last = name
    opened = Session(network(*nodes))
    with pytest.raises(SkuscribeError, match="does not end"):
        opened.run(np.zeros((200_000, 3, 4, 4), np.float32))


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_refused_or_read(content: bytes) -> None:
    try:
        refuse_dangerous(content)
    except SkuscribeError as error:
        refusal = str(error.code)
    else:
        return
    assert refusal in ("model.invalid", "model.external_data")


@given(st.data())
def test_flipped_bytes_of_a_network_are_refused_or_read(data: st.DataObject) -> None:
    content = bytearray(network(node()))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    test_whatever_the_bytes_they_are_refused_or_read.hypothesis.inner_test(bytes(content))  # type: ignore[attr-defined]
