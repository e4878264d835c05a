"""Training: which photos make a batch, what is mixed and left out, and what a seed decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from conftest import miss

try:
    import torch
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.data import Sample
from skuscribe.learn.maps import MapStore
from skuscribe.learn.network.hybrid import Maps, Reader
from skuscribe.learn.train import (
    Recipe,
    _batches,
    _groups,
    _kept,
    _loss,
    _mixed,
    targets_of,
    train_linear,
    train_reader,
    votes_on,
)
from tiny import TINY

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

QUICK = Recipe(epochs=4, batch=8, views=1, learning_rate=5e-3)


def store(targets: NDArray[np.int64], views: int = 1, strength: float = 3.0) -> MapStore:
    """Maps in which one channel in three is raised by the label."""
    random = np.random.default_rng(1)
    arrays = [
        random.normal(0, 0.3, (len(targets), views, *shape)).astype(np.float16)
        for shape in ((4, 4, 4), (6, 2, 2), (12,))
    ]
    for number, target in enumerate(targets):
        arrays[1][number, :, target] += strength
        arrays[2][number, :, 4 * target : 4 * (target + 1)] += strength
    return MapStore(*arrays)


def targets(n: int) -> NDArray[np.int64]:
    return np.arange(n, dtype=np.int64) % 3


def weights(reader: Reader) -> torch.Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in reader.parameters()])


def sample(label: str) -> Sample:
    return Sample(Path("x.png"), label, "train", "1", "near")


def test_targets_are_the_places_of_the_labels() -> None:
    given = targets_of([sample("cup"), sample("hat"), sample("bag")], ("bag", "cup", "hat"))
    assert given.tolist() == [1, 2, 0]
    assert given.dtype == np.int64


def test_a_label_that_is_not_learnt_has_no_target() -> None:
    with pytest.raises(KeyError, match="sofa"):
        targets_of([sample("sofa")], ("bag", "cup"))


def test_no_samples_have_no_targets() -> None:
    assert targets_of([], ("bag",)).shape == (0,)


def test_an_epoch_shows_every_photo_once_in_full_batches() -> None:
    batches = _batches(24, 8, np.random.default_rng(0))
    assert batches.shape == (3, 8)
    assert sorted(batches.ravel()) == list(range(24))


def test_photos_that_fill_no_batch_wait_for_another_epoch() -> None:
    random = np.random.default_rng(0)
    epochs = [_batches(20, 8, random) for _ in range(12)]
    assert {epoch.shape for epoch in epochs} == {(2, 8)}
    assert all(len(set(epoch.ravel().tolist())) == 16 for epoch in epochs)
    assert {int(photo) for epoch in epochs for photo in epoch.ravel()} == set(range(20))


def test_epochs_come_in_another_order() -> None:
    random = np.random.default_rng(0)
    assert (_batches(64, 8, random) != _batches(64, 8, random)).any()


@pytest.mark.parametrize(("share", "count"), [(1.0, 81), (0.5, 40), (0.25, 20)])
def test_the_share_of_patches_is_kept_in_their_order(share: float, count: int) -> None:
    kept = _kept(81, share, np.random.default_rng(3)).tolist()
    assert len(set(kept)) == count
    assert kept == sorted(kept)
    assert 0 <= kept[0] <= kept[-1] < 81


def test_other_patches_are_kept_in_each_step() -> None:
    random = np.random.default_rng(3)
    assert _kept(81, 0.5, random).tolist() != _kept(81, 0.5, random).tolist()


def test_a_mixed_photo_is_its_share_of_itself_and_the_rest_of_the_other() -> None:
    torch.manual_seed(0)
    maps = Maps(torch.randn(6, 4, 4, 4), torch.randn(6, 6, 2, 2), torch.randn(6, 12))
    mixed, other, share = _mixed(maps, 0.8, np.random.default_rng(5))
    assert 0 < share < 1
    assert sorted(other.tolist()) == list(range(6))
    for before, after in zip(maps, mixed, strict=True):
        assert torch.allclose(after, share * before + (1 - share) * before[other])


def test_weak_mixing_mostly_leaves_photos_to_themselves_or_swaps_them() -> None:
    random = np.random.default_rng(5)
    maps = Maps(*(torch.zeros(2, 1) for _ in range(3)))
    weak = [_mixed(maps, 0.05, random)[2] for _ in range(200)]
    strong = [_mixed(maps, 5.0, random)[2] for _ in range(200)]
    between = [sum(0.1 < share < 0.9 for share in shares) for shares in (weak, strong)]
    assert between[0] < 60
    assert between[1] > 180


def test_the_loss_of_a_mixed_photo_asks_for_both_labels_in_their_shares() -> None:
    logits = torch.tensor([[3.0, 1.0, -2.0]])
    first, second = torch.tensor([0]), torch.tensor([2])
    alone = [float(_loss(logits, label, label, 1.0, 0.0)) for label in (first, second)]
    mixed = float(_loss(logits, first, second, 0.7, 0.0))
    assert mixed == pytest.approx(0.7 * alone[0] + 0.3 * alone[1], rel=1e-5)
    assert alone[0] == pytest.approx(-float(logits.log_softmax(dim=1)[0, 0]), rel=1e-5)


def test_smoothed_labels_ask_a_sure_answer_to_be_less_sure() -> None:
    sure, label = torch.tensor([[30.0, 0.0, 0.0]]), torch.tensor([0])
    assert float(_loss(sure, label, label, 1.0, 0.0)) < 1e-6
    assert float(_loss(sure, label, label, 1.0, 0.1)) > 1


def test_every_weight_is_trained_once_and_matrices_alone_are_pulled_to_zero() -> None:
    reader = Reader(TINY)
    decayed, others = _groups(reader, replace(QUICK, weight_decay=0.07))
    assert (decayed["weight_decay"], others["weight_decay"]) == (0.07, 0.0)
    groups = [{id(p) for p in group["params"]} for group in (decayed, others)]  # type: ignore[attr-defined]
    names = {id(p): name for name, p in reader.named_parameters()}
    assert groups[0] | groups[1] == set(names)
    assert not groups[0] & groups[1]
    free = {names[number] for number in groups[1]}
    assert {"class_token", "positions", "norm.weight", "pooled_head.bias"} <= free
    assert {names[number].split(".")[-1] for number in groups[0]} == {"weight"}


def test_one_seed_gives_one_reader_and_another_seed_another() -> None:
    maps, truth = store(targets(24)), targets(24)
    first, again = (train_reader(TINY, maps, truth, QUICK) for _ in range(2))
    other = train_reader(TINY, maps, truth, replace(QUICK, seed=1))
    assert torch.equal(weights(first), weights(again))
    assert not torch.equal(weights(first), weights(other))


def test_what_was_drawn_before_training_changes_nothing() -> None:
    maps, truth = store(targets(24)), targets(24)
    first = train_reader(TINY, maps, truth, QUICK)
    torch.rand(17)
    np.random.default_rng().random(17)
    assert torch.equal(weights(first), weights(train_reader(TINY, maps, truth, QUICK)))


def test_progress_is_told_after_each_epoch_with_a_finite_loss() -> None:
    told: list[tuple[int, float]] = []
    train_reader(TINY, store(targets(24)), targets(24), QUICK, lambda *line: told.append(line))
    assert [number for number, _ in told] == [1, 2, 3, 4]
    assert np.isfinite([loss for _, loss in told]).all()


def test_a_trained_reader_drops_nothing_any_more() -> None:
    reader = train_reader(TINY, store(targets(24)), targets(24), QUICK)
    assert not any(module.training for module in reader.modules())


def test_every_view_is_learnt_from() -> None:
    """The plain view tells nothing; only a reader that sees the later ones can learn."""
    truth = targets(48)
    maps = store(truth, views=4)
    told = store(truth)
    for array in maps.arrays():
        array[:, 0] = 0
    reader = train_reader(TINY, maps, truth, replace(QUICK, views=4, epochs=12))
    blind = train_reader(TINY, maps, truth, replace(QUICK, views=1, epochs=12))
    right = [(votes_on(r, told)[1].argmax(1).numpy() == truth).mean() for r in (reader, blind)]
    assert right[0] > 0.9
    assert right[1] < 0.9


def test_views_behind_the_recipes_are_never_looked_at() -> None:
    truth = targets(24)
    maps = store(truth, views=3)
    for array in maps.arrays():
        array[:, 2] = np.nan
    reader = train_reader(TINY, maps, truth, replace(QUICK, views=2))
    assert torch.isfinite(weights(reader)).all()


def test_the_two_votes_are_trained_without_touching_each_other() -> None:
    """The pooled vector is cut off from the Transformer: spoiling it leaves that vote as it was."""
    truth = targets(48)
    good, spoilt = store(truth), store(truth)
    spoilt.pooled[:] = 0
    recipe = replace(QUICK, clip=1e9)  # the clipped norm is the one thing that they share
    votes = [votes_on(train_reader(TINY, maps, truth, recipe), good) for maps in (good, spoilt)]
    assert torch.allclose(votes[0][0], votes[1][0], atol=1e-4)
    assert not torch.allclose(votes[0][1], votes[1][1], atol=0.1)


@pytest.mark.parametrize("batch", [1, 5, 128])
def test_votes_do_not_depend_on_the_batch(batch: int) -> None:
    torch.manual_seed(0)
    reader, maps = Reader(TINY), store(targets(12))
    whole, pieces = votes_on(reader, maps, 12), votes_on(reader, maps, batch)
    for one, other in zip(whole, pieces, strict=True):
        assert one.shape == (12, 3)
        assert torch.allclose(one, other, atol=1e-5)
        assert not one.requires_grad


@pytest.mark.parametrize("batch", [2, 128])
def test_chosen_photos_get_the_votes_that_they_get_among_all(batch: int) -> None:
    torch.manual_seed(0)
    reader, maps = Reader(TINY), store(targets(12))
    chosen = np.array([9, 0, 3, 4, 11])
    given = votes_on(reader, maps, batch, photos=chosen)
    for all_votes, own in zip(votes_on(reader, maps), given, strict=True):
        assert torch.allclose(own, all_votes[torch.from_numpy(chosen)], atol=1e-5)


def test_only_the_photos_among_which_it_learns_are_looked_at() -> None:
    truth = targets(24)
    maps, among = store(truth), np.arange(16)
    for array in maps.arrays():
        array[16:] = np.nan
    reader = train_reader(TINY, maps, truth, QUICK, among=among)
    alone = train_reader(TINY, MapStore(*(a[:16] for a in maps.arrays())), truth[:16], QUICK)
    assert torch.equal(weights(reader), weights(alone))


def test_votes_are_cast_on_the_plain_view() -> None:
    torch.manual_seed(0)
    reader, maps = Reader(TINY), store(targets(6), views=2)
    plain = votes_on(reader, maps)
    for array in maps.arrays():
        array[:, 1] = 9
    assert torch.equal(votes_on(reader, maps)[0], plain[0])
    maps.coarse[:, 0] = np.linspace(0, 9, 24).reshape(6, 2, 2)
    assert not torch.equal(votes_on(reader, maps)[0], plain[0])


def test_the_linear_floor_learns_and_repeats_itself() -> None:
    truth = targets(48)
    maps = store(truth)
    first, again = (train_linear(maps, truth, 3, QUICK) for _ in range(2))
    fresh = torch.from_numpy(np.asarray(maps.pooled[:, 0], np.float32))
    with torch.no_grad():
        logits = first(fresh)
        assert torch.equal(logits, again(fresh))
    assert (logits.argmax(dim=1).numpy() == truth).mean() > 0.95
    assert not first.training


def test_the_linear_floor_stands_on_standardised_features() -> None:
    """A feature in other units weighs no more: the trunk's scales neither help nor harm."""
    truth = targets(48)
    plain, scaled = store(truth), store(truth)
    scaled.pooled[..., ::2] = scaled.pooled[..., ::2] * 64 + 100
    said = []
    for maps in (plain, scaled):
        model = train_linear(maps, truth, 3, QUICK)
        with torch.no_grad():
            said.append(model(torch.from_numpy(np.asarray(maps.pooled[:, 0], np.float32))))
    assert torch.allclose(said[0], said[1], atol=0.1)
