"""An alt text tells what the photo shows; every other text what the merchant tells."""

from __future__ import annotations

import made
from skuscribe.describe.verify import verify
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.shop.profile import NO_SHOP

RECORD = settle(made.observed(made.seen()), {"colour": "navy"}, NO_SHOP, Voice())
"""Seen in bright red; its merchant says navy."""


def verdict(text: str, shown: bool) -> str:
    return next(f.verdict for f in verify(text, RECORD, shown=shown) if f.kind == "colour")


def test_what_was_seen_supports_an_alt_text_and_no_other() -> None:
    assert verdict("A bright red cup.", shown=True) == "supported"
    assert verdict("A bright red cup.", shown=False) == "contradicted"


def test_the_merchants_colour_may_stand_in_both() -> None:
    assert {verdict("A navy cup.", shown=shown) for shown in (True, False)} == {"supported"}


def test_a_colour_that_nobody_names_is_in_neither() -> None:
    assert {verdict("A green cup.", shown=shown) for shown in (True, False)} == {"contradicted"}


def test_the_writers_own_alt_text_is_supported() -> None:
    written = RECORD.description.alt_text
    assert not [f for f in verify(written, RECORD, shown=True) if f.is_fault]
