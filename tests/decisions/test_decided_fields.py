"""Fields as people name them become pointers; what is no field is refused."""

from __future__ import annotations

import pytest

from skuscribe import SkuscribeError
from skuscribe.decisions.fields import field_of


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ("colour", "/facts/colour"),
        ("Colour ", "/facts/colour"),
        ("facts/colour", "/facts/colour"),
        ("/facts/colour", "/facts/colour"),
        ("title", "/facts/name"),
        ("product", "/facts/category"),
        ("color", "/facts/colour"),
        ("care label", "/facts/care label"),
        ("description/title", "/description/title"),
        ("/description/tags", "/description/tags"),
    ],
)
def test_a_field_is_a_fact_or_words_of_the_description(name: str, pointer: str) -> None:
    assert field_of(name) == pointer


@pytest.mark.parametrize(
    "name", ["", "/", "description/", "description/nonsense", "../id", "facts/", "=1", "x" * 41]
)
def test_what_is_no_field_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(SkuscribeError) as caught:
        field_of(name)
    assert caught.value.code == "decision.invalid"
    assert "description/ with" in caught.value.hint
