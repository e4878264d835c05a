"""What a shop sells, by path or id of either tree, limits what its products can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.core.errors import SkuscribeError
from skuscribe.taxonomy.sells import LEAST_SOLD, UNSOLD, is_sold, limited, refuse_unknown_nodes
from skuscribe.taxonomy.weigh import Weighed, ranked
from skuscribe.taxonomy.words import SEPARATOR, Word, parents, word_of, words

WORDS = tuple({word.word: word for word in words().values()}.values())
FILED = [word for word in WORDS if word.google and word.shopify]
TOPS = sorted({word.path[0] for word in FILED})


def known(name: str) -> Word:
    word = word_of(name)
    assert word is not None
    return word


def weighed(**masses: float) -> list[Weighed]:
    return ranked(Weighed(known(name), mass / 2, mass / 2) for name, mass in masses.items())


@pytest.mark.parametrize(
    "node",
    [
        "Apparel & Accessories",
        "Apparel & Accessories > Clothing",
        "Apparel & Accessories > Clothing > Shirts & Tops",
        "Apparel & Accessories > Clothing > Clothing Tops > T-Shirts",
        "166",
        "1604",
        "212",
        "aa",
        "aa-1",
        "aa-1-13-8",
        "apparel & accessories",
        "APPAREL & ACCESSORIES>CLOTHING",
        "  Apparel & Accessories   >Clothing >  Shirts & Tops ",
        " AA-1 ",
    ],
)
def test_a_word_is_sold_under_every_node_above_it_in_either_tree(node: str) -> None:
    refuse_unknown_nodes([node])
    assert is_sold(known("t-shirt"), (node,))
    assert not is_sold(known("cup"), (node,))


@pytest.mark.parametrize("word", ["t-shirt", "armchair", "banana", "laptop"])
@pytest.mark.parametrize("tree", ["shopify", "google"])
def test_every_level_of_a_path_is_a_node(word: str, tree: str) -> None:
    node = getattr(known(word), tree)
    levels = node.path.split(SEPARATOR)
    for depth in range(1, len(levels) + 1):
        assert is_sold(known(word), (SEPARATOR.join(levels[:depth]),))
    assert is_sold(known(word), (node.id,))


@pytest.mark.parametrize(
    "node", ["Furniture > Chair", "Furni", "Chairs", "44", "fr-", "Furniture >"]
)
def test_a_part_of_a_name_is_no_node(node: str) -> None:
    assert not is_sold(known("armchair"), (node,))


def test_a_name_of_one_tree_does_not_limit_the_other() -> None:
    assert is_sold(known("climbing shoe"), ("Sporting Goods",))
    assert is_sold(known("climbing shoe"), ("Apparel & Accessories > Shoes",))


def test_a_word_that_is_filed_nowhere_is_sold_nowhere() -> None:
    assert not is_sold(known("barrel"), tuple(TOPS))


def test_without_a_limit_nothing_changes() -> None:
    found = weighed(cup=0.5, hat=0.2)
    assert limited(found, ()) == found


def test_what_lies_outside_is_left_out_and_the_rest_is_scaled_up() -> None:
    (only,) = limited(weighed(hat=0.4, cup=0.5), ("Apparel & Accessories",))
    assert only.word == known("hat")
    assert (only.trained, only.borrowed) == pytest.approx((0.5 / UNSOLD, 0.5 / UNSOLD))
    hat, tie = limited(weighed(hat=0.4, cup=0.4, necktie=0.2), ("Apparel & Accessories",))
    assert (hat.mass, tie.mass) == pytest.approx((2 / 3 / UNSOLD, 1 / 3 / UNSOLD))


def test_what_is_heavy_by_itself_is_never_made_lighter() -> None:
    for mass in (0.75, 0.9, 1.0):
        (hat,) = limited(weighed(hat=mass), ("Apparel & Accessories",))
        assert hat.mass == pytest.approx(mass)


def test_what_is_hardly_any_of_the_shops_stays_so() -> None:
    (hat,) = limited(weighed(hat=LEAST_SOLD / 3, cup=0.8), ("Apparel & Accessories",))
    assert hat.mass == pytest.approx(1 / 3 / UNSOLD)
    assert limited(weighed(cup=0.9), ("Apparel & Accessories",)) == []


@pytest.mark.parametrize(
    ("node", "near"),
    [
        ("Furnitre", "Furniture"),
        ("Furniture > Chair", "Furniture > Chairs"),
        ("home and garden", "Home & Garden"),
        ("aa-1-13-9999", "aa-1-13"),
    ],
)
def test_an_unknown_node_is_refused_with_near_ones(node: str, near: str) -> None:
    with pytest.raises(SkuscribeError) as caught:
        refuse_unknown_nodes(["Furniture", node])
    assert (caught.value.code, caught.value.where) == ("config.invalid", "shop.toml")
    assert f"'{node}'" in caught.value.message
    assert near in caught.value.hint


@pytest.mark.parametrize("node", ["", " > ", "zzzzzz", "Furniture > ", "0"])
def test_what_is_near_nothing_is_refused_with_what_may_be_said(node: str) -> None:
    with pytest.raises(SkuscribeError) as caught:
        refuse_unknown_nodes([node])
    assert caught.value.hint


def test_every_node_of_the_tables_may_be_said() -> None:
    nodes = [n for word in (*WORDS, *parents().values()) for n in (word.google, word.shopify) if n]
    refuse_unknown_nodes([node.path for node in nodes])
    refuse_unknown_nodes([node.id for node in nodes])


@given(
    st.dictionaries(st.sampled_from([w.word for w in FILED]), st.floats(0, 1), min_size=1),
    st.lists(st.sampled_from(TOPS), min_size=1, max_size=3).map(tuple),
)
def test_a_limit_keeps_the_order_and_no_more_than_the_mass_of_one(
    masses: dict[str, float], sells: tuple[str, ...]
) -> None:
    whole = max(1.0, sum(masses.values()))
    before = ranked(Weighed(known(name), mass / whole, 0.0) for name, mass in masses.items())
    after = limited(before, sells)
    assert [each.word for each in after] == [e.word for e in before if is_sold(e.word, sells)]
    assert sum(each.mass for each in after) <= 1 + 1e-9


@pytest.mark.slow
def test_an_id_means_what_its_path_means() -> None:
    nodes = {n for word in (*WORDS, *parents().values()) for n in (word.google, word.shopify) if n}
    for node in nodes:
        by_id = [word.word for word in WORDS if is_sold(word, (node.id,))]
        assert by_id == [word.word for word in WORDS if is_sold(word, (node.path,))], node
