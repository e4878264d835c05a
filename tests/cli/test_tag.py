"""`skuscribe tag` through the real command line: records, failures, statuses, the same bytes."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import build
from command import run
from conftest import miss
from skuscribe import Record, Settings, Tagger

QUICK = ("--ocr", "none")


@pytest.fixture
def photos(tmp_path: Path, examples: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("mug.jpg", "banana.jpg", "t-shirt.jpg"):
        shutil.copy(examples / name, folder)
    return folder


def test_a_photo_gives_a_card(photos: Path) -> None:
    done = run("tag", "mug.jpg", cwd=photos)
    assert done.returncode == 0, done.stderr
    assert "mug" in done.stdout
    assert "HYGGE" in done.stdout
    assert "It reads “HYGGE”" in done.stdout


def test_json_is_one_object_for_one_photo_and_an_array_for_several(photos: Path) -> None:
    one = run("tag", "mug.jpg", "--json", *QUICK, cwd=photos)
    two = run("tag", "mug.jpg", "banana.jpg", "--json", *QUICK, cwd=photos)

    record = Record.model_validate(json.loads(one.stdout))
    assert record.id == "mug.jpg"
    assert record.category.label == "mug"
    assert [row["id"] for row in json.loads(two.stdout)] == ["mug.jpg", "banana.jpg"]


def test_the_command_and_python_give_the_same_record(photos: Path) -> None:
    done = run("tag", "mug.jpg", "--jsonl", *QUICK, cwd=photos)
    record = Tagger(Settings(ocr="none")).tag(photos / "mug.jpg")
    assert done.stdout == record.to_json() + "\n"


@pytest.mark.slow
def test_same_bytes_in_any_process_order_and_number_of_workers(photos: Path) -> None:
    names = ["banana.jpg", "mug.jpg", "t-shirt.jpg"]
    first = run("tag", *names, "--jsonl", "--workers", "1", cwd=photos).stdout.splitlines()
    again = run("tag", *names, "--jsonl", "--workers", "3", cwd=photos).stdout.splitlines()
    turned = run("tag", *names[::-1], "--jsonl", "--workers", "2", cwd=photos).stdout.splitlines()
    assert len(first) == 3
    assert first == again == turned[::-1]


def test_one_broken_photo_of_ten_costs_one_row(photos: Path) -> None:
    names = [f"{n}.jpg" for n in range(10)]
    for name in names:
        shutil.copy(photos / "banana.jpg", photos / name)
    (photos / "4.jpg").write_bytes((photos / "4.jpg").read_bytes()[:9000])

    done = run("tag", *names, "--jsonl", *QUICK, cwd=photos)

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row["id"] for row in rows] == names
    assert [row["id"] for row in rows if "error" in row] == ["4.jpg"]
    assert rows[4]["error"]["code"] == "photo.truncated"
    assert rows[4]["error"]["message"]
    assert rows[4]["error"]["hint"]


def test_an_unreadable_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("hello")
    done = run("tag", "a.jpg", *QUICK, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "a.jpg" in line
    assert "photo.unreadable" in line
    assert "Traceback" not in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("tag",),
        ("tag", "a.jpg", "--ocr", "tesseract"),
        ("tag", "a.jpg", "--json", "--jsonl"),
        ("tag", "a.jpg", "--fact", "brand"),
        ("tag", "a.jpg", "--fact", "a=1", "--fact", "a=2"),
        ("tag", "a.jpg", "--nonsense"),
        ("tag", "a.jpg", "--taxonomy", "none.csv"),
        ("tag", "a.jpg", "--shop", "nowhere"),
        ("tag", "a.jpg", "--length", "endless"),
        ("nonsense",),
    ],
)
def test_wrong_usage_starts_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_bundle_is_a_missing_part(photos: Path, tmp_path: Path) -> None:
    done = run("tag", "mug.jpg", "--model", tmp_path / "nowhere", cwd=photos)
    assert done.returncode == 4
    assert "model.missing" in done.stderr


def test_photos_of_one_product_give_one_record(photos: Path) -> None:
    done = run("tag", "mug.jpg", "banana.jpg", "--product", "--json", *QUICK, cwd=photos)
    record = json.loads(done.stdout)
    assert [photo["name"] for photo in record["photos"]] == ["mug.jpg", "banana.jpg"]


def test_the_merchants_words_are_kept_and_said(photos: Path) -> None:
    done = run(
        "tag", "mug.jpg", "--json", *QUICK, "--fact", "brand=Nordholm", "--fact", "size=300 ml",
        cwd=photos,
    )  # fmt: skip
    record = json.loads(done.stdout)
    assert record["facts"][0] == {"key": "brand", "value": "Nordholm", "source": "merchant"}
    assert record["brand"]["value"] == "Nordholm"
    assert record["description"]["title"].startswith("Nordholm")
    assert "300 ml" in record["description"]["text"]


def test_the_shops_own_categories(photos: Path) -> None:
    (photos / "shop").mkdir()
    (photos / "shop" / "categories.csv").write_text("label,category\nmug,Kitchen > Mugs\n")
    done = run("tag", "mug.jpg", "banana.jpg", "--json", *QUICK, "--shop", "shop", cwd=photos)
    mug, banana = json.loads(done.stdout)
    assert mug["category"]["merchant"]["path"] == "Kitchen > Mugs"
    assert banana["category"]["merchant"] is None
    assert [p["where"] for p in banana["problems"]] == ["/category/merchant"]


def test_cards_are_written_for_people(photos: Path) -> None:
    shutil.copy(photos / "mug.jpg", photos / "mug 1.jpg")
    (photos / "broken.jpg").write_text("hello")
    done = run(
        "tag", "mug.jpg", "mug 1.jpg", "broken.jpg", "--cards", "cards", "--explain", *QUICK,
        cwd=photos,
    )  # fmt: skip
    assert done.returncode == 1
    names = sorted(path.name for path in (photos / "cards").iterdir())
    assert names == ["gallery.html", "mug-1.png", "mug.png"]
    page = (photos / "cards" / "gallery.html").read_text()
    assert "2 products" in page
    assert "broken.jpg" in page
    assert "/category/label" in done.stdout


def test_with_json_standard_output_holds_nothing_else(photos: Path) -> None:
    done = run(
        "tag", "mug.jpg", "banana.jpg", "--jsonl", "--cards", "c", "--explain", *QUICK, cwd=photos
    )
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 2


def test_a_folder_of_cards_that_cannot_be_written(photos: Path) -> None:
    (photos / "cards").write_text("I am a file")
    done = run("tag", "mug.jpg", "--cards", "cards", *QUICK, cwd=photos)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["[red]x[-red].jpg", "-rf.jpg", "a\nb.jpg", "ü 😀.jpg"])
def test_names_are_shown_as_they_are(photos: Path, name: str) -> None:
    shutil.copy(photos / "banana.jpg", photos / name)
    done = run("tag", *QUICK, "--", name, cwd=photos)
    assert done.returncode == 0, done.stderr
    shown = name.replace("\n", "\\n")
    assert shown in done.stdout


def test_names_that_are_no_utf8(photos: Path) -> None:
    odd = os.fsencode(photos) + b"/\xff.jpg"
    shutil.copy(os.fsencode(photos / "banana.jpg"), odd)
    done = subprocess.run(
        [sys.executable, "-m", "skuscribe", "tag", odd, "--jsonl", *QUICK],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["photos"][0]["name"] == "\\xff.jpg"


@pytest.mark.slow
def test_ids_are_paths_in_the_working_folder_and_names_elsewhere(photos: Path) -> None:
    twin = photos / "more" / "mug.jpg"
    twin.parent.mkdir()
    shutil.copy(photos / "mug.jpg", twin)
    elsewhere = photos / "elsewhere"
    elsewhere.mkdir()

    inside = run("tag", "mug.jpg", "more/mug.jpg", "--jsonl", *QUICK, cwd=photos)
    outside = run("tag", photos / "banana.jpg", "--jsonl", *QUICK, cwd=elsewhere)
    twins = run("tag", photos / "mug.jpg", twin, "--jsonl", *QUICK, cwd=elsewhere)

    def ids(done: subprocess.CompletedProcess[str]) -> list[str]:
        return [json.loads(line)["id"] for line in done.stdout.splitlines()]

    assert ids(inside) == ["mug.jpg", "more/mug.jpg"]
    assert ids(outside) == ["banana.jpg"]
    assert ids(twins) == ["photos/mug.jpg", "more/mug.jpg"]


def test_metadata_never_reaches_the_record(photos: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Jane Owner"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.25)
    path = photos / "gps.jpg"
    path.write_bytes(build.saved(Image.open(photos / "banana.jpg"), "JPEG", exif=exif))
    done = run("tag", "gps.jpg", "--json", *QUICK, cwd=photos)
    assert done.returncode == 0
    assert "Jane" not in done.stdout + done.stderr
    assert "12.25" not in done.stdout


def _text_at(length: str, folder: Path) -> str:
    fact = ("--fact", "material=stoneware")
    done = run("tag", "mug.jpg", "--json", *fact, "--length", length, cwd=folder)
    return str(json.loads(done.stdout)["description"]["text"])


@pytest.mark.slow
def test_length_changes_the_text(photos: Path) -> None:
    short, long = (_text_at(length, photos) for length in ("short", "long"))
    assert "stoneware" in long
    assert len(short) < len(long)


@pytest.mark.slow
def test_easyocr_reads_through_the_command_line(photos: Path) -> None:
    if importlib.util.find_spec("easyocr") is None:
        miss("EasyOCR")
    done = run("tag", "mug.jpg", "--json", "--ocr", "easyocr", cwd=photos)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert "HYGGE" in [text["text"] for text in record["texts"]]
    assert record["made_by"]["ocr"].startswith("easyocr")
