"""A barcode is a fact of the photo; the merchant's word wins, and a contradiction is told."""

from __future__ import annotations

import pytest

import made
from skuscribe.record.model import Record
from skuscribe.record.observed import Observed, SeenBarcode, SeenPhoto

ONE, OTHER = "4006381333931", "036000291452"


def shown(*values: str) -> SeenPhoto:
    codes = tuple(SeenBarcode(value=value, polygon=made.SQUARE) for value in values)
    return made.seen().model_copy(update={"barcodes": codes})


def said(record: Record) -> list[tuple[str, str, str]]:
    return [(fact.key, fact.value, fact.source) for fact in record.facts]


def doubts(record: Record) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in record.problems]


def test_one_barcode_is_a_fact_of_the_photo_and_in_no_sentence() -> None:
    record = made.record(shown(ONE), size="M")
    assert said(record) == [("size", "M", "merchant"), ("gtin", ONE, "photo")]
    assert doubts(record) == []
    assert ONE not in record.description.model_dump_json()


def test_the_same_code_on_two_photos_is_one_fact() -> None:
    assert said(made.record(shown(ONE), shown(ONE))) == [("gtin", ONE, "photo")]


def test_a_wrong_check_digit_in_a_file_is_no_fact() -> None:
    assert said(made.record(shown("4006381333932"))) == []


def test_several_barcodes_are_not_chosen_from() -> None:
    record = made.record(shown(ONE, OTHER))
    assert said(record) == []
    assert doubts(record) == [("gtin.several", "/facts")]
    assert record.review.needed


@pytest.mark.parametrize("key", ["gtin", "ean"])
def test_the_merchants_word_wins_and_a_contradiction_is_told(key: str) -> None:
    facts = {"size": "M", key: ONE}
    record = made.tagged(shown(OTHER), facts=facts).record
    assert said(record) == [("size", "M", "merchant"), (key, ONE, "merchant")]
    assert doubts(record) == [("gtin.contradicted", "/facts/1")]


@pytest.mark.parametrize("told", [OTHER, f"0{OTHER}", f"00{OTHER}", "0 36000 29145 2"])
def test_the_same_number_written_longer_agrees(told: str) -> None:
    record = made.record(shown(OTHER), gtin=told)
    assert (len(said(record)), doubts(record)) == (1, [])


def test_an_observation_of_before_still_reads() -> None:
    whole = made.observed().model_dump(mode="json", by_alias=True)
    del whole["photos"][0]["barcodes"]
    assert Observed.model_validate(whole) == made.observed()
