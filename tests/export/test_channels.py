"""What a record lacks for a channel is told by the published rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.listings import IMAGES, cup
from skuscribe.record.channels import CHANNELS, is_gtin, lacks


def lacking(channel: str, words: dict[str, Any] | None = None, **facts: str) -> list[str]:
    listing = cup(words=words, **facts)
    return [f"{e.kind} {e.field}" for e in lacks(listing.record, channel, IMAGES)]


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_cup_lacks_nothing(channel: str) -> None:
    assert lacking(channel) == []


@pytest.mark.parametrize(
    ("channel", "words", "facts", "expected"),
    [
        ("google", {"title": "x" * 151}, {}, "wrong title"),
        ("google", {"title": ""}, {}, "missing title"),
        ("google", {"text": "x" * 5001}, {}, "wrong description"),
        ("google", {}, {"gtin": "4006381333932"}, "wrong gtin"),
        ("google", {}, {"price": "19,90"}, "wrong price"),
        ("google", {}, {"availability": "maybe"}, "wrong availability"),
        ("google", {}, {"link": "ftp://a"}, "wrong link"),
        ("google", {}, {"colour": "red/blue 1"}, "wrong color"),
        ("google", {}, {"colour": "one/two/three/four"}, "wrong color"),
        ("google", {}, {"brand": "N/A"}, "wrong brand"),
        ("google", {}, {"age_group": "old"}, "wrong age_group"),
        ("shopify", {"title": "x" * 256}, {}, "wrong Title"),
        ("shopify", {"meta_title": "x" * 71}, {}, "wrong SEO title"),
        ("shopify", {"tags": ["x"] * 251}, {}, "wrong Tags"),
        ("shopify", {}, {"brand": "N"}, "wrong Vendor"),
    ],
)
def test_each_rule_is_told(
    channel: str, words: dict[str, Any], facts: dict[str, str], expected: str
) -> None:
    assert lacking(channel, words, **facts) == [expected]


def test_clothing_needs_more() -> None:
    record = dict(cup().record)
    path = "Apparel & Accessories > Clothing"
    record["category"] = {**record["category"], "google": {"id": "1604", "path": path}}
    found = {e.field for e in lacks(record, "google", IMAGES)}
    assert found == {"gender", "age_group"}


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_gtin_has_one_check_digit(digits: str) -> None:
    assert sum(is_gtin(digits + str(check)) for check in range(10)) == 1
