"""The photo that should be the first is named, with what it has and the first one lacks."""

from __future__ import annotations

from typing import Any

import pytest

import made
from skuscribe.record.observed import SeenPhoto, SeenQuality
from skuscribe.review.advice import ADVICE
from skuscribe.review.first import BETTER, better_first, main_photo

GOOD: dict[str, Any] = {
    "sharpness": 0.5,
    "brightest": 1.0,
    "burnt": 0.0,
    "busyness": 0.0,
    "touching": 0.0,
    "frame": 0.0,
}


def photo(name: str = "a.jpg", side: int = 1000, **changed: float) -> SeenPhoto:
    seen = made.seen()
    info = seen.info.model_copy(update={"name": name, "width": side, "height": side})
    quality = SeenQuality(**(GOOD | changed))
    return seen.model_copy(update={"info": info, "quality": quality})


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ({"sharpness": 0.1}, "sharp"),
        ({"touching": 0.5}, "shows the whole product"),
        ({"busyness": 0.9}, "on a plainer ground"),
        ({"side": 300}, "large"),
        ({"busyness": 0.9, "sharpness": 0.1}, "sharp, on a plainer ground"),
    ],
)
def test_a_better_photo_is_named_with_the_reason(first: dict[str, Any], why: str) -> None:
    told = better_first([photo(**first), photo("b.jpg")], [0, 1])
    assert told == {("photo.better_first", "/photos/1"): f"put photo 2 (b.jpg) first: {why}"}


def test_equally_good_photos_stay_in_their_order() -> None:
    assert better_first([photo(), photo()], [0, 1]) == {}
    assert main_photo([photo(busyness=0.9), photo(busyness=0.9)], [0, 1]) == 0


def test_a_soft_photo_is_worse_than_a_busy_one() -> None:
    assert main_photo([photo(sharpness=0.1), photo(busyness=0.9, frame=0.05)], [0, 1]) == 1


def test_a_photo_that_does_not_show_the_product_is_never_the_first() -> None:
    told = better_first([photo(), photo("b.jpg", busyness=0.9)], [1])
    assert list(told.values()) == ["put photo 2 (b.jpg) first: shows the product"]


def test_it_is_told_and_asks_nobody() -> None:
    record = made.record(photo(busyness=0.9), photo())
    assert [p.code for p in record.problems] == ["photo.busy_ground", "photo.better_first"]
    assert not record.review.needed


def test_every_fault_of_a_photo_counts() -> None:
    assert set(BETTER) == {each.code for each in ADVICE}
