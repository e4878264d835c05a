"""Brands that are read: stated where known and fitting, proposed where they only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made
from skuscribe.attributes.text.lexicon import folded, is_one_edit, known_brands, shipped
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.shop.profile import NO_SHOP
from skuscribe.taxonomy.words import path_of, words


def read(*texts: str, label: str = "shoe", brand: str | None = None) -> Record:
    lines = [made.line(text, top=0.3 + 0.2 * n) for n, text in enumerate(texts)]
    facts = {"category": label} | ({"brand": brand} if brand else {})
    return settle(made.observed(made.seen(lines=lines)), facts, NO_SHOP, Voice())


@pytest.mark.parametrize(
    ("text", "label", "brand"),
    [
        ("adidas", "sneaker", "Adidas"),
        ("NEW BALANCE", "sneaker", "New Balance"),
        ("NEWBALANCE", "sneaker", "New Balance"),
        ("Timberlamd", "sneaker", "Timberland"),
        ("GAP", "t-shirt", "Gap"),
    ],
)
def test_a_known_brand_on_its_goods_is_stated(text: str, label: str, brand: str) -> None:
    record = read(text, label=label)
    assert record.brand is not None
    assert (record.brand.value, record.brand.evidence.text) == (brand, 0)
    assert record.proposals == ()


@pytest.mark.parametrize("text", ["Apple", "Orange", "Shell", "Next"])
def test_a_common_word_is_no_brand_on_other_goods(text: str) -> None:
    record = read(text, label="milk")
    assert record.brand is None
    assert record.proposals == ()


def test_a_known_brand_on_other_goods_is_proposed_with_its_reason() -> None:
    record = read("Samsung", label="t-shirt")
    (proposal,) = record.proposals
    assert record.brand is None
    assert (proposal.field, proposal.value, proposal.evidence.text) == ("brand", "Samsung", 0)
    assert "other kinds of goods" in proposal.why


def test_a_word_that_nobody_knows_is_proposed_and_never_said() -> None:
    record = read("ZORVEX", label="t-shirt")
    assert record.brand is None
    assert [each.value for each in record.proposals] == ["ZORVEX"]


@pytest.mark.parametrize("text", ["500 ml", "100% Cotton", "Keep refrigerated", "Shampoo", "12"])
def test_usual_words_are_not_proposed(text: str) -> None:
    proposed = read(text, label="t-shirt").proposals
    assert [each for each in proposed if each.field == "brand"] == []


def test_the_merchants_brand_wins_and_is_doubted_where_another_is_read() -> None:
    record = read("adidas", label="sneaker", brand="Nike")
    assert record.brand is not None
    assert record.brand.value == "Nike"
    assert "brand.contradicted" in [problem.code for problem in record.problems]
    same = read("adidas", label="sneaker", brand="Adidas Originals")
    assert "brand.contradicted" not in [problem.code for problem in same.problems]


def test_every_shipped_brand_is_found_by_all_its_names_and_has_a_true_kind() -> None:
    top = {path_of(word.google)[0] for word in words().values() if word.google}
    assert len(known_brands()) >= 400
    for brand in known_brands():
        assert brand.kinds
        assert set(brand.kinds) <= top
        assert shipped().match(brand.name) is not None


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_is_what_trying_all_edits_finds(one: str, other: str) -> None:
    shorter = {one[:i] + one[i + 1 :] for i in range(len(one))}
    longer = {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "abc"}
    changed = {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "abc"} - {one}
    assert is_one_edit(one, other) == (other in shorter | longer | changed)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
