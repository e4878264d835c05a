"""Records are parsed, never lines; the dialect is found by trying; ids stay text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.catalogue.ids import is_destroyed
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.readers.encoding import encoding_of
from skuscribe.catalogue.readers.records import dialect_of, records
from skuscribe.catalogue.record import Record
from skuscribe.catalogue.sources import Said, open_source
from skuscribe.core.errors import SkuscribeError

HEADER = ("id", "title", "image")


def written(
    path: Path,
    rows: Sequence[Sequence[str]],
    delimiter: str = ",",
    encoding: str = "utf-8",
    end: str = "\r\n",
) -> Path:
    """A file as a shop would write it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def products(path: Path, **columns: str) -> list[Product]:
    found = open_source(path, Said(columns)).products()
    return [each for each in found if isinstance(each, Product)]


def troubles(path: Path) -> list[tuple[str, int]]:
    found = open_source(path).products()
    return [(str(each.code), each.row) for each in found if isinstance(each, Trouble)]


ROWS = [HEADER, ("007", "Café, röd", "a.jpg"), ("7", 'a "quoted"\nline', "b.jpg")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_every_dialect_gives_the_same_products(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    path = written(tmp_path / "shop.csv", ROWS, delimiter, encoding, end)
    found = products(path)
    assert [each.id for each in found] == ["007", "7"]
    assert found[0].title == "Café, röd"
    assert found[1].title == 'a "quoted"\nline'
    assert open_source(path).understood().delimiter == delimiter


cells = st.text(
    st.characters(exclude_characters="\0\ufeff", exclude_categories=("Cs", "Cc")), max_size=20
)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=20), st.sampled_from(",;\t|"))
def test_what_a_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    path = written(tmp_path_factory.mktemp("csv") / "a.csv", [HEADER, *rows], delimiter)
    found = [each.cells for each in records(path, "utf-8", delimiter) if isinstance(each, Record)]
    # Blanks before a cell that needs no quotes are dropped, as people mean it.
    bare = [tuple(cell.lstrip(" ") for cell in row) for row in found]
    assert bare == [HEADER, *(tuple(cell.lstrip(" ") for cell in row) for row in rows)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"id,title\n1,a\n", "ascii"),
        ("id,title\n1,é\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + b"id\n1\n", "utf-8-sig"),
        ("id,title\n1,\u20ac\n".encode("utf-16"), "utf-16"),
        ("id,title\n1,long enough to tell\n".encode("utf-16-le"), "utf-16-le"),
        ("id,title\n1,é \u20ac\n".encode("cp1252"), "cp1252"),
        ("商品,なまえ\n1,てすとのしょうひん\n".encode("cp932"), "cp932"),
    ],
)
def test_encodings_are_found(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert encoding_of(path).name == name


def test_utf_8_is_judged_to_the_end_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,title\n" + b"1,plain\n" * 400_000 + "2,é\n".encode("cp1252"))
    assert encoding_of(path).name == "cp1252"


@pytest.mark.parametrize("above", [["", ""], ["Products of my shop", "", ""], ["\ufeff"]])
def test_the_header_is_found_below_what_stands_above_it(tmp_path: Path, above: list[str]) -> None:
    path = written(tmp_path / "a.csv", [above, *ROWS])
    assert dialect_of(path, "utf-8").header == HEADER
    assert len(products(path)) == 2


def test_a_quote_that_is_never_closed_is_refused_where_it_opens(tmp_path: Path) -> None:
    rows = [f"{n},title {n},{n}.jpg" for n in range(1000)]
    rows[1] = '1,"title,1.jpg'
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join(HEADER), *rows]) + "\n")
    with pytest.raises(SkuscribeError) as caught:
        products(path)
    assert caught.value.code == "catalogue.row_shape"
    assert "line 3" in caught.value.where


def test_a_row_with_too_many_cells_is_left_out_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [HEADER, ("1", "a", "a.jpg"), ("2", "b", "b.jpg", "stray"), ("3", "c", "c.jpg", "", "")]
    path = written(tmp_path / "a.csv", rows)
    assert [each.id for each in products(path)] == ["1", "3"]
    assert troubles(path) == [("catalogue.row_shape", 3)]


def test_rows_are_named_by_the_line_where_they_begin(tmp_path: Path) -> None:
    rows = [HEADER, ("1", "two\nlines", "a.jpg"), ("2", "b", "b.jpg", "stray")]
    assert troubles(written(tmp_path / "a.csv", rows)) == [("catalogue.row_shape", 4)]


def test_ids_that_differ_by_zeros_spaces_inside_or_case_are_distinct(tmp_path: Path) -> None:
    ids = ["007", "7", "EV-0004", "EV- 0004", "abc", "ABC", "970e07", "01-1"]
    path = written(tmp_path / "a.csv", [HEADER, *((i, "x", f"{i}.jpg") for i in ids)])
    assert [each.id for each in products(path)] == ids


def test_a_doubled_id_keeps_the_first_and_a_missing_one_is_told(tmp_path: Path) -> None:
    rows = [HEADER, ("1", "a", "a.jpg"), ("1", "b", "b.jpg"), ("", "c", "c.jpg")]
    path = written(tmp_path / "a.csv", rows)
    assert [each.title for each in products(path)] == ["a"]
    assert troubles(path) == [("catalogue.id_duplicate", 3), ("catalogue.id_missing", 4)]


@pytest.mark.parametrize(
    ("id", "destroyed"),
    [("4,26E+12", True), ("4.98978E+12", True), ("970e07", False), ("4E12", False), ("1.5", False)],
)
def test_what_a_spreadsheet_destroyed_is_no_id(tmp_path: Path, id: str, destroyed: bool) -> None:
    assert is_destroyed(id) == destroyed
    path = written(tmp_path / "a.csv", [HEADER, (id, "a", "a.jpg"), ("2", "b", "b.jpg")])
    assert (id in [each.id for each in products(path)]) != destroyed


def test_zeros_and_blank_rows_are_no_records(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,title,image\n\n1,a\0b,a.jpg\n , ,\n\n")
    assert [(each.id, each.title) for each in products(path)] == [("1", "ab")]
    assert open_source(path).understood().rows == 1


def test_columns_are_what_the_user_says(tmp_path: Path) -> None:
    rows = [("nr", "what", "p1", "p2"), ("1", "a cup", "a.jpg", "b.jpg")]
    path = written(tmp_path / "a.csv", rows)
    (found,) = products(path, id="nr", title="what", images="p1|p2")
    assert (found.id, found.title, found.photos) == ("1", "a cup", ("a.jpg", "b.jpg"))


def test_a_column_that_is_not_there_is_refused_with_those_that_are_near(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [("Artikelnr", "Bild"), ("1", "a.jpg")])
    with pytest.raises(SkuscribeError) as caught:
        products(path, id="Artikelnummer")
    assert caught.value.code == "catalogue.column_missing"
    assert "Artikelnr" in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , \n"])
def test_a_file_without_anything_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SkuscribeError) as caught:
        open_source(path)
    assert caught.value.code == "catalogue.empty"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n....", b"%PDF-1.7", b"PK\x03\x04...."])
def test_what_is_no_catalogue_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SkuscribeError) as caught:
        open_source(path)
    assert caught.value.code in ("catalogue.unreadable", "archive.unreadable")
