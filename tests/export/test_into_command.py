"""`skuscribe export --into`, `--base`, `--diff` and `undo`, through the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from command import run
from export.sheets import HEADER, cells, shop_row, table
from run.working import here
from teach.runs import decide, made_run

TITLE, BODY, PRICE = HEADER.index("Title"), HEADER.index("Body (HTML)"), 7
NAMES = ("Title", "Body (HTML)", "Type", "Tags", "Image Alt Text", "SEO Title", "SEO Description")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A run of three approved products, and the shop's file of two of them and one more."""
    made_run(tmp_path / "records")
    for product in ("mug", "boot", "lamp"):
        decide(tmp_path / "records", product, "approve")
    rows = [HEADER, shop_row("boot"), shop_row("mug", Title="My own mug"), shop_row("other")]
    table(tmp_path / "shop.csv", [*rows, shop_row("lamp", Tags="x, y")], end="\r\n")
    return tmp_path


def export(shop: Path, *arguments: str) -> tuple[int, str]:
    done = here(shop, "export", "records", *arguments)
    return done.returncode, done.stderr


def test_only_empty_cells_are_filled_and_every_other_byte_stays(shop: Path) -> None:
    done = run("export", "records", "--into", "shop.csv", "--out", "out.csv", cwd=shop)
    assert done.returncode == 0, done.stderr
    before, after = (cells((shop / name).read_bytes()) for name in ("shop.csv", "out.csv"))
    changed = {
        (old[0], HEADER[n])
        for old, new in zip(before, after, strict=True)
        for n in range(len(HEADER))
        if old[n] != new[n]
    }
    assert {id for id, _ in changed} == {"boot", "mug", "lamp"}
    assert {name for _, name in changed} <= set(NAMES)
    assert {("boot", "Title"), ("lamp", "Title"), ("boot", "Body (HTML)")} <= changed
    assert not {("mug", "Title"), ("lamp", "Tags")} & changed
    assert "1 cells: Title is filled and stays" in done.stderr
    assert (shop / "out.csv").read_bytes().splitlines()[3] == b"other,,,,,,TRUE,35,,,,,"


def test_locks_and_replacements(shop: Path) -> None:
    said = "--replace", "title", "--lock", "description", "--lock", "SEO Title"
    assert export(shop, "--into", "shop.csv", "--out", "out.csv", *said)[0] == 0
    rows = {row[0]: row for row in cells((shop / "out.csv").read_bytes())}
    assert rows["mug"][TITLE] not in ("", "My own mug")
    assert all(not rows[id][BODY] and not rows[id][11] for id in ("mug", "boot", "lamp"))
    status, told = export(shop, "--into", "shop.csv", "--out", "b.csv", "--lock", "colour of it")
    assert status == 2
    assert "fields are" in told


def test_tags_are_kept_appended_to_or_replaced(shop: Path) -> None:
    said = {}
    for how in ("keep", "append", "replace"):
        asked = "--into", "shop.csv", "--out", f"{how}.csv", "--tags", how
        assert export(shop, *asked)[0] == 0
        said[how] = cells((shop / f"{how}.csv").read_bytes())[4][5]
    assert said["keep"] == "x, y"
    assert said["append"] == f"x, y, {said['replace']}"
    assert said["replace"]


def test_what_people_changed_since_the_last_time_stays_and_is_listed(shop: Path) -> None:
    assert export(shop, "--into", "shop.csv", "--out", "last.csv")[0] == 0
    rows = cells((shop / "last.csv").read_bytes())
    rows[1][TITLE], rows[2][PRICE], rows[4][BODY] = "=Boot by Ada", "36.00", ""
    table(shop / "now.csv", rows, quoting=csv.QUOTE_ALL)
    decide_title(shop, "boot", "A better boot")
    decide_title(shop, "lamp", "A better lamp")
    asked = "--base", "last.csv", "--theirs", "now.csv", "--out", "next.csv"
    status, told = export(shop, *asked)
    assert status == 0, told
    after = cells((shop / "next.csv").read_bytes())
    assert after[1][TITLE] == "=Boot by Ada"
    assert (after[2][PRICE], after[4][BODY]) == ("36.00", "")
    assert after[4][TITLE] == "A better lamp"
    with (shop / "next.conflicts.csv").open(newline="") as stream:
        listed = [(r["what"], r["product"], r["column"], r["theirs"], r["ours"]) for r in
                  csv.DictReader(stream)]  # fmt: skip
    assert listed == [
        ("conflict", "boot", "Title", "'=Boot by Ada", "A better boot"),
        ("changed", "mug", "Variant Price", "36.00", ""),
        ("changed", "lamp", "Body (HTML)", "", ""),
    ]
    assert "1 conflicts, 2 changed since the last time" in told
    assert "A better boot" in told


def decide_title(shop: Path, product: str, title: str) -> None:
    done = here(shop, "decisions", "records", "change", product, "description/title", title)
    assert done.returncode == 0, done.stderr
    decide(shop / "records", product, "approve")


def test_a_file_written_over_itself_comes_back(shop: Path) -> None:
    before = (shop / "shop.csv").read_bytes()
    asked = "--into", "shop.csv", "--out", "shop.csv"
    assert export(shop, *asked)[0] == 2
    assert export(shop, *asked, "--overwrite")[0] == 0
    written = (shop / "shop.csv").read_bytes()
    assert written != before
    (shop / "shop.csv").write_bytes(written + b"\n")
    done = here(shop, "export", "undo", "shop.csv")
    assert done.returncode == 3
    assert "--force" in done.stderr
    assert here(shop, "export", "undo", "shop.csv", "--force").returncode == 0
    assert (shop / "shop.csv").read_bytes() == before


def test_undo_brings_back_any_export(shop: Path) -> None:
    (shop / "a.csv").write_bytes(b"mine\r\n")
    assert export(shop, "--to", "csv", "--out", "a.csv", "--overwrite")[0] == 0
    assert here(shop, "export", "undo", "a.csv").returncode == 0
    assert (shop / "a.csv").read_bytes() == b"mine\r\n"
    assert here(shop, "export", "undo", "a.csv").returncode == 3


@pytest.mark.parametrize("target", ["shopify", "google", "woocommerce", "csv"])
def test_only_what_changed_since_a_former_export_is_written(shop: Path, target: str) -> None:
    assert export(shop, "--to", target, "--out", "old.csv")[0] == 0
    assert export(shop, "--to", target, "--out", "same.csv", "--diff", "old.csv")[0] == 0
    header = (shop / "old.csv").read_bytes().splitlines(keepends=True)[0]
    assert (shop / "same.csv").read_bytes() == header
    decide_title(shop, "lamp", "A better lamp")
    status, told = export(shop, "--to", target, "--out", "new.csv", "--diff", "old.csv")
    assert status == 0, told
    sign = "\t" if target == "google" else ","
    with (shop / "new.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=sign)
    assert "A better lamp" in row.values()


def test_only_what_changed_in_the_shops_file_is_written(shop: Path) -> None:
    asked = "--into", "shop.csv", "--out", "out.csv", "--diff", "shop.csv"
    assert export(shop, *asked)[0] == 0
    assert [row[0] for row in cells((shop / "out.csv").read_bytes())[1:]] == ["boot", "mug", "lamp"]


def test_a_file_of_other_products_is_refused(shop: Path) -> None:
    table(shop / "other.csv", [HEADER, shop_row("x"), shop_row("y")])
    status, told = export(shop, "--into", "other.csv", "--out", "out.csv")
    assert status == 3
    assert "export.other_file" in told
    assert not (shop / "out.csv").exists()


def test_letters_that_the_file_cannot_hold_are_told_and_utf8_takes_them(shop: Path) -> None:
    text = ",".join(HEADER) + "\r\nmug,,,Caf\xe9" + "," * 9 + "\r\n"
    (shop / "w.csv").write_bytes(text.encode("cp1252"))
    decide_title(shop, "mug", "Mug → cup")
    asked = "--into", "w.csv", "--out", "out.csv", "--encoding", "cp1252"
    status, told = export(shop, *asked)
    assert status == 3
    assert "line 2: '→' of column Title" in told
    assert "--utf8" in told
    assert not (shop / "out.csv").exists()
    status, told = export(shop, *asked, "--utf8")
    assert cells((shop / "out.csv").read_bytes())[1][TITLE] == "Mug → cup", told
    assert status == 1, "two products have no row"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--to", "csv", "--lock", "title", "--check"),
        ("--into", "shop.csv", "--to", "shopify", "--out", "a"),
        ("--into", "shop.csv"),
        ("--into", "shop.csv", "--check", "--out", "a"),
        ("--to", "parquet", "--out", "a", "--diff", "shop.csv"),
        ("--into", "shop.csv", "--out", "a", "--delimiter", ";;"),
        ("--into", "shop.csv", "--out", "a", "--tags", "some"),
        ("a.csv", "--to", "csv", "--check"),
        (),
    ],
)
def test_wrong_use_writes_nothing(shop: Path, wrong: tuple[str, ...]) -> None:
    assert export(shop, *wrong)[0] == 2
    assert not (shop / "a").exists()
