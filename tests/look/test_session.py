"""The one door to onnxruntime: small networks made by hand, right, too new and not whole."""

from __future__ import annotations

import numpy as np
import pytest

from conftest import miss

try:
    from onnx import ModelProto, TensorProto, helper
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.core.errors import SkuscribeError
from skuscribe.look.session import Session

SIZE = 4


def network(opset: int = 17, ir_version: int = 8, outside: bool = False) -> bytes:
    """Pixels to their double and to their square root, by name; the second is nan below 0."""
    two = helper.make_tensor("two", TensorProto.FLOAT, [1], [2.0])
    if outside:
        two.ClearField("float_data")
        two.data_location = TensorProto.EXTERNAL
        two.external_data.add(key="location", value="weights.bin")
    shape = ["n", 3, SIZE, SIZE]
    places = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name in ("pixels", "double", "root")
    ]
    nodes = [
        helper.make_node("Mul", ["pixels", "two"], ["double"]),
        helper.make_node("Sqrt", ["pixels"], ["root"]),
    ]
    graph = helper.make_graph(nodes, "small", places[:1], places[1:], [two])
    model: ModelProto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir_version
    )
    content: bytes = model.SerializeToString()
    return content


def batch(value: float, count: int = 1) -> np.ndarray:
    return np.full((count, 3, SIZE, SIZE), value, np.float32)


def refused(content: bytes) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        Session(content)
    return caught.value


def test_outputs_come_by_name_in_the_order_of_the_file() -> None:
    session = Session(network())
    assert session.outputs == ("double", "root")
    found = session.run(batch(9))
    assert (found["double"] == 18).all()
    assert (found["root"] == 3).all()


def test_any_number_of_photos_goes_at_once_and_the_shape_says_so() -> None:
    session = Session(network())
    assert session.input_shape == ("n", 3, SIZE, SIZE)
    assert session.run(batch(1, 5))["double"].shape == (5, 3, SIZE, SIZE)


def test_a_photo_gives_the_same_alone_and_among_others() -> None:
    session = Session(network())
    many = np.random.default_rng(1).random((6, 3, SIZE, SIZE)).astype(np.float32)
    together = session.run(many)["root"]
    for number, one in enumerate(many):
        assert (session.run(one[None])["root"][0] == together[number]).all()


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_the_output_that_is_not_finite_is_named(value: float) -> None:
    with pytest.raises(SkuscribeError, match=r"'(double|root)' is not finite") as caught:
        Session(network()).run(batch(value))
    assert caught.value.code == "model.output_invalid"


@pytest.mark.parametrize(("opset", "ir_version"), [(17, 99), (99, 8)])
def test_a_network_of_a_later_format_says_to_upgrade(opset: int, ir_version: int) -> None:
    error = refused(network(opset, ir_version))
    assert error.code == "model.too_new"
    assert "--upgrade" in error.hint


def test_a_network_that_wants_a_second_file_is_refused() -> None:
    error = refused(network(outside=True))
    assert error.code == "model.external_data"
    assert "one file" in error.hint


@pytest.mark.parametrize("cut", [1, 40, 0.5])
def test_a_cut_network_is_invalid_and_no_words_of_the_runtime_get_out(cut: float) -> None:
    content = network()
    error = refused(content[: int(len(content) * cut) if cut < 1 else -int(cut)])
    assert error.code == "model.invalid"
    assert "onnx" not in str(error).lower()


def test_an_operation_that_nobody_knows_is_invalid_and_runs_nothing() -> None:
    content = network().replace(b"Sqrt", b"Sqxx")
    assert refused(content).code == "model.invalid"


def test_opening_and_running_change_neither_the_bytes_nor_the_pixels() -> None:
    content, pixels = network(), batch(4)
    Session(content).run(pixels)
    assert content == network()
    assert (pixels == 4).all()
