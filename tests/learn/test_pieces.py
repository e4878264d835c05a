"""The network's pieces: padding, patches, attention, skips and folded norms, each on its own."""

from __future__ import annotations

import copy
import math
from dataclasses import replace

import pytest

from conftest import miss

try:
    import torch
    import torch.nn.functional as F  # noqa: N812 - the name every PyTorch reader knows
    from torch import nn
except ModuleNotFoundError:
    miss("the extra 'train' (torch)")

from skuscribe.learn.network.hybrid import (
    Attention,
    Block,
    HybridConfig,
    HybridNetwork,
    InvertedResidual,
    Maps,
    Patches,
    Reader,
    SameConv,
    Stage,
    Trunk,
    mlp,
)
from skuscribe.learn.network.pretrained import EPSILON, State, load_classifier, load_imagenet

torch.set_num_threads(1)  # small sums are slower on more: threads wait for each other

TINY = HybridConfig(
    labels=3,
    image_size=64,
    stem=4,
    stages=(
        Stage(3, 1, 1, 4, 1),
        Stage(3, 2, 6, 6, 2),
        Stage(5, 2, 6, 8, 1),
        Stage(3, 2, 6, 8, 1),
        Stage(3, 2, 2, 10, 2),
    ),
    fine_stage=3,
    pooled=12,
    width=16,
    depth=2,
    heads=2,
)
"""A trunk of every kind of block: stem, stage without expansion, strides, skips."""


def padding_of_tensorflow(side: int, kernel: int, stride: int) -> tuple[int, int]:
    """SAME as TensorFlow's manual defines it: before and after, the odd one after."""
    over = side % stride or stride
    whole = max(kernel - over, 0)
    return whole // 2, whole - whole // 2


@pytest.mark.parametrize("kernel", [1, 3, 5])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("side", [1, 2, 7, 16, 33, 65])
def test_padding_is_tensorflows_same(side: int, stride: int, kernel: int) -> None:
    torch.manual_seed(side)
    conv = SameConv(2, 3, kernel, stride, 1)
    x = torch.randn(1, 2, side, side)
    before, after = padding_of_tensorflow(side, kernel, stride)
    padded = F.pad(x, (before, after, before, after))
    expected = F.conv2d(padded, conv.conv.weight, conv.conv.bias, stride)
    with torch.no_grad():
        given = conv(x)
    assert given.shape[-2:] == (-(-side // stride), -(-side // stride))
    assert torch.allclose(given, expected, atol=1e-6)


def test_rows_and_columns_are_padded_each_by_their_own_length() -> None:
    conv = SameConv(1, 1, 3, 2, 1)
    with torch.no_grad():
        conv.conv.weight.fill_(1)
        conv.conv.bias.zero_()
        given = conv(torch.ones(1, 1, 4, 5))
    assert given[0, 0].tolist() == [[6, 9, 6], [4, 6, 4]]


def test_the_odd_pixel_of_padding_lies_right_and_below() -> None:
    conv = SameConv(1, 1, 3, 2, 1)
    with torch.no_grad():
        conv.conv.weight.copy_(torch.eye(3)[0].outer(torch.eye(3)[0]))  # reads its upper left
        conv.conv.bias.zero_()
        given = conv(torch.arange(16.0).view(1, 1, 4, 4))
    assert given[0, 0].tolist() == [[0, 2], [8, 10]]


@pytest.mark.parametrize(
    ("inputs", "width", "stride", "skips"),
    [(6, 6, 1, True), (6, 8, 1, False), (6, 6, 2, False)],
)
def test_a_block_adds_its_input_where_the_shape_stays(
    inputs: int, width: int, stride: int, skips: bool
) -> None:
    block = InvertedResidual(inputs, Stage(3, stride, 6, width, 1), stride)
    with torch.no_grad():
        block.project.conv.weight.zero_()
        block.project.conv.bias.zero_()
        x = torch.randn(2, inputs, 8, 8)
        given = block(x)
    assert given.shape == (2, width, 8 // stride, 8 // stride)
    assert torch.equal(given, x if skips else torch.zeros_like(given))


def test_a_block_without_expansion_filters_its_input_directly() -> None:
    assert InvertedResidual(4, Stage(3, 1, 1, 4, 1), 1).expand is None
    assert InvertedResidual(4, Stage(3, 1, 6, 4, 1), 1).depthwise.conv.weight.shape[0] == 24


def test_only_the_first_block_of_a_stage_strides() -> None:
    strides = [[block.depthwise.stride for block in stage] for stage in Trunk(TINY).stages]
    assert strides == [[1], [2, 1], [2], [2], [2, 1]]


@pytest.mark.parametrize(("size", "grid"), [(260, 9), (256, 8), (257, 9), (224, 7), (32, 1)])
def test_the_grid_is_the_coarse_map_of_a_photo(size: int, grid: int) -> None:
    assert HybridConfig(labels=2, image_size=size).grid == grid


def test_the_trunk_hands_out_two_strides_and_a_bounded_summary() -> None:
    torch.manual_seed(0)
    with torch.no_grad():
        maps = Trunk(TINY)(torch.randn(2, 3, 64, 64) * 50)
    assert [tuple(part.shape) for part in maps] == [(2, 8, 4, 4), (2, 10, 2, 2), (2, 12)]
    assert float(maps.pooled.min()) >= 0
    assert float(maps.pooled.max()) <= 6


def plain_patches(config: HybridConfig) -> Patches:
    """Patches that show the cells themselves: neither normalised nor projected."""
    patches = Patches(config)
    patches.norm, patches.project = nn.Identity(), nn.Identity()
    return patches


def test_a_patch_is_one_coarse_cell_and_the_four_fine_cells_over_it() -> None:
    config = HybridConfig(labels=2)
    coarse = torch.randn(1, 352, 9, 9)
    fine = torch.randn(1, 120, 17, 17)
    cells = plain_patches(config)(fine, coarse)
    assert cells.shape == (1, 81, 4 * 120 + 352)
    row, column = 3, 5
    patch = cells[0, 9 * row + column]
    four = fine[0, :, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    assert torch.equal(patch[:480], four.reshape(480))
    assert torch.equal(patch[480:], coarse[0, :, row, column])


def test_patches_at_the_right_and_lower_edge_are_filled_with_nothing() -> None:
    config = HybridConfig(labels=2)
    cells = plain_patches(config)(torch.ones(1, 120, 17, 17), torch.ones(1, 352, 9, 9))
    filled = cells[0, :, :480].view(9, 9, 120, 2, 2)
    assert (filled[:8, :8] == 1).all()
    assert (filled[8, :, :, 1] == 0).all()
    assert (filled[:, 8, :, :, 1] == 0).all()
    assert (filled[8, 8, :, 0, 0] == 1).all()


def test_a_change_in_one_cell_changes_one_patch() -> None:
    torch.manual_seed(0)
    patches, config = Patches(TINY), TINY
    fine, coarse = torch.randn(1, 8, 4, 4), torch.randn(1, 10, 2, 2)
    assert config.grid == 2
    with torch.no_grad():
        before = patches(fine, coarse)
        fine[0, 3, 1, 2] += 1  # the upper right patch
        after = patches(fine, coarse)
    assert [not torch.equal(before[0, t], after[0, t]) for t in range(4)] == [
        False,
        True,
        False,
        False,
    ]


def test_attention_weights_are_shares_of_every_token() -> None:
    torch.manual_seed(0)
    with torch.no_grad():
        mixed, weights = Attention(TINY)(torch.randn(3, 7, 16))
    assert mixed.shape == (3, 7, 16)
    assert weights.shape == (3, TINY.heads, 7, 7)
    assert (weights >= 0).all()
    assert torch.allclose(weights.sum(dim=-1), torch.ones(3, 2, 7), atol=1e-6)


def test_attention_is_what_pytorchs_own_gives() -> None:
    torch.manual_seed(0)
    ours, theirs = Attention(TINY), nn.MultiheadAttention(16, 2, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(ours.qkv.weight)
        theirs.in_proj_bias.copy_(ours.qkv.bias)
        theirs.out_proj.load_state_dict(ours.out.state_dict())
        x = torch.randn(2, 5, 16)
        mixed, weights = ours(x)
        expected, shares = theirs(x, x, x, average_attn_weights=False)
    assert torch.allclose(mixed, expected, atol=1e-5)
    assert torch.allclose(weights, shares, atol=1e-5)


def test_a_block_that_says_nothing_passes_its_tokens_on() -> None:
    block = Block(TINY).eval()
    with torch.no_grad():
        for last in (block.attention.out, block.mlp[-1]):
            last.weight.zero_()
            last.bias.zero_()
        x = torch.randn(2, 5, 16)
        assert torch.equal(block(x)[0], x)


def test_dropout_works_in_training_alone() -> None:
    torch.manual_seed(0)
    layers, x = mlp(8, 64, 4, 0.5), torch.randn(2, 8)
    assert not torch.equal(layers(x), layers(x))
    layers.eval()
    assert torch.equal(layers(x), layers(x))


def maps_of(n: int) -> Maps:
    return Maps(torch.randn(n, 8, 4, 4), torch.randn(n, 10, 2, 2), torch.rand(n, 12))


def test_photos_of_a_batch_do_not_see_each_other() -> None:
    torch.manual_seed(0)
    reader, maps = Reader(TINY).eval(), maps_of(4)
    with torch.no_grad():
        together = reader(maps)
        alone = reader(Maps(*(part[2:3] for part in maps)))
    for one, other in zip(together, alone, strict=True):
        assert torch.allclose(one[2:3], other, atol=1e-5)


def test_the_place_of_a_patch_matters() -> None:
    torch.manual_seed(0)
    reader, maps = Reader(TINY).eval(), maps_of(1)
    turned = Maps(maps.fine.flip(3), maps.coarse.flip(3), maps.pooled)
    with torch.no_grad():
        reader.positions.mul_(50)
        one, other = reader(maps), reader(turned)
    assert not torch.allclose(one.transformer, other.transformer, atol=1e-4)
    assert torch.equal(one.cnn, other.cnn)


def test_patches_that_are_kept_keep_their_positions() -> None:
    """Reading one patch is the same as reading all when no other patch is there."""
    torch.manual_seed(0)
    reader, maps = Reader(TINY).eval(), maps_of(1)
    with torch.no_grad():
        reader.positions.mul_(50)
        votes = [reader(maps, torch.tensor([place])).transformer for place in range(4)]
        reader.positions[:, 1:] = reader.positions[:, 1:2].clone()
        moved = [reader(maps, torch.tensor([place])).transformer for place in range(4)]
    assert torch.equal(votes[0], moved[0])
    assert not any(torch.allclose(votes[t], moved[t], atol=1e-4) for t in (1, 2, 3))


def test_attention_over_the_patches_leaves_out_what_the_class_token_gives_itself() -> None:
    torch.manual_seed(0)
    with torch.no_grad():
        attention = Reader(TINY).eval()(maps_of(3)).attention
    assert attention.shape == (3, 4)
    assert (attention >= 0).all()
    assert (attention.sum(dim=1) < 1).all()


def test_shares_weigh_the_two_votes_transformer_first() -> None:
    torch.manual_seed(0)
    network = HybridNetwork(TINY).eval()
    pixels = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        votes = network.reader(network.trunk(pixels))
        for shares in ([1.0, 0.0], [0.0, 1.0], [0.3, 2.0]):
            network.shares = torch.tensor(shares)
            expected = shares[0] * votes.transformer + shares[1] * votes.cnn
            assert torch.allclose(network(pixels).logits, expected, atol=1e-6)


def test_the_borrowed_classifier_reads_the_pooled_features_as_sharply_as_told() -> None:
    torch.manual_seed(0)
    network = HybridNetwork(replace(TINY, classes=7)).eval()
    pixels = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        plain = network.borrowed(network.trunk(pixels).pooled)
        assert torch.equal(network(pixels).borrowed, plain)
        network.sharpness = torch.tensor(1.5)
        assert torch.allclose(network(pixels).borrowed, 1.5 * plain)


def test_sharpness_and_shares_are_kept_with_the_weights() -> None:
    assert {"shares", "sharpness"} <= set(HybridNetwork(TINY).state_dict())


def test_an_embedding_has_unit_length_and_the_direction_of_the_standardised_features() -> None:
    torch.manual_seed(0)
    network = HybridNetwork(TINY).eval()
    norm = network.reader.pooled_norm
    norm.running_mean, norm.running_var = torch.rand(12), torch.rand(12) + 0.5
    pixels = torch.randn(5, 3, 64, 64) * 3
    with torch.no_grad():
        pooled = network.trunk(pixels).pooled
        given = network(pixels).embedding
    expected = (pooled - norm.running_mean) / (norm.running_var + norm.eps).sqrt()
    assert given.shape == (5, TINY.pooled)
    assert torch.allclose(given.norm(dim=1), torch.ones(5), atol=1e-5)
    assert torch.allclose(F.cosine_similarity(given, expected), torch.ones(5), atol=1e-5)


def test_the_classifier_is_filled_with_the_packages_own() -> None:
    state = {"_fc.weight": torch.randn(7, 12), "_fc.bias": torch.randn(7)}
    layer = nn.Linear(12, 7)
    load_classifier(layer, state)
    x = torch.randn(3, 12)
    with torch.no_grad():
        assert torch.equal(layer(x), F.linear(x, state["_fc.weight"], state["_fc.bias"]))


def test_a_classifier_of_another_size_is_refused() -> None:
    state = {"_fc.weight": torch.randn(7, 12), "_fc.bias": torch.randn(7)}
    with pytest.raises(RuntimeError, match="size"):
        load_classifier(nn.Linear(12, 9), state)


def parts_of(block: InvertedResidual) -> dict[str, SameConv]:
    """A block's convolutions by the numbers of their norms in the package."""
    parts = {"_expand_conv 0": block.expand} if block.expand is not None else {}
    return parts | {"_depthwise_conv 1": block.depthwise, "_project_conv 2": block.project}


def convolutions_of(trunk: Trunk) -> dict[tuple[str, str], SameConv]:
    """Every convolution by its name and its norm's in the package."""
    named = {("_conv_stem", "_bn0"): trunk.stem, ("_conv_head", "_bn1"): trunk.head}
    for index, block in enumerate(block for stage in trunk.stages for block in stage):
        for part, conv in parts_of(block).items():
            name, norm = part.split()
            named[f"_blocks.{index}.{name}", f"_blocks.{index}._bn{norm}"] = conv
    return named


def random_state(trunk: Trunk) -> State:
    """Convolutions without bias and BatchNorms, as the package holds them."""
    state: State = {}
    for (name, norm), conv in convolutions_of(trunk).items():
        outputs, *inputs = conv.conv.weight.shape
        state[f"{name}.weight"] = torch.randn(outputs, *inputs) / math.sqrt(math.prod(inputs))
        state[f"{norm}.weight"] = torch.rand(outputs) + 0.5
        state[f"{norm}.bias"] = torch.randn(outputs)
        state[f"{norm}.running_mean"] = torch.randn(outputs)
        state[f"{norm}.running_var"] = torch.rand(outputs) * 0.01  # so small that epsilon matters
    return state


@pytest.fixture(scope="module")
def folded() -> tuple[Trunk, State]:
    torch.manual_seed(11)
    trunk = Trunk(TINY).eval()
    state = random_state(trunk)
    load_imagenet(trunk, state)
    return trunk, state


@pytest.mark.parametrize(("name", "norm"), convolutions_of(Trunk(TINY)))
def test_a_folded_convolution_is_the_convolution_and_its_norm(
    folded: tuple[Trunk, State], name: str, norm: str
) -> None:
    trunk, state = folded
    conv = convolutions_of(trunk)[name, norm]
    plain = copy.deepcopy(conv)
    x = torch.randn(2, conv.conv.in_channels, 9, 9)
    with torch.no_grad():
        plain.conv.weight.copy_(state[f"{name}.weight"])
        plain.conv.bias.zero_()
        mean, variance = state[f"{norm}.running_mean"], state[f"{norm}.running_var"]
        scale, shift = state[f"{norm}.weight"], state[f"{norm}.bias"]
        expected = F.batch_norm(plain(x), mean, variance, scale, shift, eps=EPSILON)
        assert torch.allclose(conv(x), expected, atol=1e-3, rtol=1e-3)


def test_the_norms_epsilon_is_the_authors_and_not_pytorchs(folded: tuple[Trunk, State]) -> None:
    assert pytest.approx(1e-3) == EPSILON
    _, state = folded
    state = state | {"_bn0.running_var": torch.zeros(TINY.stem)}
    trunk = Trunk(TINY)
    load_imagenet(trunk, state)
    expected = state["_conv_stem.weight"] * (state["_bn0.weight"] / 1e-3**0.5).view(-1, 1, 1, 1)
    assert torch.allclose(trunk.stem.conv.weight, expected, rtol=1e-4)


def test_every_weight_of_the_trunk_is_filled(folded: tuple[Trunk, State]) -> None:
    _, state = folded
    trunk = Trunk(TINY)
    with torch.no_grad():
        for parameter in trunk.parameters():
            parameter.fill_(float("nan"))
    load_imagenet(trunk, state)
    assert all(torch.isfinite(parameter).all() for parameter in trunk.parameters())


def test_weights_of_another_network_are_refused(folded: tuple[Trunk, State]) -> None:
    wider = Trunk(replace(TINY, stem=6))
    with pytest.raises(RuntimeError, match="must match"):
        load_imagenet(wider, folded[1])
