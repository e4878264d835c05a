"""The table of attributes: measures are JSON, and settle to the same once they are read back."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

import build
from made import case, category, record, seen, subject_info
from skuscribe.attributes import table
from skuscribe.attributes.scene import Case, Scene
from skuscribe.attributes.table import ALIASES, ATTRIBUTES, BY_NAME, VERSIONS, Row
from skuscribe.card import summary
from skuscribe.core.warning_codes import WarningCode
from skuscribe.describe import plan
from skuscribe.photo.read import read_photo
from skuscribe.record.base import Number, Part
from skuscribe.record.facts import FACT_KEYS
from skuscribe.record.model import Attribute
from skuscribe.record.stations import Look
from skuscribe.subject.find import find_subject


def scene(image: object = None) -> Scene:
    photo = read_photo(image if isinstance(image, np.ndarray) else build.disc())
    look = Look((), np.ones((48, 64), np.float32), np.ones(1, np.float32))
    return Scene(photo, look, find_subject(photo, look))


@pytest.fixture(name="measures")
def measures_of_a_disc() -> dict[str, Any]:
    return table.measure_all(scene())


def test_a_red_disc_is_red_and_round(measures: dict[str, Any]) -> None:
    found = table.settle_all(measures, case("football"))
    assert [(each.name, each.value) for each in found][1:] == [("shape", "round")]
    assert found[0].standard is not None
    assert found[0].standard.value == "Red"


@pytest.mark.parametrize("label", [None, "football", "television", "dress"])
def test_measures_read_back_from_json_settle_to_the_same(
    label: str | None, measures: dict[str, Any]
) -> None:
    again = json.loads(json.dumps(measures))
    assert again == measures
    assert table.settle_all(again, case(label)) == table.settle_all(measures, case(label))


def test_every_row_is_measured_whatever_is_on_the_photo() -> None:
    for pixels in (build.noise(300, 200), np.full((40, 60, 3), 255, np.uint8)):
        measures = table.measure_all(scene(pixels))
        assert list(measures) == [row.name for row in ATTRIBUTES]
        for row in ATTRIBUTES:
            row.measures.model_validate(measures[row.name])


def test_the_same_scene_is_measured_the_same(measures: dict[str, Any]) -> None:
    assert table.measure_all(scene()) == measures


@pytest.mark.parametrize("name", list(BY_NAME))
def test_an_attribute_that_was_not_measured_is_left_out(
    name: str, measures: dict[str, Any]
) -> None:
    del measures[name]
    found = table.settle_all(measures, case("football"))
    assert found
    assert name not in {each.name for each in found}


def test_measures_of_an_attribute_that_nobody_knows_are_passed_over(
    measures: dict[str, Any],
) -> None:
    known = table.settle_all(measures, case("football"))
    assert table.settle_all(measures | {"smell": 4}, case("football")) == known


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("colour", None),
        ("colour", {}),
        ("colour", {"subject": [{"lab": [1, 2], "share": 1}], "frame": []}),
        ("colour", {"subject": [{"lab": [1, 2, 3], "share": 2}], "frame": []}),
        ("colour", {"subject": [{"lab": [1, 2, float("nan")], "share": 1}], "frame": []}),
        ("shape", {}),
        ("shape", {"outline": {"aspect": 1}}),
        ("shape", {"outline": None, "depth": 3}),
        ("shape", "round"),
    ],
)
def test_measures_that_are_not_what_is_measured_are_refused(
    name: str, wrong: object, measures: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        table.settle_all(measures | {name: wrong}, case("football"))


class Weight(Part):
    grams: Number


def weigh(scene: Scene) -> Weight:
    return Weight(grams=1000 * scene.subject.share)


def say_weight(weight: Weight, case: Case) -> tuple[Attribute, ...]:
    value = "heavy" if weight.grams > 100 else "light"
    return (Attribute(name="weight", value=value, confidence=0.9, source="photo", photo=0),)


WEIGHT = Row("weight", "Weight", Weight, weigh, say_weight)


def test_a_new_row_is_measured_and_settled_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ATTRIBUTES", (WEIGHT, *ATTRIBUTES))
    measures = table.measure_all(scene())
    assert measures["weight"] == {"grams": pytest.approx(1000 * 0.332, rel=0.02)}
    found = table.settle_all(measures, case("football"))
    assert [each.name for each in found] == ["weight", "colour", "shape"]
    assert found[0].value == "heavy"


def test_names_ranks_and_aliases_are_each_one_rows_only() -> None:
    names = [row.name for row in ATTRIBUTES]
    ranks = [row.rank for row in ATTRIBUTES if row.rank is not None]
    aliases = [alias for row in ATTRIBUTES for alias in row.aliases]
    assert list(BY_NAME) == names
    for each in (names, ranks, aliases):
        assert len(set(each)) == len(each)
    assert min(ranks) == 1
    assert not set(names) & set(aliases)


def test_aliases_lead_to_rows_and_take_no_key_of_the_merchants() -> None:
    assert ALIASES["color"] == "colour"
    assert set(ALIASES.values()) <= set(BY_NAME)
    others = {name for key in FACT_KEYS for name in (key.name, *key.aliases)} - set(BY_NAME)
    assert not others & {*ALIASES, *BY_NAME}


def test_the_version_of_every_table_of_names_is_told() -> None:
    assert [part for part in VERSIONS.split(", ") if part] == [
        row.version for row in ATTRIBUTES if row.version
    ]
    assert "colours 1" in VERSIONS


def test_rows_are_told_as_words_and_stay_as_they_are() -> None:
    for row in ATTRIBUTES:
        assert row.heading[0].isupper()
        assert row.unsure is None or isinstance(row.unsure, WarningCode)
        assert row.most_said is None or row.most_said > 0
    with pytest.raises(FrozenInstanceError):
        ATTRIBUTES[0].name = "other"  # type: ignore[misc]
    assert replace(ATTRIBUTES[0], name="other").heading == ATTRIBUTES[0].heading


def test_a_case_says_which_photo_the_values_were_seen_on(measures: dict[str, Any]) -> None:
    second = Case(category("football"), subject_info(photo=3))
    assert {each.photo for each in table.settle_all(measures, second)} == {3}


def test_a_new_row_needs_nothing_else_to_reach_the_words_and_the_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = replace(WEIGHT, rank=9, in_title=True)
    for module in (table, plan):
        monkeypatch.setattr(module, "ATTRIBUTES", (*ATTRIBUTES, row))
    monkeypatch.setitem(BY_NAME, "weight", row)
    photo = seen("cup")
    weighed = photo.model_copy(update={"measures": photo.measures | {"weight": {"grams": 900.0}}})

    plain, told = record(photo), record(weighed)

    for field in ("title", "text", "bullets", "alt_text", "tags"):
        assert "heavy" in str(getattr(told.description, field)), field
        assert "heavy" not in str(getattr(plain.description, field)), field
    (claim, *_) = [claim for claim in told.description.claims if claim.kind == "weight"]
    assert claim.grounds == ("/attributes/1",)
    assert summary.other_lines(told) == (("Weight", "heavy · likely"),)
