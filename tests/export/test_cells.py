"""No cell runs as a formula, and what was said comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.listings import cup
from skuscribe.export.cells import guarded, harmless, one_line, plain, runs, unguarded
from skuscribe.export.flat import write_flat_csv
from skuscribe.export.options import ExportOptions
from skuscribe.export.shopify import write_shopify

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "'=", " =", "＝", "\t"]), ANY)
TEXT = ANY | HOSTILE


@given(TEXT)
def test_a_guarded_cell_comes_back_and_does_not_run(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).startswith("'") or not runs(text)


@given(TEXT)
def test_harmless_words_do_not_run_and_stay_so(text: str) -> None:
    assert not runs(harmless(text))
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize("number", ["-5", "-3.5", "+49", "+49 30 1234567", "-1,000.50", "+5 %"])
def test_numbers_and_telephone_numbers_are_left_alone(number: str) -> None:
    assert guarded(number) == number


@pytest.mark.parametrize(
    "cell", ["=1", "-5-3", "+A1", "-1+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "- soft cotton", "\t=1"]
)
def test_formulas_are_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@given(TEXT)
def test_any_text_comes_back_from_the_csv_for_people(text: str) -> None:
    stream = io.BytesIO()
    write_flat_csv([cup(words={"title": text})], stream, ExportOptions())
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode(), newline=""))
    assert unguarded(row["title"]) == plain(text)
    assert not any(runs(cell) for cell in row.values() if not cell.startswith("'"))


@given(TEXT)
def test_any_title_reaches_shopify_as_it_is_but_for_what_would_run(text: str) -> None:
    stream = io.BytesIO()
    write_shopify([cup(words={"title": text})], stream, ExportOptions(new=True))
    row = next(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))
    assert row.get("Title", "") == harmless(one_line(plain(text)))
