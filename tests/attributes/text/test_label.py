"""What the lines on a product say together: roles in the record, quotes in its words."""

from __future__ import annotations

import pytest

import made
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.record.observed import SeenLine
from skuscribe.shop.profile import NO_SHOP


def read(*texts: str) -> Record:
    return settled(*(made.line(text, top=0.2 + 0.2 * n) for n, text in enumerate(texts)))


def settled(*lines: SeenLine, **facts: str) -> Record:
    seen = made.observed(made.seen(lines=list(lines)))
    return settle(seen, {"category": "mug"} | facts, NO_SHOP, Voice())


def test_each_line_of_the_record_has_its_role() -> None:
    assert [each.role for each in read("ZORVEX", "500 ml", "Bxk").texts] == [
        "brand",
        "quantity",
        "other",
    ]


def test_words_are_quoted_and_what_looks_like_none_is_kept_but_never_said() -> None:
    record = read("Good morning", "Bxkq")
    assert "Good morning" in record.description.text
    assert "Bxkq" not in record.model_dump_json(include={"description"})
    assert [each.text for each in record.texts] == ["Good morning", "Bxkq"]


def test_a_whole_word_in_no_list_is_quoted_where_it_was_read_surely() -> None:
    sure = made.line("HYGGE", 0.99)
    assert "HYGGE" in settled(sure).description.text
    assert "HYGGE" not in settled(made.line("HYGGE", 0.9)).description.text
    cut = sure.model_copy(update={"polygon": ((0.0, 0.3), (0.5, 0.3), (0.5, 0.4), (0.0, 0.4))})
    assert "HYGGE" not in settled(cut).description.text


def test_a_misread_brand_is_not_quoted() -> None:
    assert "Micrasoft" not in read("Micrasoft").description.text


def test_what_the_label_prints_is_proposed_where_the_merchant_does_not_say_it() -> None:
    record = read("100% COTTON", "500 ml")
    assert [(each.field, each.value) for each in record.proposals] == [
        ("material", "100% COTTON"),
        ("quantity", "500 ml"),
    ]
    assert all(each.evidence.text is not None for each in record.proposals)
    told = settled(made.line("100% COTTON"), material="linen")
    assert told.proposals == ()
    assert "linen" in told.description.text


@pytest.mark.parametrize("torn", ["ORIGINA", "IGINAL", "NATU"])
def test_the_beginning_or_end_of_a_word_is_not_quoted_however_surely_it_was_read(torn: str) -> None:
    assert torn not in settled(made.line(torn, 1.0)).description.text
