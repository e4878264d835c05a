"""A file of observations settles line by line: a broken line costs its row, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import made
from skuscribe import Record, Settings, SkuscribeError
from skuscribe.record.observed import ObservedLine
from skuscribe.settling import Settled, count_lines, settle_file, words_of


def line(id: str, **facts: str) -> str:
    return ObservedLine(facts=facts, observed=made.observed(id=id)).to_json()


FAILED = json.dumps(
    {"id": "b.jpg", "error": {"code": "photo.empty", "message": "nothing", "hint": "again"}}
)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "seen.jsonl"
    path.write_text("".join(f"{row}\n" for row in lines), encoding="utf-8")
    return path


def settled(path: Path, settings: Settings | None = None, **facts: str) -> list[Settled]:
    return list(settle_file(path, words_of(settings or Settings(), facts)))


def records(path: Path, **facts: str) -> list[Record]:
    return [result for _, result in settled(path, None, **facts) if isinstance(result, Record)]


def test_each_line_gives_its_record_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, line("a"), line("b", brand="Nordholm"), line("c"))
    assert count_lines(path) == 3
    found = records(path)
    assert [record.id for record in found] == ["a", "b", "c"]
    assert [record.brand.value if record.brand else None for record in found] == [
        None,
        "Nordholm",
        None,
    ]


def test_facts_that_are_given_go_over_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, line("a", brand="Old", size="M"))
    (record,) = records(path, Brand="New")
    assert {fact.key: fact.value for fact in record.facts} == {"size": "M", "brand": "New"}


def test_a_photo_that_could_not_be_read_stays_a_failure(tmp_path: Path) -> None:
    (first, second) = settled(write(tmp_path, FAILED, line("a")))
    assert first[0] == "b.jpg"
    assert isinstance(first[1], SkuscribeError)
    assert first[1].row() == {"code": "photo.empty", "message": "nothing", "hint": "again"}
    assert isinstance(second[1], Record)


@pytest.mark.parametrize(
    "broken",
    [
        "no JSON",
        "{}",
        "[1, 2]",
        '"text"',
        '{"id": "x", "error": {"code": "no.code", "message": "", "hint": ""}}',
        '{"id": "x", "error": "text"}',
        line("a").replace("skuscribe.observed/1", "skuscribe.observed/9"),
        line("a").replace('"share":1.0', '"share":7'),
        line("a").replace('"method"', '"methods"'),
        line("a").replace('"photos":[', '"photos":[],"more":['),
        line("a").replace('"probabilities":[0.9,', '"probabilities":['),
        line("a").replace('"weight":1.0', '"weight":null'),
        line("a").replace('"weight":1.0', '"weight":1.5'),
        line("a").replace('"weight":1.0', '"answers_from":0.5'),
        line("a").replace('"from_level":[0.9,', '"from_level":['),
        line("a").replace('"from_level":[0.9,', '"from_level":[-0.9,'),
        line("a").replace('"rule"', '"rules"'),
        line("a").replace('"problems":[]', '"problems":["photo.new"]'),
        line("a").replace('"text_problems":[]', '"text_problems":["text.new"]'),
        line("a").replace('"vocabulary":"trained"', '"vocabulary":"dreamt"'),
    ],
)
def test_a_broken_line_is_named_and_the_others_go_on(tmp_path: Path, broken: str) -> None:
    first, second = settled(write(tmp_path, broken, line("b")))
    assert isinstance(first[1], SkuscribeError)
    assert first[1].code == "observed.invalid"
    assert first[1].where == "seen.jsonl, line 1"
    assert "--observed" in first[1].hint
    assert isinstance(second[1], Record)


def test_a_fact_that_is_none_fails_its_product(tmp_path: Path) -> None:
    ((id, result),) = settled(write(tmp_path, line("a", brand="\u200b")))
    assert id == "a"
    assert isinstance(result, SkuscribeError)
    assert (result.code, result.where) == ("config.invalid", "a")


def test_blank_lines_are_no_products(tmp_path: Path) -> None:
    path = write(tmp_path, "", line("a"), "   ")
    assert count_lines(path) == 1
    assert len(records(path)) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        count_lines(tmp_path / "none.jsonl")
    assert caught.value.code == "observed.invalid"


def test_the_shop_is_checked_before_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("label,category\nwristwach,Mugs\n")
    path = write(tmp_path, line("a"))
    with pytest.raises(SkuscribeError, match="wristwatch"):
        settled(path, Settings(shop=tmp_path))


def test_the_shop_and_the_voice_are_used(tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("label,category\ncup,Mugs\n")
    path = write(tmp_path, line("a", care="dishwasher safe"))
    ((_, record),) = settled(path, Settings(shop=tmp_path, length="short"))
    assert isinstance(record, Record)
    assert record.category.merchant is not None
    assert "dishwasher" not in record.description.text


def test_a_bug_met_by_one_product_costs_that_product(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise TypeError("planted")

    monkeypatch.setattr("skuscribe.settling.settle", broken)
    ((id, result),) = settled(write(tmp_path, line("a")))
    assert id == "a"
    assert isinstance(result, SkuscribeError)
    assert result.code == "internal.unexpected"


def test_a_fact_goes_over_one_of_the_same_meaning_however_it_is_called(tmp_path: Path) -> None:
    path = write(tmp_path, line("a", name="Cup", color="red"))
    (record,) = records(path, title="Mug", colour="blue")
    assert {(fact.key, fact.value) for fact in record.facts} == {
        ("title", "Mug"),
        ("colour", "blue"),
    }


def test_an_empty_fact_takes_the_one_of_the_file_away(tmp_path: Path) -> None:
    (record,) = records(write(tmp_path, line("a", brand="Nordholm")), brand="")
    assert record.brand is None
