"""`skuscribe decisions` through its command line, and what settling makes of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import made
from run.working import here
from skuscribe.decisions.store import decisions_of
from skuscribe.record.observed import ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run of three red cups that nobody had to look at."""
    facts = {"name": "Cup"}
    out = RunFolder(tmp_path / "out")
    (shard,) = shards_of([Entry(id, facts=facts) for id in ("mug", "cup", "=1+1")])
    rows = [
        row_of(ObservedLine(facts=facts, observed=made.observed(id=each.id)),
               made.record(id=each.id, name="Cup"))
        for each in shard.entries
    ]  # fmt: skip
    out.write(shard, rows)
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), 1)
    return tmp_path


def decide(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return here(folder, "decisions", "out", *arguments)


def listed(folder: Path) -> str:
    done = decide(folder, "list")
    assert done.returncode == 0, done.stderr
    return done.stdout


def settled(folder: Path) -> dict[str, dict[str, Any]]:
    done = here(folder, "settle", "out")
    assert done.returncode == 0, done.stderr
    lines = (folder / "out" / "records.jsonl").read_text().splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def test_what_was_decided_is_listed_and_can_be_taken_back(folder: Path) -> None:
    assert "Nobody has decided anything yet" in listed(folder)
    done = decide(folder, "approve", "mug", "cup", "--by", "ada")
    assert done.returncode == 0, done.stderr
    assert "approve: 2 products" in done.stderr
    assert decide(folder, "reject", "cup").returncode == 0
    assert decide(folder, "skip", "=1+1").returncode == 0
    shown = listed(folder)
    for word in ("mug", "approved", "rejected", "skipped"):
        assert word in shown
    assert decide(folder, "undo", "cup").returncode == 0
    assert "rejected" not in listed(folder)
    assert [event.by for event in decisions_of(folder / "out")["mug"]] == ["ada"]


def test_a_fact_that_was_changed_is_in_the_record_once_the_run_is_settled(folder: Path) -> None:
    assert "dusty rose" not in json.dumps(settled(folder))
    decide(folder, "change", "mug", "color", "dusty rose", "--by", "ada")
    decide(folder, "change", "mug", "description/title", "My mug", "--by", "ada")
    decide(folder, "approve", "cup")
    assert "facts/colour: nothing > dusty rose" in listed(folder)
    found = settled(folder)
    assert {"key": "colour", "value": "dusty rose", "source": "merchant"} in found["mug"]["facts"]
    assert "dusty rose" in found["mug"]["description"]["text"]
    fields = {each["field"]: each["after"] for each in found["mug"]["decided"]["fields"]}
    assert fields == {"/facts/colour": "dusty rose", "/description/title": "My mug"}
    assert found["cup"]["decided"]["state"] == "approved"
    assert found["=1+1"]["decided"] == {"state": "new", "fields": []}

    decide(folder, "undo", "mug")
    decide(folder, "undo", "mug")
    assert settled(folder)["mug"]["facts"] == [
        {"key": "name", "value": "Cup", "source": "merchant"}
    ]


def test_the_title_of_the_catalogue_can_be_changed(folder: Path) -> None:
    decide(folder, "change", "mug", "title", "Mug")
    assert "facts/name: Cup > Mug" in listed(folder)
    assert settled(folder)["mug"]["description"]["title"].startswith("Mug")


def test_decisions_go_out_and_come_back(folder: Path) -> None:
    decide(folder, "change", "=1+1", "brand", "@Nord\nholm", "--by", "ada")
    decide(folder, "approve", "mug")
    done = decide(folder, "export", "decided.csv")
    assert done.returncode == 0
    assert "2 decisions in decided.csv" in done.stderr
    assert decide(folder, "export").stdout.encode().replace(b"\r", b"") == (
        folder / "decided.csv"
    ).read_bytes().replace(b"\r", b"")

    before = decisions_of(folder / "out")
    again = decide(folder, "import", "decided.csv")
    assert "0 decisions read, 2 known" in again.stderr
    shutil.move(folder / "out" / "decisions.sqlite", folder / "kept")
    assert "2 decisions read, 0 known" in decide(folder, "import", "decided.csv").stderr
    assert decisions_of(folder / "out") == before


def test_a_table_with_one_wrong_row_is_not_read(folder: Path) -> None:
    (folder / "mine.csv").write_text("product,action\nmug,approve\nmug,praise\n")
    done = decide(folder, "import", "mine.csv")
    assert done.returncode == 2
    assert "mine.csv, line 3" in done.stderr
    assert decisions_of(folder / "out") == {}


def test_what_was_decided_about_other_photos_is_told(folder: Path) -> None:
    (folder / "mine.csv").write_text(f"product,action,photos\nmug,reject,{'f' * 16}\n")
    decide(folder, "import", "mine.csv")
    assert "the photo changed" in listed(folder)
    record = settled(folder)["mug"]
    assert record["decided"]["state"] == "new"
    assert "decision.outdated" in {problem["code"] for problem in record["problems"]}


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("approve", "bowl"), 2, "'bowl'"),
        (("approve", "mug", "bowl"), 2, "decision.invalid"),
        (("undo", "bowl"), 2, "decision.invalid"),
        (("change", "bowl", "colour", "red"), 2, "decision.invalid"),
        (("change", "mug", "description/smell", "roses"), 2, "smell"),
        (("approve",), 2, "ID"),
        (("praise", "mug"), 2, "praise"),
        (("import", "nowhere.csv"), 2, "nowhere.csv"),
        (("export", "nowhere"), 2, "nowhere"),
    ],
)
def test_wrong_usage_decides_nothing(
    folder: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    (folder / "nowhere").mkdir()
    done = decide(folder, *arguments)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert decisions_of(folder / "out") == {}


@pytest.mark.parametrize("command", [("list",), ("approve", "mug"), ("export",)])
def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "out").mkdir()
    done = decide(tmp_path, *command)
    assert done.returncode == 3
    assert "run.invalid" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []
