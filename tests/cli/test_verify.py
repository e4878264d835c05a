"""`skuscribe verify` through the real command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import made
from command import run
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.shop.profile import NO_SHOP


@pytest.fixture
def record(tmp_path: Path) -> Path:
    facts = {"capacity": "500 ml"}
    path = tmp_path / "record.json"
    path.write_text(settle(made.observed(made.seen()), facts, NO_SHOP, Voice()).to_json())
    return path


def test_a_false_claim_ends_with_1_and_says_where(record: Path) -> None:
    text = "A lovely leather cup, 0.5 l"
    done = run("verify", text, "--record", record, "--json")
    claims = {c["text"]: c for c in json.loads(done.stdout)["claims"]}
    assert done.returncode == 1
    assert {words: claim["verdict"] for words, claim in claims.items()} == {
        "lovely": "not_checkable",
        "leather": "unsupported",
        "cup": "supported",
        "0.5 l": "supported",
    }
    assert claims["0.5 l"]["grounds"] == ["/facts/0"]
    assert all(text[c["start"] : c["end"]] == words for words, c in claims.items())


def test_a_true_text_ends_with_0(record: Path) -> None:
    done = run("verify", "A red cup", "--record", record)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "A red cup")


@pytest.mark.parametrize("content", ["{}", "[]", "no json", None])
def test_what_is_no_record_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "record.json"
    if content is not None:
        path.write_text(content)
    done = run("verify", "A cup", "--record", path)
    assert done.returncode == 2
    assert "config.invalid" in done.stderr


def test_two_records_are_one_too_many(record: Path) -> None:
    record.write_text(f"{record.read_text()}\n{record.read_text()}\n")
    done = run("verify", "A cup", "--record", record)
    assert (done.returncode, "2 records" in done.stderr) == (2, True)
