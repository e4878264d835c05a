"""A frozen file holds half the bytes, the same answers, and every difference is seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from conftest import miss

try:
    import onnx
    import onnxscript  # noqa: F401
    import torch
    from onnx import TensorProto
    from torch import Tensor, nn
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.learn.freeze import export, largest_difference, round_to_half, store_half
from skuscribe.look.session import Session

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

SIZE = 8
OUTPUTS = ("answer", "middle")


class Small(nn.Module):  # type: ignore[misc]
    """Pixels to two outputs, through one large matrix and one small one."""

    def __init__(self) -> None:
        super().__init__()
        self.wide = nn.Linear(3 * SIZE * SIZE, 16)
        self.narrow = nn.Linear(16, 2)
        self.register_buffer("shift", torch.tensor([0.1, 0.2]))
        self.register_buffer("steps", torch.tensor(70000))

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        middle = torch.tanh(self.wide(pixels.flatten(1)))
        return self.narrow(middle) + self.shift, middle


@pytest.fixture(scope="module")
def network() -> Small:
    torch.manual_seed(0)
    network = Small()
    round_to_half(network)
    return network


@pytest.fixture(scope="module")
def exported(network: Small, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("frozen") / "small.onnx"
    export(network, SIZE, OUTPUTS, path)
    return path.read_bytes()


@pytest.fixture
def frozen(exported: bytes, tmp_path: Path) -> Path:
    """A file of its own, float32 still."""
    path = tmp_path / "small.onnx"
    path.write_bytes(exported)
    return path


def pixels(n: int) -> Tensor:
    return torch.rand(n, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(1)) * 2 - 1


def types_of(path: Path) -> dict[int, int]:
    """Weights of at least 256 values by their type."""
    found: dict[int, int] = {}
    for weight in onnx.load(path).graph.initializer:
        if np.prod(weight.dims) >= 256:
            found[weight.data_type] = found.get(weight.data_type, 0) + 1
    return found


def test_rounded_weights_are_half_floats_and_near_what_they_were() -> None:
    torch.manual_seed(3)
    network = Small()
    before = [parameter.detach().clone() for parameter in network.parameters()]
    round_to_half(network)
    for old, new in zip(before, network.parameters(), strict=True):
        assert new.dtype == torch.float32
        assert torch.equal(new.half().float(), new)
        assert torch.allclose(new, old, rtol=2**-10, atol=1e-7)
    assert not torch.equal(before[0], network.wide.weight)


def test_rounding_twice_is_rounding_once() -> None:
    torch.manual_seed(3)
    network = Small()
    round_to_half(network)
    once = {name: value.clone() for name, value in network.state_dict().items()}
    round_to_half(network)
    assert all(torch.equal(value, once[name]) for name, value in network.state_dict().items())


def test_buffers_are_rounded_too_and_counters_are_left_alone() -> None:
    network = Small()
    round_to_half(network)
    assert network.shift.tolist() == torch.tensor([0.1, 0.2]).half().tolist()
    assert int(network.steps) == 70000  # more than a half float holds


def test_a_rounded_network_can_still_be_trained() -> None:
    network = Small()
    round_to_half(network)
    network(pixels(2))[0].sum().backward()
    assert network.wide.weight.grad is not None


def test_the_exported_file_has_the_names_that_were_asked_for(frozen: Path) -> None:
    session = Session(frozen.read_bytes())
    assert session.outputs == OUTPUTS
    assert session.input_shape[1:] == (3, SIZE, SIZE)
    assert onnx.load(frozen).graph.input[0].name == "pixels"


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_exported_file_takes_any_number_of_photos(frozen: Path, n: int) -> None:
    given = Session(frozen.read_bytes()).run(pixels(n).numpy())
    assert {name: value.shape for name, value in given.items()} == {
        "answer": (n, 2),
        "middle": (n, 16),
    }


def test_export_sets_the_network_to_evaluation(tmp_path: Path) -> None:
    network = nn.Sequential(nn.Flatten(), nn.Dropout(0.9), nn.Linear(3 * SIZE * SIZE, 2)).train()
    export(network, SIZE, ("answer",), tmp_path / "n.onnx")
    assert not network.training
    session = Session((tmp_path / "n.onnx").read_bytes())
    one, other = (session.run(pixels(2).numpy())["answer"] for _ in range(2))
    assert (one == other).all()


def test_export_says_nothing(
    network: Small, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    export(network, SIZE, OUTPUTS, tmp_path / "n.onnx")
    assert capfd.readouterr() == ("", "")


def test_large_weights_are_stored_as_half_floats(frozen: Path) -> None:
    assert types_of(frozen) == {TensorProto.FLOAT: 1}
    before = frozen.stat().st_size
    store_half(frozen)
    assert types_of(frozen) == {TensorProto.FLOAT16: 1}
    assert frozen.stat().st_size < before - 2 * 16 * 3 * SIZE * SIZE + 2000


def test_small_weights_stay_as_they_are(frozen: Path) -> None:
    store_half(frozen, smallest=10**6)
    assert types_of(frozen) == {TensorProto.FLOAT: 1}


def test_halves_of_rounded_weights_change_no_answer(frozen: Path) -> None:
    before = Session(frozen.read_bytes()).run(pixels(4).numpy())
    store_half(frozen)
    after = Session(frozen.read_bytes()).run(pixels(4).numpy())
    assert all(np.array_equal(before[name], after[name]) for name in OUTPUTS)


def test_halving_twice_is_halving_once(frozen: Path) -> None:
    store_half(frozen)
    once = frozen.read_bytes()
    store_half(frozen)
    assert frozen.read_bytes() == once


def test_the_stored_file_tells_nothing_of_where_it_was_made(frozen: Path) -> None:
    store_half(frozen)
    model = onnx.load(frozen)
    assert not [node.name for node in model.graph.node if node.metadata_props or node.doc_string]
    assert b".py" not in frozen.read_bytes()


def test_the_same_network_gives_the_same_file(
    network: Small, exported: bytes, tmp_path: Path
) -> None:
    files = tmp_path / "one.onnx", tmp_path / "two.onnx"
    files[0].write_bytes(exported)
    export(network, SIZE, OUTPUTS, files[1])
    for file in files:
        store_half(file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_faithful_file_differs_by_next_to_nothing(network: Small, frozen: Path) -> None:
    store_half(frozen)
    assert largest_difference(network, frozen, pixels(3)) < 1e-5


def changed(network: Small) -> Small:
    other = Small()
    other.load_state_dict(network.state_dict())
    return other


def test_a_difference_in_one_value_is_seen_and_measured(network: Small, frozen: Path) -> None:
    other = changed(network)
    with torch.no_grad():
        other.narrow.bias[1] -= 0.25
    assert largest_difference(other, frozen, pixels(3)) == pytest.approx(0.25, abs=1e-4)


def test_a_difference_in_an_output_behind_the_first_is_seen(network: Small, frozen: Path) -> None:
    class Moved(Small):
        def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
            answer, middle = super().forward(pixels)
            return answer, middle + 0.125

    other = Moved()
    other.load_state_dict(network.state_dict())
    assert largest_difference(other, frozen, pixels(3)) == pytest.approx(0.125, abs=1e-4)


def test_a_difference_on_one_photo_of_many_is_seen(network: Small, frozen: Path) -> None:
    class Once(Small):
        def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
            answer, middle = super().forward(pixels)
            return answer + torch.tensor([[0.0], [0.0], [-0.5], [0.0]]), middle

    other = Once()
    other.load_state_dict(network.state_dict())
    assert largest_difference(other, frozen, pixels(4)) == pytest.approx(0.5, abs=1e-4)


def test_weights_that_were_not_rounded_first_are_told_by_their_difference(
    tmp_path: Path,
) -> None:
    torch.manual_seed(5)
    network, path = Small(), tmp_path / "n.onnx"
    export(network, SIZE, OUTPUTS, path)
    whole = largest_difference(network, path, pixels(8))
    store_half(path)
    assert largest_difference(network, path, pixels(8)) > max(10 * whole, 1e-5)
