"""`skuscribe settle` and `skuscribe shop` through the real command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from command import run

pytestmark = pytest.mark.slow

NAMES = ("mug.jpg", "banana.jpg", "broken.jpg", "television.jpg")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A folder with photos, what `tag` saw on them and the records it made."""
    folder = tmp_path_factory.mktemp("seen")
    for name in NAMES:
        if name != "broken.jpg":
            shutil.copy(examples / name, folder)
    (folder / "broken.jpg").write_text("hello")
    done = run(
        "tag", *NAMES, "--jsonl", "--observed", "seen.jsonl", "--fact", "brand=Nordholm",
        cwd=folder,
    )  # fmt: skip
    assert done.returncode == 1
    (folder / "records.jsonl").write_text(done.stdout)
    return folder


def test_settling_gives_the_same_bytes_as_tagging(seen: Path) -> None:
    done = run("settle", "seen.jsonl", "--jsonl", cwd=seen)
    assert done.returncode == 1
    assert done.stdout == (seen / "records.jsonl").read_text()
    assert "broken.jpg" in done.stderr


def test_other_facts_length_and_shop_need_no_photo(seen: Path, tmp_path: Path) -> None:
    shutil.copy(seen / "seen.jsonl", tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "categories.csv").write_text("label,category\nmug,Kitchen > Mugs\n")
    done = run(
        "settle", "seen.jsonl", "--json", "--fact", "brand=Other", "--length", "short",
        "--shop", "shop", cwd=tmp_path,
    )  # fmt: skip
    mug = json.loads(done.stdout)[0]
    assert mug["brand"]["value"] == "Other"
    assert mug["category"]["merchant"]["path"] == "Kitchen > Mugs"
    assert "HYGGE" not in mug["description"]["text"]
    assert [text["text"] for text in mug["texts"]] == ["HYGGE"]


def test_people_see_cards_and_what_each_claim_rests_on(seen: Path) -> None:
    done = run("settle", "seen.jsonl", "--explain", cwd=seen)
    assert "Nordholm" in done.stdout
    assert "/category/label" in done.stdout
    assert "photo.unreadable" in done.stderr


def test_a_single_line_is_one_object(seen: Path, tmp_path: Path) -> None:
    first = (seen / "seen.jsonl").read_text().splitlines()[0]
    (tmp_path / "one.jsonl").write_text(first)
    record = json.loads(run("settle", "one.jsonl", "--json", cwd=tmp_path).stdout)
    assert record["id"] == "mug.jpg"


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("settle",), 2, "FILE"),
        (("settle", "none.jsonl"), 3, "none.jsonl"),
        (("settle", "seen.jsonl", "--json", "--jsonl"), 2, "one of"),
        (("settle", "seen.jsonl", "--shop", "nowhere"), 2, "shop init"),
        (("settle", "seen.jsonl", "--lang", "xx"), 2, "lang"),
        (("settle", "seen.jsonl", "--ocr", "none"), 2, "--ocr"),
    ],
)
def test_wrong_usage(seen: Path, arguments: tuple[str, ...], status: int, says: str) -> None:
    done = run(*arguments, cwd=seen)
    assert done.returncode == status
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_file_of_nothing_but_failures(tmp_path: Path) -> None:
    (tmp_path / "seen.jsonl").write_text("junk\n")
    done = run("settle", "seen.jsonl", "--jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "observed.invalid"


def test_observations_that_cannot_be_written_say_so(seen: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = run("tag", seen / "mug.jpg", "--ocr", "none", "--observed", "folder", cwd=tmp_path)
    assert done.returncode == 2
    assert "--observed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_shop_from_its_example_to_a_record(tmp_path: Path, examples: Path) -> None:
    shutil.copy(examples / "mug.jpg", tmp_path)
    begun = run("shop", "init", "myshop", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    assert sorted(path.name for path in (tmp_path / "myshop").iterdir()) == [
        "brands.csv",
        "categories.csv",
        "palette.csv",
        "shop.toml",
        "voice.toml",
    ]
    (tmp_path / "myshop" / "shop.toml").write_text('name = "Nordholm"\nlength = "short"\n')
    with (tmp_path / "myshop" / "categories.csv").open("a") as table:
        table.write("mug,Kitchen > Mugs,17\n")

    shown = run("shop", "show", "myshop", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    for words in ("Nordholm", "short (from the shop)", "Kitchen > Mugs (17)", "1 of the 441"):
        assert words in shown.stdout

    done = run("tag", "mug.jpg", "--json", "--shop", "myshop", "--ocr", "none", cwd=tmp_path)
    assert json.loads(done.stdout)["category"]["merchant"]["id"] == "17"
    again = run("shop", "init", "myshop", cwd=tmp_path)
    assert "nothing to do" in again.stderr
    assert (tmp_path / "myshop" / "shop.toml").read_text().startswith('name = "Nordholm"')


def test_the_shop_can_stand_in_the_settings_file(tmp_path: Path, examples: Path) -> None:
    (tmp_path / "myshop").mkdir()
    (tmp_path / "myshop" / "shop.toml").write_text('length = "long"\n')
    (tmp_path / "skuscribe.toml").write_text('shop = "myshop"\n')
    rows = json.loads(run("config", "show", "--json", cwd=tmp_path).stdout)
    assert rows["length"] == {"value": "long", "origin": "shop"}
    assert rows["shop"]["origin"] == "file"


def test_a_word_that_no_network_knows_is_refused_with_those_that_are_near(tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("label,category\nwristwach,Watches\n")
    done = run("shop", "show", tmp_path)
    assert done.returncode == 2
    assert "wristwatch" in done.stderr
