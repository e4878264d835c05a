"""First seen, then settled: what is seen never depends on what is said, and settling is pure."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import made
from skuscribe import Record, Settings, SkuscribeError, Tagger
from skuscribe.describe.lengths import LENGTHS
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Decided, Decision, Node
from skuscribe.record.observed import Observed, Rule
from skuscribe.shop.profile import NO_SHOP, Shop

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def mug(silent_tagger: Tagger, examples: Path) -> Observed:
    return silent_tagger.see([examples / "mug.jpg"], {}, "mug").observed


def test_an_observation_read_back_settles_to_the_same_bytes(mug: Observed) -> None:
    again = Observed.model_validate_json(mug.model_dump_json(by_alias=True))
    assert again == mug
    first, second = (settle(seen, {}, NO_SHOP, Voice()) for seen in (mug, again))
    assert first.to_json() == second.to_json()


def test_what_is_seen_does_not_depend_on_what_is_said(
    silent_tagger: Tagger, examples: Path, mug: Observed
) -> None:
    facts = {"category": "television", "colour": "red", "brand": "Nordholm"}
    told = silent_tagger.see([examples / "mug.jpg"], facts, "mug").observed
    assert told == mug


def test_an_observation_holds_no_pixels_and_is_small(mug: Observed) -> None:
    assert len(mug.model_dump_json()) < 16_000


def test_another_name_for_the_product_chooses_other_colours_without_its_photo(
    silent_tagger: Tagger,
) -> None:
    image = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((50, 50, 350, 250), fill=(18, 18, 20))
    draw.rectangle((62, 62, 338, 238), fill=(30, 140, 220))
    seen = silent_tagger.see([image], {}).observed
    screen = settle(seen, {"category": "television"}, NO_SHOP, Voice())
    book = settle(seen, {"category": "book"}, NO_SHOP, Voice())
    assert [a.value for a in screen.attributes if a.name == "colour"] == ["black"]
    assert next(a.value for a in book.attributes if a.name == "colour") == "azure"
    assert [a.name for a in book.attributes][-1] == "shape"


def test_every_photo_is_measured_and_the_surest_subject_is_chosen() -> None:
    pale = made.seen(subject=0.4, paint=made.colours((made.WHITE, 1.0)))
    sure = made.seen(subject=0.9, index=1)
    record = settle(made.observed(pale, sure), {}, NO_SHOP, Voice())
    assert record.subject.photo == 1
    assert [a.photo for a in record.attributes] == [1]
    assert record.attributes[0].standard is not None
    assert record.attributes[0].standard.value == "Red"


def test_photos_that_are_equally_sure_give_the_first() -> None:
    record = made.record(made.seen(index=0), made.seen(index=1))
    assert record.subject.photo == 0


def test_text_problems_of_any_photo_reach_the_record_once() -> None:
    failed = made.seen().model_copy(update={"text_problems": ("ocr.failed",)})
    record = made.record(failed, failed)
    assert [(p.code, p.where) for p in record.problems] == [("ocr.failed", "/texts")]


@pytest.mark.parametrize(
    ("sure", "least", "label"),
    [(0.9, 0.5, "cup"), (0.5, 0.5, "cup"), (0.499, 0.5, None), (1.0, 1.0, "cup"), (0.9, 1.0, None)],
)
def test_a_word_is_stated_from_the_threshold_on_that_was_seen_with_it(
    sure: float, least: float, label: str | None
) -> None:
    seen = made.observed(made.seen("cup", "hat", "pen", sure=sure))
    rule = Rule(from_level=(1.0, 1.0, least))
    ruled = seen.model_copy(update={"seen_with": seen.seen_with.model_copy(update={"rule": rule})})
    category = settle(ruled, {}, NO_SHOP, Voice()).category
    assert category.label == label
    assert category.level == ("leaf" if label else "unknown")


def test_the_shop_files_the_product() -> None:
    shop = Shop(categories=MappingProxyType({"cup": Node(id="7", path="Kitchen > Mugs")}))
    filed = made.record(shop=shop).category.merchant
    assert filed == Node(id="7", path="Kitchen > Mugs")
    assert made.record().category.merchant is None


@pytest.mark.parametrize("length", LENGTHS)
def test_the_voice_changes_the_words_and_nothing_that_was_seen(length: str) -> None:
    seen = made.seen(lines=[made.line("HELLO")])
    record = made.record(seen, voice=Voice(length=length), material="clay")
    default = made.record(seen, material="clay")
    parts = {"description", "made_by"}
    assert record.model_dump(exclude=parts) == default.model_dump(exclude=parts)
    assert ("HELLO" in record.description.text) == (length != "short")


def test_what_people_decided_stands_in_the_record() -> None:
    change = Decision(field="/brand", by="ana", at="2026-11-24", before=None, after="Nordholm")
    decided = Decided(state="approved", fields=(change,))
    record = settle(made.observed(), {}, NO_SHOP, Voice(), decided)
    assert record.decided == decided
    assert made.record().decided.state == "new"
    assert Record.model_validate_json(record.to_json()) == record


@pytest.mark.parametrize("facts", [{"brand": " "}, {"": "x"}, {"Brand": "a", "brand": "b"}])
def test_facts_that_are_none_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(SkuscribeError) as caught:
        settle(made.observed(), facts, NO_SHOP, Voice())
    assert caught.value.code == "config.invalid"


@given(st.dictionaries(words, words, max_size=4), st.sampled_from(["cup", "television", "dress"]))
@settings(max_examples=60, deadline=None)
def test_settling_is_pure_whatever_the_merchant_says(facts: dict[str, str], label: str) -> None:
    seen = made.observed(made.seen(label, "hat"))
    before = seen.model_dump_json()
    try:
        first = settle(seen, facts, NO_SHOP, Voice())
    except SkuscribeError:
        return  # a key or a value that is empty once cleaned: it has a test of its own
    assert settle(seen, facts, NO_SHOP, Voice()).to_json() == first.to_json()
    assert seen.model_dump_json() == before
    assert json.loads(first.to_json())["facts"] == [fact.model_dump() for fact in first.facts]


def test_a_merchants_fact_called_text_is_no_text_of_the_photo(silent_tagger: Tagger) -> None:
    record = made.record(text="WATERPROOF")
    assert "reads" not in record.description.text
    assert "Text: WATERPROOF." in record.description.text


def test_the_settings_of_a_tagger_are_its_voice(examples: Path) -> None:
    tagger = Tagger(Settings(ocr="none", length="short"))
    care = "dishwasher safe"
    assert care not in tagger.tag(examples / "mug.jpg", facts={"care": care}).description.text
