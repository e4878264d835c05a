"""Damaged, odd and hostile tables: what can be read is read, the rest is named by its line."""

from __future__ import annotations

import codecs
import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from command import run
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.readers import records as reading
from skuscribe.catalogue.readers.delimited import open_delimited
from skuscribe.catalogue.readers.objects import open_lines
from skuscribe.catalogue.readers.strict_json import parsed
from skuscribe.catalogue.sources import Said, open_source
from skuscribe.catalogue.table import Table
from skuscribe.core.errors import SkuscribeError

HEADER = "sku,title,image"
ROWS = "007,Cup,a.jpg\n7,Hat,b.jpg\n"


def table(folder: Path, content: str | bytes, encoding: str | None = None) -> Table:
    """The table of a file that holds `content`, byte for byte."""
    path = folder / "shop.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_delimited(path, {}, encoding)


def lines(folder: Path, *rows: str | bytes) -> Table:
    """The table of a file of JSON Lines."""
    path = folder / "shop.jsonl"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows))
    return open_lines(path, {})


def products(found: Table) -> list[Product]:
    return [each for each in found.products() if isinstance(each, Product)]


def ids(found: Table) -> list[str]:
    return [each.id for each in products(found)]


def troubles(found: Table) -> list[tuple[str, int]]:
    return [(str(t.code), t.row) for t in found.products() if isinstance(t, Trouble)]


def refused(folder: Path, content: str | bytes, encoding: str | None = None) -> SkuscribeError:
    """Return what the file was refused for, opened or read."""
    with pytest.raises(SkuscribeError) as caught:
        table(folder, content, encoding).understood()
    return caught.value


@pytest.mark.parametrize(
    "mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=["8", "16le", "16be"]
)
def test_a_byte_order_mark_is_believed(tmp_path: Path, mark: bytes) -> None:
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le"}.get(mark, "utf-16-be")
    found = table(tmp_path, mark + f"{HEADER}\n1,Café,é.jpg\n".encode(codec))
    assert [(each.id, each.title, each.photos) for each in products(found)] == [
        ("1", "Café", ("é.jpg",))
    ]
    assert not any("letters" in doubt for doubt in found.understood().doubts)


def test_letters_that_are_guessed_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, f"{HEADER}\n1,Café,a.jpg\n".encode("latin-1"))
    assert products(found)[0].title == "Café"
    assert any("cp1252" in doubt and "--encoding" in doubt for doubt in found.understood().doubts)


@pytest.mark.parametrize("before", [1, 400, 5000])
def test_bytes_that_are_no_letters_are_named_by_their_line(tmp_path: Path, before: int) -> None:
    rows = "".join(f"{n},Cup,{n}.jpg\n" for n in range(before))
    content = f"{HEADER}\n{rows}x,Café,a.jpg\n".encode("latin-1")
    error = refused(tmp_path, content + b"y,Hat,b.jpg\n" * 9, "utf-8")
    assert (error.code, error.where) == ("catalogue.encoding", f"shop.csv, line {before + 2}")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_in_quotes_belongs_to_the_cell(tmp_path: Path, delimiter: str) -> None:
    rows = [("sku", "title", "image"), ("1", f'"Cup{delimiter} red"', "a.jpg")]
    found = table(tmp_path, "\n".join(map(delimiter.join, rows)))
    assert [each.title for each in products(found)] == [f"Cup{delimiter} red"]
    assert found.delimiter == delimiter


def test_one_column_is_a_table(tmp_path: Path) -> None:
    found = table(tmp_path, "sku\nA\nB\n")
    assert (ids(found), len(found.delimiter)) == (["A", "B"], 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_lines_end_as_any_system_ends_them(tmp_path: Path, end: str, last: bool) -> None:
    rows = [HEADER, '1,"Two\nlines",a.jpg', '2,"a ""b""",b.jpg']
    found = products(table(tmp_path, end.join(rows) + end * last))
    assert [each.title for each in found] == ["Two\nlines", 'a "b"']


def test_ends_of_lines_may_be_mixed(tmp_path: Path) -> None:
    assert ids(table(tmp_path, f"{HEADER}\r\n1,a,a.jpg\n2,b,b.jpg\r3,c,c.jpg")) == ["1", "2", "3"]


def test_products_are_named_by_the_line_of_the_file(tmp_path: Path) -> None:
    content = f'\n{HEADER}\n\n1,"two\n\nlines",a.jpg\n , \n2,b,b.jpg\n'
    assert [each.row for each in products(table(tmp_path, content))] == [4, 8]


def test_a_quote_that_is_never_closed_is_refused_where_it_opens(tmp_path: Path) -> None:
    rows = [f"{n},title {n},{n}.jpg" for n in range(1000)]
    rows[1] = '1,"title,1.jpg'
    error = refused(tmp_path, "\n".join([HEADER, *rows]))
    assert (error.code, error.where) == ("catalogue.row_shape", "shop.csv, line 3")


def test_an_odd_quote_before_it_hides_no_quote_that_is_never_closed(tmp_path: Path) -> None:
    rows = [f"{n},title {n},{n}.jpg" for n in range(30)]
    rows[1] = '"1"x,"title,1.jpg'
    error = refused(tmp_path, "\n".join([HEADER, *rows]))
    assert (error.code, error.where) == ("catalogue.row_shape", "shop.csv, line 3")


def test_a_quote_that_only_a_wrong_delimiter_opens_is_none(tmp_path: Path) -> None:
    rows = ["sku;title;image", '1;Shelf, "wide;a.jpg', "2;Hat;b.jpg"]
    found = table(tmp_path, "\n".join(rows))
    assert [each.title for each in products(found)] == ['Shelf, "wide', "Hat"]


def test_ids_are_text_and_the_first_of_one_id_stays(tmp_path: Path) -> None:
    found = table(tmp_path, f"{HEADER}\n{ROWS}a,x,c.jpg\nA,x,d.jpg\n7,Cap,e.jpg\n,x,f.jpg\n")
    assert [(each.id, each.title) for each in products(found)][:2] == [("007", "Cup"), ("7", "Hat")]
    assert ids(found) == ["007", "7", "a", "A"]
    assert troubles(found) == [("catalogue.id_duplicate", 6), ("catalogue.id_missing", 7)]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff", HEADER, f"{HEADER}\n\n,,\n"])
def test_a_file_without_products_is_empty(tmp_path: Path, content: str) -> None:
    assert refused(tmp_path, content).code == "catalogue.empty"


@pytest.mark.parametrize("again", [HEADER, "\ufeff" + HEADER, "sku, title ,image,"])
def test_the_header_of_a_file_that_was_glued_on_is_no_product(tmp_path: Path, again: str) -> None:
    rows = "".join(f"{n},Cup,{n}.jpg\n" for n in range(40))
    found = table(tmp_path, f"{HEADER}\n{rows}{again}\nx,Hat,b.jpg\n")
    assert ids(found) == [*map(str, range(40)), "x"]
    assert troubles(found) == []


def test_a_first_row_that_names_a_photo_is_no_header(tmp_path: Path) -> None:
    assert refused(tmp_path, "17,shoe.jpg\n18,hat.jpg\n").code == "catalogue.no_header"


def test_short_rows_are_read_and_long_ones_are_left_out(tmp_path: Path) -> None:
    found = table(tmp_path, f"{HEADER}\n1,Cup\n2,Hat,b.jpg,,\n3,Cap,c.jpg,stray\n4,Bag,d.jpg\n")
    assert [(each.id, each.photos) for each in products(found)] == [
        ("1", ()),
        ("2", ("b.jpg",)),
        ("4", ("d.jpg",)),
    ]
    assert troubles(found) == [("catalogue.row_shape", 4)]


def test_zeros_in_a_cell_are_dropped(tmp_path: Path) -> None:
    (cup,) = products(table(tmp_path, f"{HEADER}\n\0001\0,C\0up,a.jpg\0\n"))
    assert (cup.id, cup.title, cup.photos) == ("1", "Cup", ("a.jpg",))


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    (cup,) = products(table(tmp_path, f"{HEADER}\n1,{'x' * 131_073},a.jpg\n"))
    assert len(cup.title) == 131_073


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_that_is_too_long_costs_its_row_alone(tmp_path: Path, quote: str) -> None:
    long = quote + "x" * 1_000_001 + quote
    found = table(tmp_path, f"{HEADER}\n1,{long},a.jpg\n2,Hat,b.jpg\n3,Cap,c.jpg\n")
    assert ids(found) == ["2", "3"]
    assert troubles(found) == [("catalogue.cell_too_long", 2)]


@pytest.mark.parametrize("cells", [1, 30], ids=["one cell", "many cells"])
def test_a_line_that_cannot_be_held_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 200)
    monkeypatch.setattr(reading, "LONGEST_CELL", 150)
    header = ",".join(["sku", *(f"c{n}" for n in range(cells))])
    row = ",".join(["x" * (300 // cells)] * cells)
    error = refused(tmp_path, f"{header}\n1,fine\n2,{row}\n3,fine\n")
    assert (error.code, error.where) == ("catalogue.cell_too_long", "shop.csv, line 3")


def test_more_rows_than_are_allowed_are_refused(tmp_path: Path) -> None:
    found = table(tmp_path, f"{HEADER}\n{ROWS}")
    assert ids(replace(found, max_rows=2)) == ["007", "7"]
    with pytest.raises(SkuscribeError) as caught:
        products(replace(found, max_rows=1))
    assert caught.value.code == "catalogue.too_many_rows"


BROKEN: dict[str, str | bytes] = {
    "no object": "[1, 2]",
    "cut": '{"sku": ',
    "not a number": '{"sku": "x", "weight": NaN}',
    "infinity": '{"sku": "x", "weight": -Infinity}',
    "a key twice": '{"sku": "x", "sku": "y"}',
    "deep": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "deeper than readers go": '{"sku": "x", "images": ' + "[" * 300 + "]" * 300 + "}",
    "a long number": '{"sku": ' + "9" * 5000 + "}",
    "half a character": '{"sku": "x", "title": "\\ud83d"}',
    "half a character as a key": '{"sku": "x", "\\udc00": 1}',
    "half a character in bytes": b'{"sku": "x", "title": "\xed\xa0\x80"}',
    "half a character in a key's bytes": b'{"sku": "x", "\xed\xa0\x80": 1}',
    "no letters": b'{"sku": "x", "title": "caf\xe9"}',
    "two objects": '{"sku": "x"} {"sku": "y"}',
    "text": "sku,title",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path, kind: str) -> None:
    found = lines(
        tmp_path, '{"sku": "1"}', "", BROKEN[kind], '{"sku": "2", "title": "\\ud83d\\ude00"}'
    )
    assert [(each.id, each.title) for each in products(found)] == [("1", ""), ("2", "\U0001f600")]
    assert troubles(found) == [("catalogue.json_invalid", 3)]
    assert found.understood().troubles == {"catalogue.json_invalid": 1}


def test_a_file_of_broken_lines_alone_says_what_is_wrong_with_the_first(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        lines(tmp_path, *BROKEN.values())
    assert caught.value.code == "catalogue.json_invalid"


@given(st.one_of(st.binary(max_size=80), st.text(max_size=80)))
@settings(deadline=None)
def test_whatever_is_no_json_is_a_value_error(content: bytes | str) -> None:
    try:
        parsed(content)
    except ValueError:
        return


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_table_or_refused_with_a_code(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for head in (b"", f"{HEADER}\n".encode()):
        code = told(folder, head + content)
        assert not code or code.startswith("catalogue.")


def told(folder: Path, content: bytes) -> str:
    """The code that a file is refused for; empty when it is none."""
    try:
        table(folder, content).understood()
    except SkuscribeError as error:
        return str(error.code)
    return ""


@pytest.mark.parametrize(
    "part",
    ["<script", '<script type="application/ld+json">', "<script application/ld+json "],
    ids=["open", "never closed", "open with its type"],
)
def test_a_page_of_scripts_is_gone_through_once(tmp_path: Path, part: str) -> None:
    kind = '<script type="application/ld+json">'
    (tmp_path / "shop.html").write_text(kind + part * (1_000_000 // len(part)))
    assert refusal(tmp_path / "shop.html")[0].startswith("catalogue.")


def refusal(path: Path) -> tuple[str, str]:
    """The code that a source is refused for, and what it is said of."""
    with pytest.raises(SkuscribeError) as caught:
        open_source(path).understood()
    return str(caught.value.code), caught.value.where


@pytest.mark.parametrize(
    "content",
    [
        *(build.saved(build.mark(8, 8), kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")),
        *(b"%PDF-1.7\n%\xe2\xe3", gzip.compress(b"sku,title\n1,Cup\n")),
    ],
    ids=["png", "jpeg", "gif", "webp", "pdf", "gzip"],
)
@pytest.mark.parametrize("name", ["shop.csv", "shop.json", "shop.xlsx", "shop"])
def test_what_is_no_table_is_said_to_be_none_whatever_its_name(
    tmp_path: Path, content: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == ("catalogue.unreadable", name)


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "shop.csv")
    assert refusal(tmp_path / "shop.csv") == ("catalogue.unreadable", "shop.csv")


def test_a_device_without_end_is_refused() -> None:
    assert refusal(Path("/dev/zero"))[0] == "catalogue.unreadable"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "shop.csv")[0] == "catalogue.unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(HEADER)
    (tmp_path / "shop.csv").chmod(0)
    assert refusal(tmp_path / "shop.csv")[0] == "catalogue.unreadable"


def test_a_folder_of_a_tables_name_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").mkdir()
    (tmp_path / "shop.csv" / "a.png").write_bytes(build.saved(build.mark(8, 8), "PNG"))
    assert open_source(tmp_path / "shop.csv").understood().kind == "folder"


def test_more_rows_than_the_user_allows_are_refused(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(f"{HEADER}\n{ROWS}")
    with pytest.raises(SkuscribeError) as caught:
        open_source(tmp_path / "shop.csv", Said(max_rows=1)).understood()
    assert caught.value.code == "catalogue.too_many_rows"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f'{HEADER}\n1,"Cup,a.jpg\n2,Hat,b.jpg\n'.encode(), "catalogue.row_shape"),
        (f"{HEADER}\n".encode(), "catalogue.empty"),
    ],
)
def test_the_command_line_says_what_is_wrong(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "shop.csv").write_bytes(content)
    done = run("run", tmp_path / "shop.csv", "--dry-run", "--json")
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_counts_what_was_left_out(tmp_path: Path) -> None:
    rows = ['{"sku": "1", "title": "\\ud83d"}', '{"sku": "2", "image": "a.jpg"}', "[" * 100_000]
    (tmp_path / "shop.jsonl").write_text("\n".join(rows))
    done = run("run", tmp_path / "shop.jsonl", "--dry-run", "--json")
    told = json.loads(done.stdout)
    assert (told["products"], told["troubles"]) == (1, {"catalogue.json_invalid": 2})
