"""The lines of a card say what the record says, and what is not sure as not sure."""

from __future__ import annotations

from typing import Any

import pytest

import made
from skuscribe import Record
from skuscribe.card.summary import (
    METHODS,
    Swatch,
    badge,
    category_line,
    claimed,
    fact_lines,
    filed_lines,
    heading,
    likelihood,
    other_lines,
    painted,
    percent,
    subject_line,
    text_line,
)
from skuscribe.record.model import Alternative, Attribute, Decided, Evidence, Node
from skuscribe.shop.profile import Shop

SHOP = Shop(categories={"cup": Node(id="7", path="Kitchen > Cups")})


def attribute(name: str, value: str, **changed: Any) -> Attribute:  # noqa: ANN401
    return Attribute(name=name, value=value, confidence=0.876, source="photo", **changed)


def changed(**update: object) -> Record:
    return made.record().model_copy(update=update)


def found(**update: object) -> Record:
    subject = made.subject_info().model_copy(update=update)
    return changed(subject=subject)


@pytest.mark.parametrize(
    ("fraction", "said"),
    [(0, "0\u00a0%"), (1, "100\u00a0%"), (0.876, "88\u00a0%"), (0.004, "0\u00a0%")],
)
def test_fractions_are_whole_per_cent_that_do_not_break(fraction: float, said: str) -> None:
    assert percent(fraction) == said


def test_a_label_is_told_with_its_confidence() -> None:
    assert category_line(made.record()) == "cup · likely"
    assert category_line(made.record(category="hat")) == "hat · sure"


def test_a_label_that_is_not_sure_is_told_as_the_three_likeliest() -> None:
    record = made.record(made.seen("cup", "hat", "pen", "bag", sure=0.4))
    assert category_line(record) == "not sure · perhaps cup or bag or hat"


def test_a_label_that_is_not_sure_with_one_guess_has_no_or() -> None:
    guess = (Alternative(label="cup", confidence=0.4),)
    category = made.category(None).model_copy(update={"alternatives": guess})
    assert category_line(changed(category=category)) == "not sure · perhaps cup"


def test_the_shops_own_category_is_told_first_and_what_is_not_mapped_not_at_all() -> None:
    lines = filed_lines(made.record(shop=SHOP))
    assert lines[0] == ("Your shop", "Kitchen > Cups")
    assert [name for name, _ in lines] == ["Your shop", "Shopify", "Google"]
    assert [name for name, _ in filed_lines(made.record())] == ["Shopify", "Google"]
    assert filed_lines(made.record(category="gizmo")) == ()


def test_colours_are_painted_with_name_and_share() -> None:
    paint = made.colours((made.RED, 0.666), (made.BLUE, 0.334))
    (swatches,) = painted(made.record(made.seen(paint=paint))).values()
    assert [(swatch.name, swatch.share) for swatch in swatches] == [
        ("red", 67),
        (swatches[1].name, 33),
    ]
    assert all(swatch.hex.startswith("#") and len(swatch.hex) == 7 for swatch in swatches)


def test_a_colour_that_is_not_clear_keeps_its_heading_and_paints_nothing() -> None:
    assert painted(made.record(made.seen(subject=0.1))) == {"Colours": ()}


def test_a_record_without_swatches_paints_nothing() -> None:
    assert painted(changed(attributes=(attribute("shape", "round"),))) == {}


def test_a_swatch_is_what_was_measured_and_not_what_the_word_means() -> None:
    record = made.record()
    measured = record.attributes[0].evidence.swatch
    assert measured is not None
    assert painted(record)["Colours"] == (Swatch(measured.hex, "red", "bright red", 100),)


def test_other_attributes_are_told_with_their_likelihood_where_they_are_shown() -> None:
    attributes = (
        *made.record().attributes,
        attribute("shape", "round"),
        attribute("pattern", "striped"),
        attribute("shape", "", state="unsure"),
        attribute("shape", "", state="not_visible"),
    )
    assert other_lines(changed(attributes=attributes)) == (
        ("Shape", "round · likely"),
        ("Pattern", "striped · likely"),
    )


@pytest.mark.parametrize(
    ("name", "said"), [("colour", "Colours"), ("shape", "Shape"), ("pattern", "Pattern")]
)
def test_an_attribute_has_a_heading_even_where_the_table_lacks_it(name: str, said: str) -> None:
    assert heading(name) == said


def test_text_is_told_line_by_line_each_once() -> None:
    lines = [made.line("HYGGE"), made.line("cups / mugs"), made.line("HYGGE")]
    assert text_line(made.record(made.seen(lines=lines))) == "HYGGE / cups / mugs"
    assert text_line(made.record()) == ""


def test_facts_are_told_as_the_merchants_own_words_in_order() -> None:
    assert fact_lines(made.record(size="M", brand="Nordholm")) == (
        ("Size", "M (your word)"),
        ("Brand", "Nordholm (your word)"),
    )


@pytest.mark.parametrize("method", [name for name in METHODS if name != "whole_frame"])
def test_how_the_product_was_found_is_told_with_how_sure_and_how_large(method: str) -> None:
    line = subject_line(found(method=method, confidence=0.9, share=0.36))
    assert line == f"{METHODS[method]}, clear, 36\u00a0% of the photo"


def test_a_product_that_was_not_found_is_told_without_sureness_or_size() -> None:
    assert subject_line(found(method="whole_frame", confidence=0, share=1)) == (
        "not found, the whole frame is taken"
    )


def test_a_method_without_words_is_told_by_its_name() -> None:
    assert subject_line(found(method="magic")).startswith("magic, clear, ")


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1, "clear"), (0.8, "clear"), (0.79, "fair"), (0.5, "fair"), (0.49, "doubtful")],
)
def test_sureness_is_told_in_a_word(confidence: float, word: str) -> None:
    assert f", {word}, " in subject_line(found(confidence=confidence))


def test_a_claim_is_told_by_the_words_it_covers_in_texts_and_in_lists() -> None:
    description = made.record(brand="Nordholm", material="clay").description
    said = {(claim.field, claim.kind, claimed(description, claim)) for claim in description.claims}
    assert ("title", "brand", "Nordholm") in said
    assert ("bullets", "material", "Material: clay") in said
    assert ("tags", "material", "clay") in said
    assert ("text", "colour", "red") in said


def test_evidence_without_a_swatch_is_never_painted() -> None:
    measured = attribute("colour", "red", evidence=Evidence(measure={"share": 1.0}))
    assert painted(changed(attributes=(measured,))) == {}
    assert other_lines(changed(attributes=(measured,))) == (("Colours", "red · likely"),)


@pytest.mark.parametrize(
    ("confidence", "word"),
    [
        (1.0, "sure"),
        (0.95, "sure"),
        (0.949, "likely"),
        (0.8, "likely"),
        (0.5, "probably"),
        (0, "perhaps"),
    ],
)
def test_confidence_is_told_in_words(confidence: float, word: str) -> None:
    assert likelihood(confidence) == word


def test_the_badge_says_whether_a_record_may_go_out() -> None:
    assert badge(made.record()) == "ready"
    assert badge(made.record(made.seen(subject=0.1))) == "look again"
    approved = Decided(state="approved")
    assert badge(made.record().model_copy(update={"decided": approved})) == "approved"


def test_a_finer_name_is_noted_where_it_says_more() -> None:
    assert Swatch("#000000", "navy", "midnight", 40).note == "40 %, midnight"
    assert Swatch("#000000", "navy", "navy", 40).note == "40 %"
