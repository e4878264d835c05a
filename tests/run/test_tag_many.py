"""Many products in one process: in order, and one that fails costs itself alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from skuscribe import Record, SkuscribeError, Tagger
from skuscribe.photo.read import PhotoSource


def test_results_come_in_order_and_one_that_fails_costs_itself_alone(
    silent_tagger: Tagger, photos: Path
) -> None:
    first, second = photos / "00.png", photos / "01.png"
    found = list(silent_tagger.tag_many([first, photos / "gone.png", [first, second], b"", second]))
    assert [type(each).__name__ for each in found] == [
        "Record", "SkuscribeError", "Record", "SkuscribeError", "Record",
    ]  # fmt: skip
    assert found[0] == silent_tagger.tag(first)
    assert isinstance(found[1], SkuscribeError)
    assert (found[1].code, found[1].where) == ("photo.not_found", "gone.png")
    assert isinstance(found[2], Record)
    assert [photo.name for photo in found[2].photos] == ["00.png", "01.png"]


def test_products_are_taken_one_at_a_time(silent_tagger: Tagger, photos: Path) -> None:
    asked: list[str] = []

    def products() -> Iterator[PhotoSource]:
        for name in ("00.png", "01.png"):
            asked.append(name)
            yield photos / name

    results = silent_tagger.tag_many(products())
    assert asked == []
    next(results)
    assert asked == ["00.png"]
    next(results)
    assert list(results) == []


def test_a_bug_met_by_one_product_costs_that_product(
    silent_tagger: Tagger, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = silent_tagger.tag

    def planted(*sources: PhotoSource) -> Record:
        if sources == ("bug",):
            raise TypeError("planted")
        return tag(*sources)

    monkeypatch.setattr(silent_tagger, "tag", planted)
    first, second, third = silent_tagger.tag_many(["bug", photos / "00.png", []])
    assert isinstance(first, SkuscribeError)
    assert first.code == "internal.unexpected"
    assert isinstance(second, Record)
    assert isinstance(third, SkuscribeError)
