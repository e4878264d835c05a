"""Decisions as a CSV: what goes out comes back, and a wrong row is named with its line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe import SkuscribeError
from skuscribe.decisions.event import Event
from skuscribe.decisions.table import read_table, unknown, write_table

PHOTOS = {"mug": "0" * 16, "=1+1": "1" * 16}
CELLS = (
    "=1+1", "+4", "-4", "@x", "\ttab", "'quoted'", "'=kept", "''-kept", "'", "a,b", 'say "x"',
    "two\nlines", "one\r\ntwo", "“ü” 漢字 🫖", " wide ", "",
)  # fmt: skip


def event(product: str = "mug", after: str = "", before: str = "") -> Event:
    return Event(product, PHOTOS[product], "change", "ada", "now", "/facts/colour", before, after)


def returned(folder: Path, *events: Event) -> list[Event]:
    path = folder / "decided.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        assert write_table(events, stream) == len(events)
    return read_table(path, "somebody", "later", PHOTOS)


def read(folder: Path, text: str) -> list[Event]:
    (folder / "mine.csv").write_text(text, encoding="utf-8")
    return read_table(folder / "mine.csv", "ada", "now", PHOTOS)


@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_comes_back_as_it_went(tmp_path: Path, cell: str) -> None:
    assert returned(tmp_path, event(after=cell, before=cell)) == [event(after=cell, before=cell)]


@given(st.text(st.characters(codec="utf-8"), max_size=8))
def test_any_text_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, cell: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert returned(folder, event(after=cell)) == [event(after=cell)]


@pytest.mark.parametrize("cell", ["=1+1", "+4", "-4", "@x", "\ttab", "'=x"])
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    returned(tmp_path, event(after=cell))
    with (tmp_path / "decided.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["after"] == f"'{cell}"


def test_a_table_that_is_read_twice_adds_nothing(tmp_path: Path) -> None:
    events = [event(after="pink"), event("=1+1", "=rose")]
    assert list(unknown(returned(tmp_path, *events), events)) == []
    assert list(unknown(returned(tmp_path, *events), events[:1])) == events[1:]


def test_product_and_action_are_enough(tmp_path: Path) -> None:
    for text in ("product,action\nmug,approve\n", "\ufeffaction,product,mine\r\napprove,mug,x\r\n"):
        assert read(tmp_path, text) == [Event("mug", "0" * 16, "approve", "ada", "now")]


def test_fields_are_named_as_people_name_them(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "product,action,field,after\nmug,change,Colour,pink\n")
    assert (found.field, found.after) == ("/facts/colour", "pink")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("cup,approve,,", "'cup'"),
        (",approve,,", "''"),
        ("mug,praise,,", "'praise'"),
        ("mug,,,", "''"),
        ("mug,change,,pink", "no field"),
        ("mug,change,description/smell,pink", "smell"),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_nothing_is_read(
    tmp_path: Path, row: str, says: str
) -> None:
    with pytest.raises(SkuscribeError) as caught:
        read(tmp_path, f"product,action,field,after\nmug,approve,,\n{row}\n")
    assert caught.value.code == "decision.invalid"
    assert caught.value.where == "mine.csv, line 3"
    assert says in caught.value.message


@pytest.mark.parametrize("text", ["", "product\nmug\n", "id,action\nmug,approve\n"])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SkuscribeError, match="no column"):
        read(tmp_path, text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(b"product,action\nm\xfcg,approve\n")
    with pytest.raises(SkuscribeError, match="UTF-8"):
        read_table(tmp_path / "mine.csv", "ada", "now", PHOTOS)
