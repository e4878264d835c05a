"""A line that is read on two photos is one line of the product."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import line
from skuscribe.attributes.text.quantity import quantity_of
from skuscribe.attributes.text.spans import spans_of
from skuscribe.attributes.text.united import united
from skuscribe.record.model import TextSpan

texts = st.lists(st.text("ab1 ", min_size=1, max_size=9), max_size=6)


def spans(*photos: list[tuple[str, float]]) -> list[TextSpan]:
    read = [[line(text, sure) for text, sure in photo] for photo in photos]
    return [span for place, lines in enumerate(read) for span in spans_of(lines, place)]


def said(*photos: list[tuple[str, float]]) -> list[tuple[str, int]]:
    return [(span.text, span.photo) for span in united(spans(*photos))]


def test_the_surer_reading_stays_in_the_place_of_the_first() -> None:
    front = [("HAND CREME", 0.7), ("lavender", 0.9)]
    assert said(front, [("Hand Creme", 0.95), ("80 ml", 0.9)]) == [
        ("Hand Creme", 1),
        ("lavender", 0),
        ("80 ml", 1),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lavender Oil", "Lavander Oil", True),
        ("Lavender Oil", "lavender-oil", True),
        ("Lavender Oil", "Lavender Soap", False),
        ("Bottle of 500 ml", "Bottle of 750 ml", False),
        ("mint", "mist", False),
        ("MINT", "Mint", True),
    ],
)
def test_readings_of_one_line(one: str, other: str, same: bool) -> None:
    assert len(said([(one, 0.9)], [(other, 0.8)])) == (1 if same else 2)


def test_a_line_twice_on_one_photo_is_two() -> None:
    assert said([("twice", 0.9), ("twice", 0.9)]) == [("twice", 0), ("twice", 0)]


@given(texts, texts)
def test_nothing_is_made_up_and_every_line_of_the_first_photo_has_a_reading(
    first: list[str], second: list[str]
) -> None:
    all_ = spans([(text, 0.8) for text in first], [(text, 0.9) for text in second])
    found = united(all_)
    assert set(found) <= set(all_)
    assert len(found) >= sum(span.photo == 0 for span in all_)


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("500 ml", "volume", 0.5),
        ("1 L", "volume", 1),
        ("e 75cl", "volume", 0.75),
        ("2 x 250 g", "mass", 500),
        ("NET WT. 1,5 kg", "mass", 1500),
        ("12 pcs", "number", 12),
        ("16.9 FL. OZ.", "volume", 0.4998),
    ],
)
def test_a_line_that_is_a_quantity(text: str, kind: str, amount: float) -> None:
    found = quantity_of(text)
    assert found is not None
    assert found.kind == kind
    assert found.amount == pytest.approx(amount, rel=1e-3)


@pytest.mark.parametrize("text", ["per 100 g", "Fat 3 g", "500", "ml", "0 g", "500 mlk", "€ 5 g"])
def test_other_lines_are_none(text: str) -> None:
    assert quantity_of(text) is None
