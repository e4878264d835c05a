"""`sells` of shop.toml through the real command line: what lies outside is never answered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command import run
from made import observed, seen
from skuscribe.record.observed import ObservedLine

pytestmark = pytest.mark.slow


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a shop and one product that is a cup, or else a t-shirt."""
    (tmp_path / "shop").mkdir()
    product = observed(seen("cup", "t-shirt", sure=0.6))
    (tmp_path / "seen.jsonl").write_text(ObservedLine(facts={}, observed=product).to_json() + "\n")
    return tmp_path


def sells(work: Path, *nodes: str) -> None:
    (work / "shop" / "shop.toml").write_text(f"sells = {json.dumps(nodes)}\n")


def category(work: Path, *more: str) -> dict[str, Any]:
    done = run("settle", "seen.jsonl", "--json", "--shop", "shop", *more, cwd=work)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["category"]
    return found


@pytest.mark.parametrize(
    ("nodes", "label"),
    [
        ((), "cup"),
        (("Home & Garden",), "cup"),
        (("apparel & accessories>clothing",), "t-shirt"),
        (("aa-1",), "t-shirt"),
        (("1604", "Furniture"), "t-shirt"),
        (("Apparel & Accessories", "Home & Garden"), "cup"),
        (("Furniture",), None),
    ],
)
def test_the_answer_is_the_likeliest_of_what_is_sold(
    work: Path, nodes: tuple[str, ...], label: str | None
) -> None:
    sells(work, *nodes)
    found = category(work)
    assert found["label"] == label
    assert found["level"] == ("leaf" if label else "unknown")


def test_the_merchants_word_is_not_limited(work: Path) -> None:
    sells(work, "Furniture")
    assert category(work, "--fact", "category=cup")["label"] == "cup"


def test_an_unknown_node_is_one_clear_line_with_near_ones(work: Path) -> None:
    sells(work, "Furniture", "Aparel & Accessories")
    for arguments in (("settle", "seen.jsonl", "--shop", "shop"), ("shop", "show", "shop")):
        done = run(*arguments, cwd=work)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "config.invalid" in done.stderr
        assert "Aparel & Accessories" in done.stderr
        assert "did you mean Apparel & Accessories" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", ['sells = "Furniture"', "sells = [3]", "sells = {a = 1}"])
def test_what_is_no_list_of_nodes_is_named(work: Path, content: str) -> None:
    (work / "shop" / "shop.toml").write_text(content)
    done = run("settle", "seen.jsonl", "--shop", "shop", cwd=work)
    assert done.returncode == 2
    assert "config.invalid" in done.stderr
    assert "sells" in done.stderr
    assert "Traceback" not in done.stderr


def test_show_says_what_is_sold(work: Path) -> None:
    assert "anything" in run("shop", "show", "shop", cwd=work).stdout
    sells(work, "Furniture", "aa-1")
    assert "Furniture, aa-1" in run("shop", "show", "shop", cwd=work).stdout


def test_a_photo_is_limited_as_its_observation_is(work: Path, examples: Path) -> None:
    shutil.copy(examples / "mug.jpg", work)
    sells(work, "Furniture")
    done = run(
        "tag", "mug.jpg", "--json", "--ocr", "none", "--shop", "shop", "--observed", "mug.jsonl",
        cwd=work,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["category"]["label"] not in ("cup", "mug")
    again = run("settle", "mug.jsonl", "--json", "--shop", "shop", cwd=work)
    assert json.loads(again.stdout) == record
