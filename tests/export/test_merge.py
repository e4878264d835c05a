"""Three versions of a shop's file: no edit of others is lost, none of ours held up for nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.sheets import HEADER, shop_row, table
from skuscribe.export.differences import compared, products_changed
from skuscribe.export.meaning import meaning_of, sort_of
from skuscribe.export.merge import Merged, merged, verdict, with_items
from skuscribe.export.sheet import Sheet, read_sheet

MERGE = "catalogues/merge"


def changes(root: Path, before: str, after: str) -> list[tuple[str, str]]:
    folder = root / MERGE
    found = compared(read_sheet(folder / before), read_sheet(folder / after))
    assert (found.added, found.gone, found.most_ids_differ) == (0, 0, False)
    return [(each.product, each.column) for each in found.cells]


def test_a_shops_own_rewriting_is_no_edit_and_the_one_edit_is_found(data_root: Path) -> None:
    found = changes(data_root, "packt_1_before_import.csv", "packt_2_after_shopify_export.csv")
    assert found == [("black-armchairs", "Body (HTML)")]


def test_a_spreadsheets_own_rewriting_is_no_edit(data_root: Path) -> None:
    pair = "etsy_1_export_utf8_comma.csv", "etsy_2_excel_resave_cp1252_semicolon.csv"
    assert changes(data_root, *pair) == changes(data_root, *pair[::-1]) == []


def test_texts_of_three_listings_and_photos_of_six_are_found(data_root: Path) -> None:
    found = changes(data_root, "etsy_3_base.csv", "etsy_4_later.csv")
    for column in ("TITOLO", "DESCRIZIONE"):
        assert {id for id, name in found if name == column} == {"29", "21", "27"}
    assert len([id for id, name in found if name == "photos"]) == 6
    assert len(found) == 12


@pytest.mark.parametrize(
    ("column", "one", "other", "equal"),
    [
        ("Published", "TRUE", "true", True),
        ("Variant Price", "35", "35.00", True),
        ("Variant Price", "35", "35.01", False),
        ("Variant Grams", "0", "0.0", True),
        ("Variant SKU", "007", "7", False),
        ("Title", "35", "35.00", False),
        ("Tags", "Wood, White", "White,Wood", True),
        ("Tags", "Wood", "wood", False),
        ("Body (HTML)", "<p>Tom &amp; J.</p>\n<p>B</p>", "<div>Tom & J. <br>B</div>", True),
        ("Body (HTML)", "<p>a<b>b</b></p>", "<p>a b</p>", False),
        ("Body (HTML)", "see", 'see <a href="/x"></a>', False),
        ("Title", "Cafe\u0301\u00a0 au lait", "Café au lait", True),
        ("Title", "A", "a", False),
        ("Image Src", "https://a/x/p%201.jpg?w=7", "https://cdn/y/p 1.jpg?v=1", True),
        ("Image Src", "https://a/x/p1.jpg", "https://a/x/p2.jpg", False),
        ("Status", "", "active", False),
    ],
)
def test_meaning(column: str, one: str, other: str, equal: bool) -> None:
    sort = sort_of(column)
    assert (meaning_of(one, sort) == meaning_of(other, sort)) is equal


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "want"),
    [
        (None, "", "o", "write"),
        (None, "t", "o", "keep"),
        (None, "t", "", "same"),
        ("b", "b", "o", "write"),
        ("b", "t", "o", "conflict"),
        ("b", "", "o", "conflict"),
        ("b", "t", "b", "keep"),
        ("b", "t", "t", "same"),
        ("b", "b", "", "same"),
    ],
)
def test_verdicts(base: str | None, theirs: str, ours: str, want: str) -> None:
    assert verdict(base, theirs, ours, "words") == want


WORDS = {
    "Title": st.sampled_from(["", "Cup", "Café cup", "Mug", "35", "-1"]),
    "Body (HTML)": st.sampled_from(["", "<p>A cup.</p>", "<p>A mug.</p>", "A jug & more"]),
    "Tags": st.sampled_from(["", "red, cup", "blue", "blue, cup, red"]),
    "Variant Price": st.sampled_from(["35", "20.5", "0"]),
    "Published": st.sampled_from(["TRUE", "FALSE"]),
    "SEO Title": st.sampled_from(["", "Cups", "Mugs"]),
}
OURS = ("Title", "Body (HTML)", "Tags", "SEO Title")


def shops_way(column: str, cell: str) -> str:
    """Return a cell as a shop writes it back though nobody changed it."""
    if column == "Published":
        return cell.lower()
    if column == "Variant Price":
        return f"{float(cell):.2f}"
    if column == "Tags":
        return ", ".join(sorted(cell.split(", "), reverse=True))
    if column == "Body (HTML)":
        return cell.replace("<p>", "<p>\n<span>").replace("</p>", "</span></p>\n")
    return cell.replace("é", "e\u0301")


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, str]], ...]:
    """Base, what a person made of it, what we say, each a row a product."""
    count = draw(st.integers(1, 4))
    rows = [{name: draw(words) for name, words in WORDS.items()} for _ in range(count)]
    human = [
        {name: draw(st.one_of(st.just(cell), WORDS[name])) for name, cell in row.items()}
        for row in rows
    ]
    mine = [
        {name: draw(st.one_of(st.just(row[name]), WORDS[name])) for name in OURS} for row in rows
    ]
    return rows, human, mine


def sheet_of(folder: Path, name: str, rows: list[dict[str, str]], *, shops: bool) -> Sheet:
    lines = [shop_row(f"p{n}") for n in range(len(rows))]
    for line, row in zip(lines, rows, strict=True):
        for column, cell in row.items():
            line[HEADER.index(column)] = shops_way(column, cell) if shops else cell
    ordered = lines[::-1] if shops else lines
    end, quoting = ("\r\n", csv.QUOTE_ALL) if shops else ("\n", csv.QUOTE_MINIMAL)
    return read_sheet(table(folder / name, [HEADER, *ordered], end=end, quoting=quoting))


def merge_of(
    base: list[dict[str, str]], human: list[dict[str, str]], mine: list[dict[str, str]]
) -> tuple[Merged, Sheet, set[tuple[str, str]]]:
    with TemporaryDirectory() as name:
        last = sheet_of(Path(name), "last.csv", base, shops=False)
        theirs = sheet_of(Path(name), "now.csv", human, shops=True)
    ours = {
        theirs.products[f"p{n}"]: {HEADER.index(column): cell for column, cell in row.items()}
        for n, row in enumerate(mine)
    }
    listed = {(each.product, each.column) for each in compared(last, theirs).cells}
    return merged(theirs, ours, last), theirs, listed


@settings(max_examples=200, deadline=None)
@given(histories())
@example(([dict.fromkeys(OURS, "")], [dict.fromkeys(OURS, "x")], [dict.fromkeys(OURS, "y")]))
def test_no_edit_is_lost_and_no_conflict_is_false(
    history: tuple[list[dict[str, str]], ...],
) -> None:
    base, human, mine = history
    result, theirs, listed = merge_of(base, human, mine)
    conflicts = {(each.product, each.column) for each in result.conflicts}
    for n, (last, now, word) in enumerate(zip(base, human, mine, strict=True)):
        cells = result.edits.get(theirs.products[f"p{n}"], {})
        for column in now:
            written = cells.get(HEADER.index(column))
            by_human = now[column] != last[column]
            by_us = word.get(column, "") not in ("", last[column])
            told = (f"p{n}", column)
            assert (told in listed) is by_human, told
            assert written is None or not by_human, told
            assert (written is not None) is (by_us and not by_human), told
            clash = by_us and by_human and now[column] != word[column]
            assert (told in conflicts) is clash, told


def test_a_locked_column_is_never_written_and_a_replaced_one_is(tmp_path: Path) -> None:
    theirs = read_sheet(table(tmp_path / "a.csv", [HEADER, shop_row("cup", Title="Theirs")]))
    title, tags = HEADER.index("Title"), HEADER.index("Tags")
    ours = {0: {title: "Ours", tags: "red"}}
    assert merged(theirs, ours).edits == {0: {tags: "red"}}
    assert merged(theirs, ours).kept == {"Title": 1}
    assert merged(theirs, ours, locked={tags}).locked == {"Tags": 1}
    assert merged(theirs, ours, replaced={title}).edits == ours
    assert merged(theirs, ours, replaced={title}, locked={title, tags}).edits == {}


def test_a_new_product_and_a_new_column_have_no_last_word(tmp_path: Path) -> None:
    base = read_sheet(table(tmp_path / "b.csv", [HEADER[:-1], shop_row("a", Title="A")[:-1]]))
    rows = [HEADER, shop_row("a", Title="A", SEO_Description="mine"), shop_row("b", Title="B")]
    theirs = read_sheet(table(tmp_path / "a.csv", rows))
    title, seo = HEADER.index("Title"), len(HEADER) - 1
    result = merged(theirs, {0: {title: "New", seo: "x"}, 1: {title: "New", seo: "y"}}, base)
    assert result.edits == {0: {title: "New"}, 1: {seo: "y"}}


def test_products_that_differ_bring_all_their_rows(tmp_path: Path) -> None:
    photo = shop_row("a", Image_Src="https://x/2.jpg")
    old = [HEADER, shop_row("a", Title="A"), photo, shop_row("b", Tags="x, y")]
    new = [HEADER, shop_row("a", Title="A+"), photo, shop_row("b", Tags="y,x"), shop_row("c")]
    found = [read_sheet(table(tmp_path / f"{n}.csv", rows)) for n, rows in enumerate((old, new))]
    assert products_changed(*found) == {0, 1, 3}
    assert products_changed(found[1], found[1]) == frozenset()


def test_changed_ids_are_told(tmp_path: Path) -> None:
    rows = [shop_row(f"p{n}", Title="A") for n in range(4)]
    later = [shop_row(f"q{n}", Title="A") for n in range(4)]
    found = [
        read_sheet(table(tmp_path / f"{n}.csv", [HEADER, *r])) for n, r in enumerate((rows, later))
    ]
    assert compared(*found).most_ids_differ
    assert not compared(found[0], found[0]).most_ids_differ


@pytest.mark.parametrize(
    ("theirs", "ours", "base", "want"),
    [
        ("", "red, cup", "", "red, cup"),
        ("Sale, Cup", "red, cup", "", "Sale, Cup, red"),
        ("a,b", "b,c", "", "a,b,c"),
        ("Sale", "red, cup", "Sale, red", "Sale, cup"),
        ("Sale", "sale", "", "Sale"),
    ],
)
def test_items_go_behind_theirs_but_none_that_they_took_out(
    theirs: str, ours: str, base: str, want: str
) -> None:
    assert with_items(theirs, ours, base) == want


def test_appending_loses_no_tag_of_theirs(tmp_path: Path) -> None:
    place = HEADER.index("Tags")
    base = read_sheet(table(tmp_path / "b.csv", [HEADER, shop_row("a", Tags="x, y")]))
    theirs = read_sheet(table(tmp_path / "a.csv", [HEADER, shop_row("a", Tags="x, mine")]))
    result = merged(theirs, {0: {place: "y, z"}}, base, appended={place})
    assert (result.edits, result.conflicts) == ({0: {place: "x, mine, z"}}, ())
    held = merged(theirs, {0: {place: "y, z"}}, base, appended={place}, locked={place})
    assert held.edits == {}
