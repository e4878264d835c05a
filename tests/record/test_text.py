"""Foreign text becomes harmless to show and stays readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.record.text import clean_text, safe_name


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  two   words\n", "two words"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\x1b[2J\x07bell", "[2Jbell"),
        ("e\u0301", "é"),
        ("Z" + "\u0301" * 40, "Ź\u0301\u0301\u0301"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("lone \udcff surrogate", "lone surrogate"),
        ("\uffff\ue000", ""),
        ("<script>=1+1{{7*7}}", "<script>=1+1{{7*7}}"),
    ],
)
def test_what_is_invisible_or_controls_is_dropped(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


def test_long_text_is_cut() -> None:
    assert len(clean_text("a" * 10_000)) == 1000


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once
    once.encode("utf-8")
    assert "\x1b" not in once


@given(st.text(st.characters(codec="utf-8"), max_size=50))
def test_names_are_printable(name: str) -> None:
    assert safe_name(name.replace("\0", "")).isprintable()


@given(
    st.text(
        st.sampled_from("a\u0301\u0302\u0303\u0304\u200b\u200d \u202e\u1100\u1161"), max_size=60
    )
)
def test_cleaning_twice_changes_nothing_where_marks_and_invisible_ones_meet(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once


def test_what_is_dropped_does_not_part_a_run_of_marks() -> None:
    assert clean_text("a" + "\u0301\u0302\u0303\u200b" * 100) == "\u00e1\u0302\u0303\u0301"


def test_a_joiner_stands_between_characters_or_not_at_all() -> None:
    family = "\U0001f468\u200d\U0001f469"
    assert clean_text(family) == family
    assert clean_text(f"\u200d{family}\u200d ") == family
    assert clean_text("\u200d") == ""


@given(st.text(), st.integers(1, 12))
def test_a_limit_holds_and_leaves_no_loose_end(raw: str, limit: int) -> None:
    cut = clean_text(raw, limit=limit)
    assert len(cut) <= limit
    assert clean_text(cut, limit=limit) == cut
