"""A word that the shop maps and nobody can answer is refused, with those that are near."""

from __future__ import annotations

import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.record.model import Node
from skuscribe.shop.profile import NO_SHOP, Profile, Shop
from skuscribe.taxonomy.mapping import refuse_unknown_words


def mapping(word: str) -> Shop:
    return Shop(categories={word.casefold(): Node(id="k", path="Mine")})


@pytest.mark.parametrize(
    "word", ["cup", "bin", "360 camera", "Piece of furniture", "Furniture", "Furniture > Chairs"]
)
def test_words_synonyms_parents_and_nodes_may_be_mapped(word: str) -> None:
    refuse_unknown_words(mapping(word), [])


def test_labels_of_any_network_may_be_mapped_and_no_others() -> None:
    refuse_unknown_words(mapping("gizmo"), ["Gizmo", "obi"])
    with pytest.raises(SkuscribeError, match="'gizmo'") as caught:
        refuse_unknown_words(mapping("gizmo"), ["obi"])
    assert (caught.value.code, caught.value.where) == ("config.invalid", "categories.csv")


@pytest.mark.parametrize(
    ("word", "hint"), [("wristwach", "wristwatch"), ("zzzzzzzz", "skuscribe model info")]
)
def test_a_hint_names_what_is_near(word: str, hint: str) -> None:
    with pytest.raises(SkuscribeError) as caught:
        refuse_unknown_words(mapping(word), [])
    assert hint in caught.value.hint


def test_what_the_shop_sells_is_checked_too() -> None:
    refuse_unknown_words(NO_SHOP, [])
    with pytest.raises(SkuscribeError, match="Furnitre"):
        refuse_unknown_words(Shop(profile=Profile(sells=("Furnitre",))), [])
