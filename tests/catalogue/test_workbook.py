"""Workbooks are read as people see them; what their ZIP file declares is checked first."""

from __future__ import annotations

import datetime
import re
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.readers import workbook_guard as reading
from skuscribe.catalogue.readers.workbook import is_workbook, open_workbook
from skuscribe.catalogue.record import Record
from skuscribe.core.errors import SkuscribeError

openpyxl = pytest.importorskip("openpyxl")

HEADER = ("sku", "title", "image")
CUP = ("C-1", "Cup", "cup.jpg")


def book(path: Path, *rows: tuple[Any, ...], **others: tuple[tuple[Any, ...], ...]) -> Path:
    """A workbook whose first sheet has these rows, and other sheets theirs."""
    made = openpyxl.Workbook()
    made.active.title = "Products"
    for row in rows:
        made.active.append(row)
    for name, more in others.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    made.save(path)
    return path


def changed(path: Path, **parts: str) -> Path:
    """The workbook with parts of it written anew: `sheet1`, `sharedStrings` ..."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, parts.get(Path(name).stem, content))
    return path


def sheet(rows: str, dimension: str = "A1:C2") -> str:
    names = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER)
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData><row r="1">{names}</row>{rows}'
        "</sheetData></worksheet>"
    )


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def as_excel(path: Path, texts: str) -> Path:
    """The workbook as Excel writes it: texts in a table of their own, cells name their places."""
    book(path, HEADER)
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in (0, 1, 0))
    with zipfile.ZipFile(path) as archive:
        kinds = archive.read("[Content_Types].xml").decode()
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}"/></Types>'
    kinds = kinds.replace("</Types>", named)
    changed(path, sheet1=sheet(f'<row r="2">{cells}</row>'), **{"[Content_Types]": kinds})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    return path


TEXTS = f'<sst xmlns="{MAIN}"><si><t>C-1</t></si><si><r><t>Tea</t></r><r><t>cup</t></r></si></sst>'


def products(path: Path) -> list[Product]:
    return [each for each in open_workbook(path, {}).products() if isinstance(each, Product)]


def rows(path: Path) -> list[Record]:
    return [each for each in open_workbook(path, {}).rows() if isinstance(each, Record)]


def refused(path: Path) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        list(open_workbook(path, {}).products())
    return caught.value


def test_a_sheet_is_a_table_and_its_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, CUP, (), (), ("007", "Hat", "hat.jpg"))
    assert [(each.id, each.title, each.photos, each.row) for each in products(path)] == [
        ("C-1", "Cup", ("cup.jpg",), 2),
        ("007", "Hat", ("hat.jpg",), 5),
    ]
    assert open_workbook(path, {}).notes == ()
    assert is_workbook(path.read_bytes()[:4096], path)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4012345678901, "4012345678901"),
        (4012345678901.0, "4012345678901"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
        (-2.5, "-2.5"),
        (True, "TRUE"),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29, 8, 30), "2024-02-29T08:30:00"),
        (datetime.time(8, 30), "08:30:00"),
        ("'007", "'007"),
        ("0007", "0007"),
        ("#REF!", ""),
        ("#1 cup", "#1 cup"),
        ("one_x000D_\ntwo", "one\r\ntwo"),
        ("_xD800_", "_xD800_"),
        (None, ""),
    ],
)
def test_cells_are_text_as_people_see_them(tmp_path: Path, value: object, text: str) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, ("C-1", value, "cup.jpg"))
    assert [record.cells for record in rows(path)] == [("C-1", text, "cup.jpg")]


def test_formulas_are_not_reckoned_and_links_not_followed(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in (HEADER, CUP, ("C-2", "=1+1", "b.jpg")):
        made.active.append(row)
    made.active["C2"].hyperlink = "https://a.test/else.jpg"
    made.save(tmp_path / "a.xlsx")
    first, second = products(tmp_path / "a.xlsx")
    assert (first.photos, second.title) == (("cup.jpg",), "")


def test_a_number_of_too_many_digits_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, (1234567890123456, "Cup", "cup.jpg"))
    (note,) = open_workbook(path, {}).notes
    assert "lost their last ones in Excel: sku" in note
    fine = book(tmp_path / "b.xlsx", HEADER, (123456789012345, "Cup", "cup.jpg"))
    assert open_workbook(fine, {}).notes == ()


def test_a_title_above_the_header_and_a_note_beside_it_are_left_out(tmp_path: Path) -> None:
    above = [("Catalogue 2024",), (), (*HEADER, "color", "size", None, "ask Ann")]
    path = book(tmp_path / "a.xlsx", *above, (*CUP, "red"), ("C-2", "Hat", "hat.jpg"))
    assert [(each.id, each.row) for each in products(path)] == [("C-1", 4), ("C-2", 5)]
    assert open_workbook(path, {}).notes == (
        "row 3 names the columns; what stands above is left out",
    )


def test_what_stands_beside_the_table_is_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, (*CUP, None, None, "sold out?"))
    assert [record.cells for record in rows(path)] == [CUP]


def test_other_sheets_are_named_and_hidden_ones_are_not(tmp_path: Path) -> None:
    more = {"Old": (HEADER, CUP), "Secret": (HEADER, CUP), "Empty": ()}
    path = book(tmp_path / "a.xlsx", HEADER, CUP, **more)
    made = openpyxl.load_workbook(path)
    made["Secret"].sheet_state = "hidden"
    made.save(path)
    assert open_workbook(path, {}).notes == ("1 other sheet is not read: Old",)


def test_the_first_visible_sheet_that_holds_anything_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Hidden=(HEADER, ("X", "X", "x.jpg")), List=(HEADER, CUP))
    made = openpyxl.load_workbook(path)
    made["Hidden"].sheet_state = "veryHidden"
    made.save(path)
    assert [each.id for each in products(path)] == ["C-1"]


@pytest.mark.parametrize("content", [(), ((),), ((" ", ""),)])
def test_a_workbook_without_rows_is_empty(tmp_path: Path, content: tuple[Any, ...]) -> None:
    assert refused(book(tmp_path / "a.xlsx", *content)).code == "catalogue.empty"


def test_a_first_row_that_names_a_photo_is_no_header(tmp_path: Path) -> None:
    assert refused(book(tmp_path / "a.xlsx", CUP, CUP)).code == "catalogue.no_header"


CELLS = '<c t="inlineStr"><is><t>C-{0}</t></is></c><c t="inlineStr"><is><t>Cup</t></is></c>'


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "A1:B1"])
def test_a_size_that_a_sheet_claims_is_not_believed(tmp_path: Path, dimension: str) -> None:
    content = sheet(f'<row r="2">{CELLS.format(1)}</row>', dimension)
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=content)
    assert [(record.line, record.cells) for record in rows(path)] == [(2, ("C-1", "Cup", ""))]


def test_a_row_far_below_and_one_that_no_sheet_has_end_soon(tmp_path: Path) -> None:
    far = f'<row r="1048576">{CELLS.format(1)}</row><row r="2000000000">{CELLS.format(2)}</row>'
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=sheet(far))
    assert [record.line for record in rows(path)] == [1_048_576]


def test_cells_far_to_the_right_cost_nothing(tmp_path: Path) -> None:
    wide = "".join(
        f'<row r="{n}">{CELLS.format(n)}<c r="XFD{n}" s="0"/></row>' for n in range(2, 5000)
    )
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=sheet(wide))
    assert {len(record.cells) for record in rows(path)} == {3}


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet(""),
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + sheet("").replace("sku", "&b;"),
        sheet("").replace("</sheetData>", ""),
        sheet('<row r="2"><c t="s"><v>99</v></c></row>'),
        sheet('<row r="2"><c r="??"><v>1</v></c></row>'),
        sheet('<row r="2"><c><v>many</v></c></row>'),
        sheet('<row r="x"/>'),
        "",
    ],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, content: str) -> None:
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=content)
    assert refused(path).code == "catalogue.unreadable"


def test_texts_that_cells_share_are_read(tmp_path: Path) -> None:
    path = as_excel(tmp_path / "a.xlsx", TEXTS)
    assert [record.cells for record in rows(path)] == [("C-1", "Teacup", "C-1")]


@pytest.mark.parametrize(
    "texts", ["<broken", TEXTS.replace("Tea", "&b;"), f'<sst xmlns="{MAIN}"/>']
)
def test_damaged_shared_texts_are_refused(tmp_path: Path, texts: str) -> None:
    defined = (
        texts.replace("<sst", '<!DOCTYPE a [<!ENTITY b "c">]><sst') if "&b;" in texts else texts
    )
    assert refused(as_excel(tmp_path / "a.xlsx", defined)).code == "catalogue.unreadable"


def test_too_many_shared_texts_are_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "TEXTS_BYTES", 50)
    assert refused(as_excel(tmp_path / "a.xlsx", TEXTS)).code == "archive.too_large"


@pytest.mark.parametrize("part", ["workbook", "styles", "[Content_Types]"])
def test_a_damaged_part_is_refused(tmp_path: Path, part: str) -> None:
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), **{part: "<broken"})
    assert refused(path).code == "catalogue.unreadable"


def test_a_cell_that_is_too_long_costs_its_row_alone(tmp_path: Path) -> None:
    long = CELLS.format(1).replace("Cup", "x" * 1_000_001)
    content = sheet(f'<row r="2">{long}</row><row r="3">{CELLS.format(2)}</row>')
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=content)
    found = list(open_workbook(path, {}).products())
    assert [(each.row, isinstance(each, Trouble)) for each in found] == [(2, True), (3, False)]


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("ENTRIES", 3, "archive.too_many_entries"),
        ("MEMBER_BYTES", 1000, "archive.too_large"),
        ("TOTAL_BYTES", 3000, "archive.too_large"),
        ("LARGE", 2_000, "archive.ratio"),
    ],
)
def test_what_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str
) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, CUP)
    if limit == "LARGE":
        changed(path, sheet1=sheet(" " * 1_000_000))
    monkeypatch.setattr(reading, limit, value)
    assert refused(path).code == code


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="2">{"<c/>" * 600_000}</row>',
        f'<row r="2"><c t="{"x" * 3_000_000}"/></row>',
        f'<row r="2">{"<c>" * 400_000}',
        f'<row r="2"><c><v>{"1" * 51_000_000}</v></c></row>',
        "<a/>" * 600_000,
        f'<row r="2">{("<c/>" * 1_000 + "<row/>") * 600}</row>',
    ],
    ids=["cells", "attribute", "deep", "text", "parts", "rows in a row"],
)
def test_a_row_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=sheet(rows))
    monkeypatch.setattr(reading, "RATIO", 10_000)
    assert refused(path).code == "archive.too_large"


def test_a_size_that_is_a_lie_is_damage(tmp_path: Path) -> None:
    path = changed(book(tmp_path / "a.xlsx", HEADER, CUP), sheet1=sheet(" " * 777_777))
    size = len(sheet(" " * 777_777))
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 200)))
    assert refused(path).code == "catalogue.unreadable"


def test_a_workbook_with_a_password_or_of_old_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert is_workbook(path.read_bytes(), path)
    error = refused(path)
    assert (error.code, error.hint) == ("catalogue.unreadable", "save it as .xlsx or CSV")


def test_encrypted_entries_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, CUP)
    content = bytearray(path.read_bytes())
    for found in re.finditer(b"PK\x01\x02", bytes(content)):
        content[found.start() + 8] |= 1
    path.write_bytes(content)
    assert refused(path).code == "archive.encrypted"


def test_a_workbook_that_is_cut_off_is_unreadable(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, CUP)
    path.write_bytes(path.read_bytes()[:-60])
    assert is_workbook(path.read_bytes(), path)
    assert refused(path).code == "archive.unreadable"


def test_other_files_are_no_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photos/a.jpg", b"x")
    assert not is_workbook(path.read_bytes(), path)
    assert not is_workbook(b"sku,title", tmp_path / "a.csv")
    assert not is_workbook(b"", tmp_path / "a.xlsx")


def test_without_openpyxl_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "a.xlsx", HEADER, CUP)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    error = refused(path)
    assert error.code == "config.extra_missing"
    assert "skuscribe[xlsx]" in error.hint


TITLES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\r_#"), max_size=40
)


@given(st.lists(TITLES, min_size=1, max_size=5))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    for number, title in enumerate(titles, start=2):
        made.active.append((f"P{number}", None, "a.jpg"))
        made.active.cell(number, 2).value = title
        made.active.cell(number, 2).data_type = "s"  # a text that begins with = is no formula
    made.save(path)
    assert [each.title for each in products(path)] == [title.strip() for title in titles]
