"""An observation is kept as JSON and comes back the same; what is no observation is refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import made
from skuscribe.core.warning_codes import MESSAGES
from skuscribe.record.model import PhotoInfo, SubjectInfo
from skuscribe.record.observed import (
    Observed,
    ObservedLine,
    Rule,
    SeenBelief,
    SeenLine,
    SeenPhoto,
    SeenWith,
    packed,
    vector_of,
)

NO_PROBABILITIES = [-0.001, 1.001, float("nan"), float("inf"), "likely", None]

LARGEST_PHOTO = 16_000
"""Bytes of one photo's observation; thousands of products stay one small file."""

words = st.text(st.characters(codec="utf-8"), max_size=20)
fractions = st.floats(0, 1)
numbers = st.integers(0, 10_000)
corners = st.tuples(fractions, fractions)
polygons = st.lists(corners, max_size=5).map(tuple)
lined = st.lists(corners, min_size=1, max_size=5).map(tuple)
codes = st.lists(st.sampled_from(sorted(MESSAGES)), max_size=2).map(tuple)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | words | st.floats(-1e6, 1e6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
vectors = st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=8).map(
    lambda each: packed(np.array(each, np.float32))
)
chances = st.lists(fractions, min_size=1, max_size=4)


def beliefs(vocabulary: str) -> st.SearchStrategy[SeenBelief]:
    return chances.flatmap(
        lambda each: st.builds(
            SeenBelief,
            vocabulary=st.just(vocabulary),
            words=st.tuples(*[words] * len(each)),
            probabilities=st.just(tuple(each)),
            weight=fractions,
        )
    )


spoken = st.tuples(beliefs("trained")) | st.tuples(beliefs("trained"), beliefs("borrowed"))
photos = st.builds(
    SeenPhoto,
    info=st.builds(
        PhotoInfo,
        name=words,
        sha256=words,
        width=numbers,
        height=numbers,
        problems=codes,
    ),
    beliefs=spoken,
    embedding=vectors,
    subject=st.builds(
        SubjectInfo,
        photo=st.integers(0, 3),
        method=words,
        confidence=fractions,
        box=st.tuples(fractions, fractions, fractions, fractions),
        share=fractions,
        outline=polygons,
        parts=st.lists(polygons, max_size=2).map(tuple),
        holes=st.lists(polygons, max_size=2).map(tuple),
    ),
    measures=st.dictionaries(words, values, max_size=3),
    lines=st.lists(
        st.builds(SeenLine, text=words, confidence=fractions, polygon=lined), max_size=3
    ).map(tuple),
    text_problems=codes,
)
rules = st.builds(
    Rule,
    from_level=st.tuples(fractions, fractions, fractions),
    scale=st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 3),
    nothing_from=fractions,
)
observations = st.builds(
    Observed,
    id=words,
    photos=st.lists(photos, min_size=1, max_size=2).map(tuple),
    seen_with=st.builds(SeenWith, skuscribe=words, bundle=words, ocr=words, hash=words, rule=rules),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(observations)
def test_an_observation_comes_back_from_json_equal_and_as_the_same_bytes(seen: Observed) -> None:
    text = seen.model_dump_json(by_alias=True)
    back = Observed.model_validate_json(text)
    assert back == seen
    assert back.model_dump_json(by_alias=True) == text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(observations, st.dictionaries(words, words, max_size=3))
def test_a_line_of_a_file_is_one_line_and_comes_back(seen: Observed, facts: dict[str, str]) -> None:
    text = ObservedLine(facts=facts, observed=seen).to_json()
    assert "\n" not in text
    assert "\r" not in text
    assert ObservedLine.model_validate_json(text) == ObservedLine(facts=facts, observed=seen)


def test_a_line_keeps_the_merchants_facts_in_their_order() -> None:
    line = ObservedLine(facts={"size": "M", "brand": "Nordholm"}, observed=made.observed())
    assert list(json.loads(line.to_json())["facts"]) == ["size", "brand"]


def test_an_observation_says_its_schema_first() -> None:
    document = json.loads(made.observed().model_dump_json(by_alias=True))
    assert next(iter(document.items())) == ("schema", "skuscribe.observed/1")


@pytest.mark.parametrize("schema", ["skuscribe.observed/2", "skuscribe.record/1", "", None])
def test_another_schema_is_refused(schema: str | None) -> None:
    document = json.loads(made.observed().model_dump_json(by_alias=True)) | {"schema": schema}
    with pytest.raises(ValidationError):
        Observed.model_validate(document)


def test_an_observation_has_a_photo() -> None:
    with pytest.raises(ValidationError):
        Observed(id="a", photos=(), seen_with=made.observed().seen_with)


def test_a_belief_has_a_word() -> None:
    with pytest.raises(ValidationError):
        SeenBelief(vocabulary="trained", words=(), probabilities=(), weight=0.5)


def belief_of(probability: float, weight: float = 0.5) -> SeenBelief:
    return SeenBelief(
        vocabulary="trained", words=("a",), probabilities=(probability,), weight=weight
    )


PARTS: list[tuple[str | int, ...]] = [
    (),
    ("seen_with",),
    ("seen_with", "rule"),
    ("photos", 0),
    ("photos", 0, "info"),
    ("photos", 0, "subject"),
    ("photos", 0, "beliefs", 0),
    ("photos", 0, "lines", 0),
]


@pytest.mark.parametrize("path", PARTS, ids=str)
def test_every_part_of_an_observation_refuses_unknown_fields(path: tuple[str | int, ...]) -> None:
    seen = made.observed(made.seen(lines=[made.line("HYGGE")]))
    document = json.loads(seen.model_dump_json(by_alias=True))
    assert Observed.model_validate(document) == seen
    part: Any = document
    for step in path:
        part = part[step]
    part["pixels"] = []
    with pytest.raises(ValidationError, match="pixels"):
        Observed.model_validate(document)


@pytest.mark.parametrize("path", PARTS, ids=str)
def test_no_part_of_an_observation_can_be_changed(path: tuple[str | int, ...]) -> None:
    part: Any = made.observed(made.seen(lines=[made.line("HYGGE")]))
    for step in path:
        part = part[step] if isinstance(step, int) else getattr(part, step)
    name = next(iter(type(part).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(part, name, None)


def test_a_photo_without_text_says_so() -> None:
    document = json.loads(made.observed().model_dump_json(by_alias=True))["photos"][0]
    assert (document["lines"], document["text_problems"]) == ([], [])


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (0.123456789, 0.1235),
        (0.00000123456789, 0.000001235),
        (1.0, 1.0),
        (0.0, 0.0),
        (0.99999, 1.0),
    ],
)
def test_probabilities_and_weights_keep_four_digits_however_small(
    value: float, kept: float
) -> None:
    belief = belief_of(value, weight=value)
    assert (belief.probabilities, belief.weight) == ((kept,), kept)


@given(fractions)
def test_four_digits_of_four_digits_are_the_same(value: float) -> None:
    once = belief_of(value, weight=value)
    assert SeenBelief.model_validate(once.model_dump()) == once
    assert once.probabilities[0] == pytest.approx(value, rel=6e-4)
    assert once.weight == once.probabilities[0]


@given(fractions)
def test_weights_that_sum_to_one_still_do_when_they_are_kept(weight: float) -> None:
    kept = (belief_of(0.5, weight=weight), belief_of(0.5, weight=1 - weight))
    assert sum(belief.weight for belief in kept) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("weight", NO_PROBABILITIES)
def test_a_weight_is_a_share(weight: object) -> None:
    document = belief_of(0.5).model_dump() | {"weight": weight}
    with pytest.raises(ValidationError, match="weight"):
        SeenBelief.model_validate(document)


def test_a_belief_says_how_far_it_is_trusted() -> None:
    document = belief_of(0.5).model_dump()
    del document["weight"]
    with pytest.raises(ValidationError, match="weight"):
        SeenBelief.model_validate(document)


@pytest.mark.parametrize("value", NO_PROBABILITIES)
def test_what_is_no_probability_is_refused(value: object) -> None:
    document = belief_of(0.5).model_dump() | {"probabilities": [value]}
    with pytest.raises(ValidationError, match="probabilities"):
        SeenBelief.model_validate(document)


@pytest.mark.parametrize("value", NO_PROBABILITIES)
@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_rule_refuses_a_threshold_that_is_no_probability(level: int, value: object) -> None:
    least: list[object] = [0.9, 0.6, 0.5]
    least[level] = value
    with pytest.raises(ValidationError, match=rf"from_level\.{level}"):
        Rule.model_validate({"from_level": least})
    with pytest.raises(ValidationError, match="nothing_from"):
        Rule.model_validate({"from_level": [0.9, 0.6, 0.5], "nothing_from": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), "steep", None])
@pytest.mark.parametrize("factor", [0, 1, 2])
def test_a_rule_refuses_a_factor_that_is_no_number(factor: int, value: object) -> None:
    scale: list[object] = [0.0, 1.0, 0.0]
    scale[factor] = value
    with pytest.raises(ValidationError, match=rf"scale\.{factor}"):
        Rule.model_validate({"from_level": [0.9, 0.6, 0.5], "scale": scale})


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_rule_has_three_thresholds_and_three_factors(count: int) -> None:
    with pytest.raises(ValidationError, match="from_level"):
        Rule.model_validate({"from_level": [0.5] * count})
    with pytest.raises(ValidationError, match="scale"):
        Rule.model_validate({"from_level": [0.5] * 3, "scale": [0.5] * count})


@given(rules)
def test_a_rule_comes_back_from_json_the_same(rule: Rule) -> None:
    assert Rule.model_validate_json(rule.model_dump_json()) == rule


def test_a_rule_that_was_not_fitted_states_a_probability_as_it_is() -> None:
    assert Rule(from_level=(0.9, 0.6, 0.5)).scale == (0.0, 1.0, 0.0)


@given(
    st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=64).filter(
        lambda each: max(map(abs, each)) > 0.01
    )
)
def test_a_vector_comes_back_with_its_direction_and_unit_length(each: list[float]) -> None:
    vector = np.array(each, np.float32)
    back = vector_of(packed(vector))
    assert back.dtype == np.float32
    assert float(np.linalg.norm(back)) == pytest.approx(1, abs=1e-5)
    assert float(back @ vector / np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


@given(vectors)
def test_a_packed_vector_is_plain_base64_of_two_bytes_a_number(text: str) -> None:
    assert len(base64.b64decode(text, validate=True)) % 2 == 0
    assert text.isascii()


def test_a_packed_vector_is_little_endian_on_every_machine() -> None:
    assert base64.b64decode(packed(np.array([1.0, -2.0], np.float32))) == b"\x00\x3c\x00\xc0"


def _text(*numbers: float) -> str:
    return base64.b64encode(np.array(numbers, "<f2").tobytes()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAA",
        "not base64!",
        "AAAA\n====",
        "é",
        base64.b64encode(b"\x00\x3c\x00").decode(),
        _text(0, 0, 0),
        _text(1, float("nan")),
        _text(1, float("inf")),
    ],
    ids=["empty", "cut", "words", "lines", "accent", "half a number", "zero", "nan", "inf"],
)
def test_what_is_no_vector_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        vector_of(text)


def test_a_photo_with_sixty_lines_of_text_stays_small() -> None:
    lines = [made.line(f"Ingredient number {n}", 0.87654, n / 70) for n in range(60)]
    random = np.random.default_rng(1)
    photo = made.seen(*(f"some label {n}" for n in range(16)), lines=lines)
    full = photo.model_copy(
        update={"embedding": packed(random.normal(size=1280).astype(np.float32))}
    )
    assert len(full.lines) == 60
    assert len(full.model_dump_json().encode()) < LARGEST_PHOTO
