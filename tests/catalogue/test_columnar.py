"""Parquet files are read a few rows at a time; what is no text in them is named, not read."""

from __future__ import annotations

import datetime
import decimal
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.readers.columnar import is_parquet, open_parquet
from skuscribe.catalogue.record import Record
from skuscribe.core.errors import SkuscribeError

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

CUP = {"sku": ["C-1"], "title": ["Cup"], "images": [["a.jpg", None, "b.jpg"]]}


def file(path: Path, columns: dict[str, Any], **options: object) -> Path:
    parquet.write_table(pa.table(columns), path, **options)
    return path


def products(path: Path) -> list[Product]:
    return [each for each in open_parquet(path, {}).products() if isinstance(each, Product)]


def refused(path: Path) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        list(open_parquet(path, {}).products())
    return caught.value


def test_rows_are_products_and_lists_are_several_photos(tmp_path: Path) -> None:
    path = file(tmp_path / "a.parquet", CUP)
    (cup,) = products(path)
    assert (cup.id, cup.title, cup.photos, cup.row) == ("C-1", "Cup", ("a.jpg", "b.jpg"), 1)
    assert is_parquet(path.read_bytes())
    assert not is_parquet(b"sku,title")
    understood = open_parquet(path, {}).understood()
    assert (understood.rows, understood.image_separator) == (1, "|")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array([4012345678901]), "4012345678901"),
        (pa.array([2**64 - 1], pa.uint64()), "18446744073709551615"),
        (pa.array([12.0]), "12"),
        (pa.array([float("nan")]), ""),
        (pa.array([None], pa.string()), ""),
        (pa.array([None], pa.null()), ""),
        (pa.array([True]), "TRUE"),
        (pa.array([decimal.Decimal("19.90")]), "19.90"),
        (pa.array([datetime.date(2024, 2, 29)]), "2024-02-29"),
        (pa.array([1_709_195_400_000_000_123], pa.timestamp("ns")), "2024-02-29T08:30:00"),
        (pa.array(["red"]).dictionary_encode(), "red"),
        (pa.array(["red"], pa.large_string()), "red"),
        (pa.array([[1, 2]]), "1|2"),
    ],
)
def test_values_are_text(tmp_path: Path, values: object, text: str) -> None:
    path = file(tmp_path / "a.parquet", {"sku": ["C-1"], "value": values})
    (record,) = open_parquet(path, {}).rows()
    assert isinstance(record, Record)
    assert record.cells == ("C-1", text)


def test_columns_that_are_no_text_are_named(tmp_path: Path) -> None:
    more = {"photo": [b"\xff\xd8"], "image": [{"bytes": b"x", "path": "p"}], "deep": [[["x"]]]}
    path = file(tmp_path / "a.parquet", {**more, **CUP})
    table = open_parquet(path, {})
    assert table.columns.header == ("sku", "title", "images")
    assert table.notes == (
        "the column 'photo' holds bytes and is not read",
        "the column 'image' holds records in records and is not read",
        "the column 'deep' holds lists in lists and is not read",
    )
    assert [each.id for each in products(path)] == ["C-1"]


def test_columns_of_one_name_and_names_with_stops_are_kept_apart(tmp_path: Path) -> None:
    table = pa.table([["1"], ["x"], ["a"], ["y"]], names=["sku", "n.a", "title", "n.a"])
    parquet.write_table(table, tmp_path / "a.parquet")
    found = open_parquet(tmp_path / "a.parquet", {})
    (record,) = found.rows()
    assert isinstance(record, Record)
    assert sorted(zip(found.columns.header, record.cells, strict=True)) == [
        *(("n.a", "x"), ("n.a", "y"), ("sku", "1"), ("title", "a")),
    ]


def test_rows_come_in_order_over_batches_and_groups(tmp_path: Path) -> None:
    count = 5_000
    columns = {"sku": [str(n) for n in range(count)], "image": ["a.jpg"] * count}
    path = file(tmp_path / "a.parquet", columns, row_group_size=1_500)
    assert [(each.id, each.row) for each in products(path)] == [
        (str(n), n + 1) for n in range(count)
    ]


@pytest.mark.parametrize("columns", [{"sku": pa.array([], pa.string())}, {"photo": [b"x"]}])
def test_a_file_without_rows_or_text_is_empty(tmp_path: Path, columns: dict[str, Any]) -> None:
    assert refused(file(tmp_path / "a.parquet", columns)).code == "catalogue.empty"


@pytest.mark.parametrize("damage", ["cut", "inside", "footer", "magic"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    columns = {"sku": [str(n) for n in range(9_000)], "image": ["a.jpg"] * 9_000}
    path = file(tmp_path / "a.parquet", columns, use_dictionary=False)
    content = path.read_bytes()
    half = len(content) // 2
    damaged = {
        "cut": content[:half],
        "inside": content[:8] + bytes(half) + content[8 + half :],
        "footer": content[:-300] + b"\xff" * 200 + content[-100:],
        "magic": b"PAR1",
    }
    path.write_bytes(damaged[damage])
    assert refused(path).code == "catalogue.unreadable"


def test_a_cell_that_is_too_long_costs_its_row_alone(tmp_path: Path) -> None:
    columns = {"sku": ["1", "2"], "title": ["x" * 1_000_001, "Hat"], "image": ["a.jpg"] * 2}
    found = list(open_parquet(file(tmp_path / "a.parquet", columns), {}).products())
    assert [(each.row, isinstance(each, Trouble)) for each in found] == [(1, True), (2, False)]


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path / "a.parquet", CUP)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    error = refused(path)
    assert error.code == "config.extra_missing"
    assert "skuscribe[parquet]" in error.hint


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.parquet"
    ids = [f"P{number}" for number, _ in enumerate(titles)]
    file(path, {"sku": ids, "title": titles, "image": ["a.jpg"] * len(ids)})
    assert [each.title for each in products(path)] == [title.strip() for title in titles]


@given(st.binary(max_size=200))
def test_any_bytes_behind_the_mark_are_refused_with_a_code(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.parquet"
    path.write_bytes(b"PAR1" + content + b"PAR1")
    assert refused(path).code == "catalogue.unreadable"
