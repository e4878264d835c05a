"""`skuscribe model evaluate` through the real command line."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import build
from command import run
from skuscribe.taxonomy.agreement import Agreement

pytestmark = pytest.mark.slow


PHOTOS = {
    "mug/mug.jpg": "mug.jpg",
    "banana/banana.jpg": "banana.jpg",
    "football/ball.png": "football.png",
    "zorb/tomato.webp": "tomato.webp",
}
HEADINGS = "source photos useful broad near wrong silent exact"


def folder_of_photos(folder: Path, examples: Path) -> Path:
    """Photos in folders by label: one label is no word of the table, one photo is broken."""
    for name, example in PHOTOS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(examples / example, folder / name)
    (folder / "mug" / "broken.jpg").write_text("hello")
    (folder / "mug" / "notes.txt").write_text("no photo")
    return folder


Measured = tuple[Path, CompletedProcess[str]]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Measured:
    """A folder with photos and all three files that the command writes."""
    folder = tmp_path_factory.mktemp("measured")
    folder_of_photos(folder / "shots", examples)
    done = run(
        "model", "evaluate", "shots", "--json", "figures.json", "--html", "page.html",
        "--csv", "predictions.csv", cwd=folder,
    )  # fmt: skip
    return folder, done


def evaluate(folder: Path, *arguments: str | Path) -> CompletedProcess[str]:
    return run("model", "evaluate", *arguments, cwd=folder)


def test_a_table_tells_the_figures_by_source(measured: Measured) -> None:
    _, done = measured
    assert done.returncode == 0, done.stderr
    heading, *rows = done.stdout.splitlines()
    assert heading.split() == HEADINGS.split()
    assert [row.split()[0] for row in rows[:3]] == ["shots", "mean", "all"]
    assert rows[0].split()[1] == "3"
    assert "(3 photos of known words)" in " ".join(done.stdout.split())


def test_the_figures_file_counts_every_photo_once(measured: Measured) -> None:
    figures = json.loads((measured[0] / "figures.json").read_text(encoding="utf-8"))
    assert (figures["whole"]["photos"], figures["unplaced"], figures["failed"]) == (3, 1, 1)
    assert set(figures["whole"]["shares"]) == {str(kind) for kind in Agreement}
    assert sum(figures["whole"]["shares"].values()) == pytest.approx(1)
    assert [source["name"] for source in figures["sources"]] == ["shots"]
    assert figures["whole"]["shares"]["match"] >= 2 / 3  # these are easy photos


def test_the_predictions_file_has_a_line_for_every_photo(measured: Measured) -> None:
    with (measured[0] / "predictions.csv").open(encoding="utf-8", newline="") as stream:
        rows = {Path(row["path"]).name: row for row in csv.DictReader(stream)}
    assert set(rows) == {"mug.jpg", "broken.jpg", "banana.jpg", "ball.png", "tomato.webp"}
    assert rows["banana.jpg"]["label"] == rows["banana.jpg"]["stated"] == "banana"
    assert rows["banana.jpg"]["agreement"] == "match"
    assert 0 < float(rows["banana.jpg"]["confidence"]) <= 1
    assert len(rows["banana.jpg"]["best"].split("|")) == 5
    assert rows["tomato.webp"]["agreement"] == ""


def test_a_broken_photo_is_counted_and_not_fatal(measured: Measured) -> None:
    with (measured[0] / "predictions.csv").open(encoding="utf-8", newline="") as stream:
        errors = {Path(r["path"]).name: r["error"] for r in csv.DictReader(stream) if r["error"]}
    assert errors == {"broken.jpg": "photo.unreadable"}
    assert "1 that could not be read" in (measured[0] / "page.html").read_text(encoding="utf-8")


def test_the_page_is_of_the_folder_and_stands_alone(measured: Measured) -> None:
    page = (measured[0] / "page.html").read_text(encoding="utf-8")
    assert "<h1>shots</h1>" in page
    assert "<script" not in page
    assert "://" not in page


def test_nothing_is_written_that_nobody_asked_for(tmp_path: Path, examples: Path) -> None:
    folder_of_photos(tmp_path / "shots", examples)
    before = sorted(tmp_path.rglob("*"))
    assert evaluate(tmp_path, "shots").returncode == 0
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture
def table(tmp_path: Path, examples: Path) -> Path:
    """A CSV with photos beside it."""
    (tmp_path / "photos").mkdir()
    for name in ("mug.jpg", "banana.jpg"):
        shutil.copy(examples / name, tmp_path / "photos")
    build.shape("disc", seed=1).save(tmp_path / "photos" / "disc.png")
    (tmp_path / "list.csv").write_text(
        "file,label,split,source\nmug.jpg,mug,val,near\nbanana.jpg,banana,val,far\n"
        "disc.png,frisbee,train,near\n"
    )
    return tmp_path


def test_rows_of_a_table_are_chosen(table: Path) -> None:
    done = evaluate(table, "list.csv", "--where", "split=val", "--json", "f.json", "--html", "p")
    assert done.returncode == 0, done.stderr
    figures = json.loads((table / "f.json").read_text())
    assert {s["name"]: s["photos"] for s in figures["sources"]} == {"far": 1, "near": 1}
    assert "<h1>list.csv split=val</h1>" in (table / "p").read_text(encoding="utf-8")


def test_choices_are_joined_and_may_name_several_values(table: Path) -> None:
    done = evaluate(
        table, "list.csv", "--where", "split=val|train", "--where", "source=near", "--csv", "p.csv"
    )
    assert done.returncode == 0, done.stderr
    lines = (table / "p.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert all(",near," in line for line in lines[1:])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere",), "no such folder or file"),
        (("list.csv", "--where", "shop=a"), "has no column shop"),
        (("list.csv", "--where", "split=test"), "no labelled photo"),
        (("photos",), "no labelled photo"),
        (("list.csv", "--where", "split"), "split"),
    ],
)
def test_what_cannot_be_measured_is_a_users_mistake(
    table: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = evaluate(table, *arguments, "--json", "f.json")
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""
    assert not (table / "f.json").exists()


def test_a_bundle_that_is_not_there_is_said_before_a_photo_is_read(table: Path) -> None:
    done = evaluate(table, "list.csv", "--model", "nowhere")
    assert done.returncode == 4
    assert "model.missing" in done.stderr


def test_a_shop_that_sells_something_else_is_never_told_of_it(table: Path) -> None:
    (table / "shop").mkdir()
    (table / "shop" / "shop.toml").write_text('sells = ["Food, Beverages & Tobacco"]\n')
    done = evaluate(table, "list.csv", "--shop", "shop", "--csv", "p.csv")
    assert done.returncode == 0, done.stderr
    with (table / "p.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["path"].split("/")[-1]: row for row in csv.DictReader(stream)}
    assert rows["banana.jpg"]["stated"] == "banana"
    assert "mug" not in rows["mug.jpg"]["best"].split("|")
    assert "cup" not in rows["mug.jpg"]["best"].split("|")


def test_the_command_explains_itself() -> None:
    done = run("model", "evaluate", "--help")
    assert done.returncode == 0
    assert "--where" in done.stdout
