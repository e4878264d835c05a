"""The limits of a photo's size: one code each, in a fixed order, exact to the pixel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.limits import LONGEST_SIDE, PhotoOptions, refuse_size

FEW = PhotoOptions(max_pixels=10_000)


def code_of(width: int, height: int, limits: PhotoOptions = FEW) -> str | None:
    try:
        refuse_size(width, height, limits)
    except SkuscribeError as error:
        return str(error.code).removeprefix("photo.")
    return None


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((0, 1_000_000), "zero_size"),
        ((-1, 100), "zero_size"),
        ((15, 1_000_000), "too_small"),
        ((16, 1_000_000), "too_many_pixels"),
        ((100, 101), "too_many_pixels"),
        ((100, 100), None),
        ((16, 625), None),
        ((16, 16), None),
    ],
)
def test_the_first_limit_that_is_broken_is_told(size: tuple[int, int], code: str | None) -> None:
    assert code_of(*size) == code
    assert code_of(*size[::-1]) == code


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((20_000, 400), None),
        ((20_001, 401), "extreme_shape"),
        ((800, 16), None),
        ((801, 16), "extreme_shape"),
    ],
)
def test_the_longest_side_and_the_aspect_are_exact(size: tuple[int, int], code: str | None) -> None:
    assert code_of(*size, PhotoOptions()) == code
    assert code_of(*size[::-1], PhotoOptions()) == code


@given(st.integers(-5, 30_000), st.integers(-5, 30_000))
def test_every_size_is_judged_alike_upright_and_sideways(width: int, height: int) -> None:
    found = code_of(width, height, PhotoOptions())
    assert found == code_of(height, width, PhotoOptions())
    if found is None:
        assert min(width, height) >= 16
        assert max(width, height) <= LONGEST_SIDE
        assert width * height <= PhotoOptions().max_pixels


def test_the_message_tells_the_size_and_the_limit() -> None:
    with pytest.raises(SkuscribeError, match="200 x 100 pixels, more than 10,000"):
        refuse_size(200, 100, FEW)
    with pytest.raises(SkuscribeError, match="15 x 100 pixels; each side needs 16"):
        refuse_size(15, 100, FEW)


@pytest.mark.parametrize(
    "wrong",
    [{"max_bytes": 0}, {"max_pixels": 0}, {"decode_seconds": 0.0}, {"max_sides": 4}],
    ids=["bytes", "pixels", "seconds", "unknown"],
)
def test_a_limit_that_lets_nothing_through_or_is_unknown_is_refused(
    wrong: dict[str, float],
) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        PhotoOptions.model_validate(wrong)
