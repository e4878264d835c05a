"""The record: rounded, closed, the same bytes for the same values, with a published schema."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from skuscribe import Record, Tagger
from skuscribe.record.model import Alternative, Evidence, Swatch


def test_numbers_are_rounded_to_four_places() -> None:
    assert Alternative(label="hat", confidence=0.123456).confidence == 0.1235
    swatch = Swatch(hex="#000000", share=1, lab=(-0.00001, 1, 2))
    assert str(swatch.lab[0]) == "0.0"


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_fractions_lie_between_zero_and_one(value: float) -> None:
    with pytest.raises(ValidationError):
        Alternative(label="hat", confidence=value)


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError):
        Alternative.model_validate({"label": "hat", "confidence": 1, "price": 3})


def test_evidence_writes_only_what_is_set() -> None:
    assert Evidence(text=0).model_dump() == {"text": 0}


@given(st.floats(0, 1))
def test_rounding_twice_changes_nothing(value: float) -> None:
    once = Alternative(label="x", confidence=value).confidence
    assert Alternative(label="x", confidence=once).confidence == once


def test_a_record_survives_json(silent_tagger: Tagger, examples: object) -> None:
    record = silent_tagger.tag(f"{examples}/mug.jpg")
    assert Record.model_validate_json(record.to_json()) == record
    assert json.loads(record.to_json())["schema"] == "skuscribe.record/1"


def test_every_ground_of_a_claim_points_into_the_record(
    silent_tagger: Tagger, examples: object
) -> None:
    record = silent_tagger.tag(f"{examples}/mug.jpg", facts={"brand": "Nordholm", "size": "M"})
    document = json.loads(record.to_json())

    assert record.description.claims
    for claim in record.description.claims:
        for pointer in claim.grounds:
            part = document
            for step in pointer.strip("/").split("/"):
                part = part[int(step)] if isinstance(part, list) else part[step]
            assert part not in (None, "", [])


def test_the_schema_names_every_part() -> None:
    schema = Record.model_json_schema(by_alias=True)
    assert {"id", "photos", "category", "subject", "attributes", "texts", "description"} <= set(
        schema["required"]
    )
    assert schema["additionalProperties"] is False
