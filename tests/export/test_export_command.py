"""`skuscribe export` on a run made by hand, through the command line."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

import build
from command import run
from export import strict
from run.working import here
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Event, digest_of
from skuscribe.decisions.store import Decisions
from skuscribe.export.images import MARK, Originals
from teach.runs import decide, made_run, photos_of


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A run of three products: the mug is approved, the boot rejected, the lamp new."""
    made_run(tmp_path / "records")
    decide(tmp_path / "records", "mug", "approve")
    decide(tmp_path / "records", "boot", "reject")
    return tmp_path / "records"


def change(records: Path, product: str, field: str, after: str) -> None:
    photos = digest_of(each.info.sha256 for each in photos_of(product))
    with Decisions(records) as decisions:
        at = "2026-01-02T00:00:00+00:00"
        decisions.note(Event(product, photos, "change", "ada", at, field, "", after))


def test_approved_products_leave_the_run_with_the_words_of_people(records: Path) -> None:
    change(records, "mug", "/description/title", "A mug, said Ada")
    done = run("export", records, "--to", "shopify", "--out", "shop.csv", cwd=records.parent)
    assert done.returncode == 0, done.stderr
    (row,) = strict.shopify((records.parent / "shop.csv").read_bytes())
    assert row["Title"] == "A mug, said Ada"
    assert "1 stayed: rejected" in done.stderr
    assert "1 stayed: not approved" in done.stderr


def test_all_is_all_but_what_was_rejected(records: Path) -> None:
    done = here(records.parent, "export", "records", "--to", "csv", "--out", "a.csv", "--all")
    assert done.returncode == 0, done.stderr
    with (records.parent / "a.csv").open(newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == ["mug", "lamp"]


def test_what_the_channel_refuses_stays_and_is_told(records: Path) -> None:
    change(records, "mug", "/description/title", "x" * 256)
    done = here(records.parent, "export", "records", "--to", "shopify", "--out", "a", "--all")
    assert done.returncode == 1
    assert "mug: Title 256 characters, 255 are taken" in done.stderr
    (row,) = strict.shopify((records.parent / "a").read_bytes())
    assert row["URL handle"] == "lamp"


def test_a_fact_that_was_changed_needs_settling_first(records: Path) -> None:
    decide(records, "mug", "change", "teapot")
    done = here(records.parent, "export", "records", "--to", "jsonl", "--out", "a")
    assert done.returncode == 1
    assert "1 stayed: facts changed since it was settled" in done.stderr
    assert (records.parent / "a").read_bytes() == b""


def test_check_tells_what_is_missing_and_writes_nothing(records: Path) -> None:
    before = sorted(records.parent.rglob("*"))
    done = here(records.parent, "export", "records", "--to", "google", "--check")
    assert done.returncode == 1
    assert "mug: link: missing; image_link: missing" in done.stdout
    assert "0 of 1 products are complete for google" in done.stdout
    assert sorted(records.parent.rglob("*")) == before
    assert here(records.parent, "export", "records", "--to", "csv", "--check").returncode == 0


def test_check_is_told_to_programs_as_a_line_a_product(records: Path) -> None:
    asked = ("export", "records", "--to", "google", "--check", "--jsonl")
    done = here(records.parent, *asked)
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["id"], row["complete"]) == ("mug", False)
    assert {"field": "link", "kind": "missing", "message": "missing"} in row["lacks"]


def test_a_file_that_is_there_stays_unless_it_is_said(records: Path) -> None:
    out = records.parent / "mine.csv"
    out.write_text("mine")
    asked = ("export", "records", "--to", "csv", "--out", "mine.csv")
    assert here(records.parent, *asked).returncode == 2
    assert out.read_text() == "mine"
    assert here(records.parent, *asked, "--overwrite").returncode == 0
    assert out.read_text().startswith("id,")


@pytest.mark.parametrize(
    "wrong",
    [("--to", "myspace", "--check"), ("--to", "csv"), ("--to", "csv", "--check", "--dialect", "x")],
)
def test_wrong_use_starts_nothing(records: Path, wrong: tuple[str, ...]) -> None:
    assert here(records.parent, "export", "records", *wrong).returncode == 2


def test_a_folder_without_a_run_is_no_input(tmp_path: Path) -> None:
    done = here(tmp_path, "export", ".", "--to", "csv", "--out", "a")
    assert done.returncode == 3
    assert "run.invalid" in done.stderr


@pytest.mark.slow
def test_photos_are_written_upright_on_white_and_named_in_the_file(tmp_path: Path) -> None:
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    clear.save(photos / "clear.png")
    turned = build.rotated_for(6, build.mark())
    turned.save(photos / "turned.jpg", exif=build.exif(6), quality=95)
    done = run("run", "photos", "--out", "records", "--ocr", "none", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(
        "export", "records", "--to", "jsonld", "--out", "p.json", "--all", "--images", "out",
        "--photos", "photos", "--image-side", "160", "--photos-at", "https://s.example/i",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    products = json.loads((tmp_path / "p.json").read_bytes())["@graph"]
    names = [image.rsplit("/", 1)[1] for product in products for image in product["image"]]
    assert sorted(names) == sorted(path.name for path in out.iterdir())
    white = Image.open(out / next(name for name in names if name.startswith("clear")))
    assert white.size == (160, 107)
    assert white.getpixel((80, 50)) == (255, 255, 255)
    upright = Image.open(out / next(name for name in names if name.startswith("turned")))
    assert upright.size == (160, 120)
    assert not upright.getexif()
    dark, bright = upright.convert("L").getpixel((5, 5)), upright.convert("L").getpixel((150, 110))
    assert dark < 60, dark  # type: ignore[operator]
    assert bright > 200, bright  # type: ignore[operator]


def test_images_write_over_no_file_of_anothers(tmp_path: Path, records: Path) -> None:
    (tmp_path / "mug-1.jpg").write_bytes(b"my own")
    done = here(
        tmp_path, "export", "records", "--to", "csv", "--out", "a", "--images", ".",
        "--photos", "."
    )  # fmt: skip
    assert done.returncode == 2
    assert "not written over" in done.stderr
    assert (tmp_path / "mug-1.jpg").read_bytes() == b"my own"


def test_only_the_bytes_that_were_seen_count_as_the_photo(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(MARK)
    seen = hashlib.sha256(MARK).hexdigest()
    assert Originals(tmp_path, tmp_path).find({"name": "a.jpg", "sha256": seen}).name == "a.jpg"
    with pytest.raises(SkuscribeError, match=r"photo\.not_found"):
        Originals(tmp_path, tmp_path).find({"name": "a.jpg", "sha256": "0" * 64})
    with pytest.raises(SkuscribeError, match=r"photo\.not_found"):
        Originals(tmp_path, tmp_path / "sub").find({"name": "../a.jpg", "sha256": seen})
