"""The merchant's facts are cleaned, each is given once, and other words for a key mean the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.facts import ALIASES, FACT_KEYS, given_facts, told
from skuscribe.record.limits import BULLET, FIELD_LIMITS, LONGEST_QUOTE, TAG
from skuscribe.record.model import GivenFact
from skuscribe.record.text import MAX_TEXT, clean_text


def pairs(facts: dict[str, str]) -> list[tuple[str, str]]:
    return [(fact.key, fact.value) for fact in given_facts(facts)]


def test_no_facts_are_no_facts() -> None:
    assert given_facts({}) == ()


def test_facts_keep_their_order_and_come_from_the_merchant() -> None:
    found = given_facts({"size": "M", "brand": "Nordholm"})
    assert [fact.key for fact in found] == ["size", "brand"]
    assert {fact.source for fact in found} == {"merchant"}


@pytest.mark.parametrize(
    ("facts", "cleaned"),
    [
        ({" Brand ": "  Nord\tholm \n"}, [("brand", "Nord holm")]),
        ({"BRAND": "NORDHOLM"}, [("brand", "NORDHOLM")]),
        ({"Care Label": "Cold wash"}, [("care label", "Cold wash")]),
        ({"no\u200bte": "a\u202eb"}, [("note", "ab")]),
        ({"note": "\x1b[31mred"}, [("note", "[31mred")]),
        ({"mate\u0301rial": "cafe\u0301"}, [("matérial", "café")]),
        ({"ÜBER": "ÄÖÜ"}, [("über", "ÄÖÜ")]),
    ],
)
def test_keys_are_lower_case_and_values_stay_in_the_merchants_words(
    facts: dict[str, str], cleaned: list[tuple[str, str]]
) -> None:
    assert pairs(facts) == cleaned


def test_a_value_is_never_longer_than_foreign_text_may_be() -> None:
    assert len(given_facts({"note": "a" * 9999})[0].value) == MAX_TEXT


@pytest.mark.parametrize(
    "facts",
    [{"": "x"}, {"brand": ""}, {" ": "x"}, {"brand": "\u200b"}, {"\x00": "x"}, {"brand": "\n"}],
)
def test_an_empty_key_or_value_is_refused_with_a_way_out(facts: dict[str, str]) -> None:
    with pytest.raises(SkuscribeError) as caught:
        given_facts(facts)
    assert caught.value.code is ErrorCode.CONFIG_INVALID
    assert "KEY=VALUE" in caught.value.hint


def test_the_refusal_names_the_fact_and_not_the_others() -> None:
    with pytest.raises(SkuscribeError) as caught:
        given_facts({"size": "M", "brand": " "})
    assert caught.value.where == "brand="


@pytest.mark.parametrize(
    "facts",
    [
        {"brand": "A", "Brand": "B"},
        {"brand": "A", " brand": "A"},
        {"e\u0301": "A", "é": "B"},
        {"si\u200bze": "A", "size": "B"},
    ],
)
def test_a_key_that_comes_twice_once_cleaned_is_refused(facts: dict[str, str]) -> None:
    with pytest.raises(SkuscribeError, match="given twice") as caught:
        given_facts(facts)
    assert caught.value.code is ErrorCode.CONFIG_INVALID


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=4))
def test_facts_are_clean_or_refused(facts: dict[str, str]) -> None:
    try:
        found = given_facts(facts)
    except SkuscribeError as error:
        assert error.code is ErrorCode.CONFIG_INVALID  # noqa: PT017 - either outcome is right
        return
    assert len(found) == len(facts)
    assert all(clean_text(fact.value) == fact.value != "" for fact in found)
    assert len({fact.key for fact in found}) == len(found)


def test_told_gives_place_and_value() -> None:
    facts = given_facts({"size": "M", "brand": "Nordholm"})
    assert told(facts, "brand") == (1, "Nordholm")
    assert told(facts, "material") is None
    assert told((), "brand") is None


@pytest.mark.parametrize(("alias", "name"), [("product", "category"), ("title", "name")])
def test_other_words_for_a_key_mean_the_key(alias: str, name: str) -> None:
    assert told([GivenFact(key=alias, value="Mug")], name) == (0, "Mug")
    assert told([GivenFact(key=alias, value="Mug")], alias) is None


def test_of_two_words_for_one_key_the_first_is_told() -> None:
    assert told(given_facts({"title": "Morning Mug", "name": "Mug"}), "name") == (0, "Morning Mug")


def test_a_key_without_a_meaning_is_told_as_it_is() -> None:
    assert told(given_facts({"roast": "dark"}), "roast") == (0, "dark")


def test_no_word_means_two_keys() -> None:
    names = [key.name for key in FACT_KEYS]
    aliases = [alias for key in FACT_KEYS for alias in key.aliases]
    assert len({*names, *aliases}) == len(names) + len(aliases)
    assert set(ALIASES) == set(aliases)


def test_keys_are_spelled_as_cleaned_keys_are() -> None:
    for word in (*(key.name for key in FACT_KEYS), *ALIASES):
        assert clean_text(word).lower() == word


def test_what_belongs_to_the_shops_columns_is_not_for_sentences() -> None:
    columns = {key.name for key in FACT_KEYS if not key.in_prose}
    assert columns == {
        *("sku", "gtin", "ean", "mpn", "price", "id", "link", "availability", "age_group"),
    }
    assert not any(key.in_tags for key in FACT_KEYS if not key.in_prose)


def test_a_quote_fits_into_a_bullet_and_a_tag_into_a_title() -> None:
    assert LONGEST_QUOTE < BULLET
    assert TAG < FIELD_LIMITS["meta_title"] < FIELD_LIMITS["title"]
    assert FIELD_LIMITS["alt_text"] > LONGEST_QUOTE
