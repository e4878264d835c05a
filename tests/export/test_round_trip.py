"""A shop's file comes back with only our cells changed, byte for byte."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.sheets import cells
from skuscribe.catalogue.sources import Said
from skuscribe.core.errors import SkuscribeError
from skuscribe.export.rewrite import rewritten, with_rows
from skuscribe.export.sheet import read_sheet
from skuscribe.export.spans import raw_of, spans_of, value_of

WORDS = st.text(st.sampled_from("ab 1é,;\t\"'\n\r|<=€"), max_size=8)
DELIMITERS = st.sampled_from([",", ";", "\t", "|"])


def files(root: Path) -> list[Path]:
    return sorted((root / "catalogues").rglob("*.csv"))


def test_every_real_file_comes_back_unchanged(data_root: Path) -> None:
    found = files(data_root)
    assert len(found) >= 19
    for path in found:
        assert rewritten(read_sheet(path), {}) == path.read_bytes(), path.name


def test_one_cell_of_every_row_of_every_real_file_changes_alone(data_root: Path) -> None:
    for path in files(data_root):
        sheet = read_sheet(path)
        place = len(sheet.columns.header) // 2
        new = rewritten(sheet, {row: {place: 'new "x"'} for row in range(len(sheet.rows))})
        encoding = "utf-8-sig" if sheet.codec == "utf-8" else sheet.codec
        before = cells(path.read_bytes(), encoding, sheet.delimiter)
        after = cells(new, encoding, sheet.delimiter)
        changed = [
            (row, n)
            for row, (old, now) in enumerate(zip(before, after, strict=True))
            for n, (a, b) in enumerate(zip(old, now, strict=True))
            if a != b
        ]
        assert len(changed) == len(sheet.rows), path.name
        assert {n for _, n in changed} == {place}, path.name


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=4), DELIMITERS)
def test_cells_are_found_as_the_csv_module_finds_them(rows: list[list[str]], sign: str) -> None:
    text = "\r\n".join(
        sign.join(raw_of(c, sign, quoted=n % 2 == 0) for n, c in enumerate(r)) for r in rows
    )
    seen = [[value_of(text[a:b]) for a, b in each.cells] for each in spans_of(text, sign)]
    assert seen == list(csv.reader(text.splitlines(keepends=True), delimiter=sign)) or seen == rows
    assert seen == rows


@given(st.text(st.sampled_from('ab "\t,\n\r'), max_size=30))
def test_any_text_that_closes_its_quotes_is_read_as_the_csv_module_reads_it(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        read = list(
            csv.reader(lines.splitlines(keepends=True), strict=False, skipinitialspace=True)
        )
        behind = csv.reader([*lines.splitlines(keepends=True), "", "x,end"], skipinitialspace=True)
    except csv.Error:
        return
    if not lines.strip("\n") or list(behind)[-1:] != [["x", "end"]]:
        return  # a quote is open: the catalogue's reader refuses the file
    seen = [[value_of(lines[a:b]) for a, b in each.cells] for each in spans_of(lines, ",")]
    assert seen == [row or [""] for row in read]


@st.composite
def edited(
    draw: st.DrawFn,
) -> tuple[list[list[str]], dict[tuple[int, int], str], dict[str, object]]:
    """A table, edits of it, and how it is written."""
    width, height = draw(st.integers(2, 4)), draw(st.integers(2, 5))
    inner = [[draw(WORDS).replace("\r", "") for _ in range(width - 1)] for _ in range(height)]
    rows = [[f"id{n}", *row] for n, row in enumerate(inner)]
    places = st.tuples(st.integers(0, height - 1), st.integers(1, width - 1))
    edits = draw(st.dictionaries(places, WORDS, max_size=6))
    form = {
        "delimiter": draw(st.sampled_from([",", ";", "\t"])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "codec": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
    }
    return rows, edits, form


@settings(max_examples=200, deadline=None)
@given(edited())
def test_exactly_the_edited_cells_differ(
    drawn: tuple[list[list[str]], dict[tuple[int, int], str], dict[str, object]],
) -> None:
    rows, edits, form = drawn
    codec, sign = str(form.pop("codec")), str(form["delimiter"])
    header = ["id", *(f"été {n}" for n in range(1, len(rows[0])))]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding=codec, newline="") as stream:
            csv.writer(stream, **form).writerows([header, *rows])  # type: ignore[arg-type]
        content = path.read_bytes()
        sheet = read_sheet(path, Said({"id": "id"}, codec, sign))
    cuts: dict[int, dict[int, str]] = {}
    for (row, place), new in edits.items():
        cuts.setdefault(row, {})[place] = new
    new_bytes = rewritten(sheet, cuts)
    want = [header, *([*row] for row in rows)]
    for (row, place), new in edits.items():
        want[row + 1][place] = new
    assert cells(new_bytes, codec, sign) == want
    # All else is the same: cutting the edited cells out of both leaves the same bytes.
    back = {r: {p: rows[r][p] for p in c} for r, c in cuts.items()}
    assert untouched(sheet.text, sheet.delimiter, edits) == untouched(
        new_bytes.decode(codec), sheet.delimiter, edits
    )
    assert (new_bytes == content) or back


def untouched(text: str, sign: str, edits: dict[tuple[int, int], str]) -> str:
    """The text with nothing where the edited cells are."""
    parts, at = [], 0
    for row, spans in enumerate(spans_of(text, sign)):
        for place, (start, end) in enumerate(spans.cells):
            if (row - 1, place) in edits:
                parts.append(text[at:start] + "\0")
                at = end
    return "".join((*parts, text[at:]))


def test_a_letter_that_the_encoding_lacks_is_never_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,title\r\n1,caf\xe9\r\n2,\r\n".encode("cp1252"))
    sheet = read_sheet(path)
    with pytest.raises(SkuscribeError, match=r"export\.encoding.*line 3.*'→' of column title"):
        rewritten(sheet, {1: {1: "a → b"}})
    assert (
        rewritten(sheet, {1: {1: "a → b"}}, utf8=True).decode()
        == "id,title\r\n1,café\r\n2,a → b\r\n"
    )


def test_a_row_that_is_too_short_grows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,title,text,tags\n1,a,b,c\n2\n3,a,b,c\n")
    assert rewritten(read_sheet(path), {1: {3: "x,y"}}).splitlines()[2] == b'2,,,"x,y"'


def test_quotes_blanks_and_a_double_byte_letter_stay(tmp_path: Path) -> None:
    path, content = tmp_path / "a.csv", b'id , "title",tags\r\n1 ,"a" b , x \r\n\r\n2,"c",\r\n'
    path.write_bytes(content)
    sheet = read_sheet(path)
    assert rewritten(sheet, {}) == content
    assert rewritten(sheet, {1: {1: "d"}}) == content.replace(b'"c"', b'"d"')
    double = (
        "id,name,kind\n1,\u30ab\u30fc\u30c9,\u30ab\n".encode("cp932") + b"2,\xed\x40\xed\x41,x\n"
    )
    path.write_bytes(double)  # two codes for one letter: encoding it again gives the other
    assert rewritten(read_sheet(path), {0: {2: "y"}})[-9:] == double[-9:]


def test_only_some_rows_are_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'help\r\nid,title\r\n1,"a\nb"\r\n2,c\r\n3,d')
    assert with_rows(read_sheet(path), {0, 2}) == b'help\r\nid,title\r\n1,"a\nb"\r\n3,d'


def test_what_is_no_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1"}\n{"id": "2"}\n')
    with pytest.raises(SkuscribeError, match=r"export\.not_rewritable"):
        read_sheet(path)
