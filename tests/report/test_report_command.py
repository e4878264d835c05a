"""`skuscribe report`, from the command line to the page."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import made
from command import run
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine
from skuscribe.report.pace import seconds_a_photo
from skuscribe.report.prices import own_dollars
from skuscribe.report.tally import BINS, tally_of
from skuscribe.run.entry import Entry
from skuscribe.run.folder import DONE, Head, RunFolder
from skuscribe.run.row import Row, row_of, row_without
from skuscribe.run.shard import Shard
from skuscribe.shop.profile import NO_SHOP

pytestmark = pytest.mark.slow

MARKUP = "<script>alert(1)</script>"
HEAD = Head("list.csv", "1" * 16, "2" * 16, lang="en", tone="plain", length="medium")


def row(id: str, digest: str) -> Row:
    blue = made.seen(paint=made.colours((made.BLUE, 1.0)))
    seen = blue.model_copy(update={"info": blue.info.model_copy(update={"sha256": digest * 32})})
    observed = made.observed(seen, id=id)
    return row_of(ObservedLine(facts={}, observed=observed), settle(observed, {}, NO_SHOP, Voice()))


def written(path: Path, shards: Sequence[Sequence[Row]]) -> Path:
    folder = RunFolder(path)
    for number, rows in enumerate(shards):
        folder.write(Shard(number, tuple(Entry(each.id) for each in rows), "0" * 16), rows)
    folder.complete(replace(HEAD, photos=str(path)), len(shards))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten rows: two products share a photo, one has no record."""
    rows = [row(f"P{n}", "aa" if n < 2 else f"{n:02x}") for n in range(8)]
    rows += [row(MARKUP, "07"), row_without("gone", SkuscribeError(ErrorCode.PHOTO_NOT_FOUND))]
    return written(tmp_path / "run", [rows])


def test_the_page_tells_what_the_run_holds(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    out = tmp_path / "report.html"
    done = run("report", folder, "--out", out, "--seconds", "0.36", "--hourly", "1")
    assert done.returncode == 0, done.stderr
    page = out.read_text()
    assert "<b>9</b>products" in page
    assert "<b>1</b>rows that failed" in page
    assert "photo.not_found" in page
    assert "<li>P0, P1</li>" in page
    assert "0.36 s a photo" in page
    assert ">0.100<" in page  # 1,000 photos are 0.1 hours
    assert "Google Cloud Vision" in page
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_names_of_products_are_no_markup_and_nothing_is_loaded(folder: Path) -> None:
    out = folder.parent / "report.html"
    assert run("report", folder, "--out", out).returncode == 0
    page = out.read_text()
    assert "<script" not in page
    assert "<li>P7, &lt;script" in page
    assert not re.search(r"(src|href)=.?(http|//)", page)


def test_counts_add_up(folder: Path) -> None:
    tally = tally_of(folder)
    assert sum(tally.categories.values()) == tally.products == 9
    assert sum(tally.confidences) == tally.products - tally.categories[""]
    assert len(tally.confidences) == BINS
    assert tally.errors.total() == 1


def test_a_page_is_not_written_over_and_a_folder_without_a_run_is_refused(folder: Path) -> None:
    out = folder.parent / "report.html"
    assert [run("report", folder, "--out", out).returncode for _ in range(2)] == [0, 2]
    assert run("report", folder, "--out", out, "--overwrite").returncode == 0
    nothing = run("report", folder / "shards", "--out", folder.parent / "other.html")
    assert nothing.returncode != 0
    assert not (folder.parent / "other.html").exists()


def test_a_photo_takes_the_median_time_between_shards(tmp_path: Path) -> None:
    folder = written(tmp_path / "run", [[row(f"{n}", f"{n:02x}")] * 2 for n in range(4)])
    at = 1_000_000.0
    for shard, pause in zip(RunFolder(folder).finished(), (0, 1, 9_999, 1), strict=True):
        at += pause
        os.utime(shard / DONE, (at, at))
    assert seconds_a_photo(folder) == pytest.approx(0.5)
    for shard in RunFolder(folder).finished():  # as settling leaves it
        os.utime(shard / DONE, (at, at))
    assert seconds_a_photo(folder) is None
    assert own_dollars(3.6, 1.0) == pytest.approx(1.0)


@pytest.mark.slow
def test_the_page_of_a_hundred_thousand_is_as_small(tmp_path: Path) -> None:
    line = row("P0", "aa")
    rows = [
        replace(line, id=f"P{n}", record=line.record.replace('"P0"', f'"P{n}"'))
        for n in range(1000)
    ]
    folder = written(tmp_path / "run", [rows])
    first = RunFolder(folder).place(0)
    for number in range(1, 100):  # the same files under other names: no disk is filled
        place = RunFolder(folder).place(number)
        place.mkdir()
        for file in first.iterdir():
            os.link(file, place / file.name)
    out = tmp_path / "report.html"
    assert run("report", folder, "--out", out).returncode == 0
    assert "<b>100,000</b>products" in out.read_text()
    assert out.stat().st_size < 300_000
