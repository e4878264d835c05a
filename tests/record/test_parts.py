"""Every part of a record is closed and frozen, and the JSON holds every field, empty ones too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import made
from skuscribe import Record
from skuscribe.record.model import (
    Attribute,
    Category,
    Decided,
    Decision,
    Evidence,
    GivenFact,
    Proposal,
    Standard,
    SubjectInfo,
    Swatch,
    TextSpan,
)


def full() -> Record:
    """A record in which every part is there."""
    record = made.record(
        made.seen(lines=[made.line("HYGGE")], subject=0.4, problems=["photo.low_resolution"]),
        brand="Nordholm",
    )
    proposal = Proposal(
        field="/category/label", value="hat", confidence=0.4, evidence=Evidence(text=0), why="text"
    )
    decision = Decision(field="/brand/value", by="me", at="2026-01-01", before=None, after="N")
    decided = Decided(state="approved", fields=(decision,))
    return record.model_copy(update={"proposals": (proposal,), "decided": decided})


PARTS: list[tuple[str | int, ...]] = [
    (),
    ("photos", 0),
    ("facts", 0),
    ("category",),
    ("category", "alternatives", 0),
    ("category", "shopify"),
    ("subject",),
    ("attributes", 0),
    ("attributes", 0, "standard"),
    ("attributes", 0, "evidence"),
    ("attributes", 0, "evidence", "swatch"),
    ("texts", 0),
    ("brand",),
    ("proposals", 0),
    ("description",),
    ("description", "claims", 0),
    ("review",),
    ("review", "reasons", 0),
    ("problems", 0),
    ("decided",),
    ("decided", "fields", 0),
    ("made_by",),
]


def document_of(record: Record) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(record.to_json())
    return document


@pytest.mark.parametrize("path", PARTS, ids=str)
def test_every_part_of_a_record_refuses_unknown_fields(path: tuple[str | int, ...]) -> None:
    document = document_of(full())
    assert Record.model_validate(document) == full()
    part: Any = document
    for step in path:
        part = part[step]
    part["surprise"] = 1
    with pytest.raises(ValidationError, match="surprise"):
        Record.model_validate(document)


@pytest.mark.parametrize("path", PARTS, ids=str)
def test_no_part_of_a_record_can_be_changed(path: tuple[str | int, ...]) -> None:
    part: Any = full()
    for step in path:
        part = part[step] if isinstance(step, int) else getattr(part, step)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(part, next(iter(type(part).model_fields)), None)


def test_fields_that_are_empty_are_in_the_json() -> None:
    document = document_of(made.record(made.seen("cup", sure=0.3)))
    assert document["proposals"] == []
    assert document["decided"] == {"state": "new", "fields": []}
    assert (document["subject"]["parts"], document["subject"]["holes"]) == ([], [])
    assert document["facts"] == document["texts"] == []
    assert document["brand"] is document["category"]["label"] is None
    assert document["category"]["shopify"] is document["category"]["merchant"] is None


def test_a_full_record_comes_back_from_its_json_as_the_same_bytes() -> None:
    text = full().to_json()
    assert Record.model_validate_json(text).to_json() == text


def test_the_json_has_the_fields_in_the_order_of_the_model_and_no_newline() -> None:
    text = full().to_json()
    names = [field.alias or name for name, field in Record.model_fields.items()]
    assert list(json.loads(text)) == names
    assert "\n" not in text
    assert full().to_json(indent=2).count("\n") > 50


def test_a_record_of_another_schema_is_refused() -> None:
    with pytest.raises(ValidationError):
        Record.model_validate(document_of(full()) | {"schema": "skuscribe.record/2"})


@pytest.mark.parametrize("name", [*Record.model_fields])
def test_the_schema_tells_of_every_field(name: str) -> None:
    schema = Record.model_json_schema(by_alias=True)
    said = Record.model_fields[name].alias or name
    assert said in schema["properties"]
    optional = {"schema", "facts", "proposals", "decided"}
    assert (said in schema["required"]) == (said not in optional)


def test_the_schema_of_every_part_is_closed() -> None:
    parts = Record.model_json_schema(by_alias=True)["$defs"]
    assert {"Attribute", "Category", "SubjectInfo", "Claim", "Decision"} <= set(parts)
    assert all(part["additionalProperties"] is False for part in parts.values())


def test_old_json_without_the_fields_that_may_be_empty_is_read() -> None:
    document = document_of(made.record())
    for name in ("proposals", "decided", "facts"):
        del document[name]
    del document["subject"]["parts"], document["subject"]["holes"]
    assert Record.model_validate(document) == made.record()


EVIDENCE = [
    ("box", (0.1, 0.2, 0.3, 0.4)),
    ("outline", made.SQUARE),
    ("swatch", Swatch(hex="#ff0000", share=0.5, lab=(50, 60, 40))),
    ("measure", {"width": 2.5}),
    ("text", 0),
    ("fact", 0),
]


@pytest.mark.parametrize(("name", "value"), EVIDENCE, ids=[name for name, _ in EVIDENCE])
def test_evidence_writes_its_one_ground_and_comes_back(name: str, value: object) -> None:
    evidence = Evidence.model_validate({name: value})
    assert list(evidence.model_dump()) == [name]
    assert Evidence.model_validate_json(evidence.model_dump_json()) == evidence


def test_evidence_without_a_ground_is_written_empty() -> None:
    assert Evidence().model_dump_json() == "{}"


WRONG_WORDS: list[tuple[type[Any], dict[str, Any]]] = [
    (GivenFact, {"key": "a", "value": "b", "source": "hearsay"}),
    (Category, {"label": "cup", "confidence": 1, "level": "twig", "origin": "trained"}),
    (Category, {"label": "cup", "confidence": 1, "level": "leaf", "origin": "guessed"}),
    (Attribute, {"name": "a", "value": "b", "confidence": 1, "source": "rumour"}),
    (
        Attribute,
        {"name": "a", "value": "b", "confidence": 1, "source": "photo", "state": "maybe"},
    ),
    (Decided, {"state": "forgotten"}),
    (TextSpan, {"photo": 0, "text": "a", "confidence": 1, "polygon": [], "role": "poem"}),
    (Standard, {"vocabulary": "shopify/color"}),
]


@pytest.mark.parametrize(("part", "document"), WRONG_WORDS)
def test_words_outside_a_closed_list_are_refused(part: type[Any], document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        part.model_validate(document)


@pytest.mark.parametrize("x", [-0.01, 1.01, float("nan"), float("inf"), None, "left"])
def test_coordinates_lie_on_the_photo(x: object) -> None:
    subject = made.subject_info().model_dump()
    for name, value in (
        ("outline", [[x, 0.5]]),
        ("box", [x, 0, 1, 1]),
        ("parts", [[[0.5, x]]]),
        ("holes", [[[0.5, x]]]),
    ):
        with pytest.raises(ValidationError):
            SubjectInfo.model_validate(subject | {name: value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_are_finite(value: float) -> None:
    with pytest.raises(ValidationError):
        Swatch(hex="#000000", share=0.5, lab=(value, 0, 0))


@given(st.floats(-1e6, 1e6))
def test_numbers_are_written_as_they_are_read_back(value: float) -> None:
    swatch = Swatch(hex="#000000", share=0.5, lab=(value, -value, 0))
    assert Swatch.model_validate_json(swatch.model_dump_json()) == swatch
    assert swatch.lab[0] == pytest.approx(value, abs=5.1e-5)
    assert "-0.0]" not in swatch.model_dump_json()
