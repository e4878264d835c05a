"""An audit names both sides, and is silent where one of them is not sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made
from skuscribe.attributes.colour.neighbours import NEIGHBOURS
from skuscribe.audit.colours import colours_in
from skuscribe.audit.finding import SEVERITIES, Finding
from skuscribe.audit.findings import findings_of
from skuscribe.audit.listing import Listing, listing_of, plain
from skuscribe.audit.titles import kind_in
from skuscribe.audit.unseen import UNSEEN
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import (
    Attribute,
    Brand,
    Category,
    Evidence,
    Record,
    Standard,
    Swatch,
    TextSpan,
)
from skuscribe.shop.profile import NO_SHOP
from skuscribe.taxonomy.words import word_of

LABS = {"Red": (45.0, 65.0, 40.0), "Navy": (15.0, 5.0, -25.0), "White": (97.0, 0.0, 0.0)}


def seen(**changes: object) -> Record:
    """A record that shows nothing but what is given."""
    record = settle(made.observed(made.seen()), {}, NO_SHOP, Voice())
    plain = {"attributes": (), "texts": (), "brand": None, "facts": (), "proposals": ()}
    nothing = Category(label=None, confidence=0.0, level="unknown", origin="trained")
    return record.model_copy(update={**plain, "category": nothing, **changes})


def showing(word: str, confidence: float = 0.9) -> Record:
    lab = LABS[word]
    attribute = Attribute(
        name="colour",
        value=word.lower(),
        standard=Standard(vocabulary="shopify/color", value=word),
        confidence=confidence,
        source="photo",
        photo=0,
        evidence=Evidence(swatch=Swatch(hex="#000000", share=0.9, lab=lab)),
    )
    return seen(attributes=(attribute,))


def called(label: str, confidence: float = 0.9) -> Record:
    word = word_of(label)
    assert word is not None
    return seen(
        category=Category(
            label=label, confidence=confidence, level="leaf", origin="trained", google=word.google
        )
    )


def reading(*lines: str, brand: str = "") -> Record:
    spans = tuple(
        TextSpan(photo=0, text=line, confidence=0.97, polygon=made.SQUARE) for line in lines
    )
    found = Brand(value=brand, confidence=0.95, evidence=Evidence(text=0)) if brand else None
    return seen(texts=spans, brand=found)


def contradictions(record: Record, title: str = "", **columns: str) -> list[Finding]:
    found = findings_of(record, Listing(title, "", columns))
    return [each for each in found if each.kind == "contradicts"]


def test_a_colour_of_the_other_side_is_contradicted_and_both_are_named() -> None:
    (found,) = contradictions(showing("Red"), "Navy dress", colour="navy")
    assert (found.field, found.says, found.shows) == ("colour", "navy", "red")
    assert found.ground == "/attributes/0"
    assert found.why == "the listing says navy, the photo shows red (90% sure)"


@pytest.mark.parametrize("said", ["red", "burgundy", "pink", "orange", "multicolour", "bronze"])
def test_a_neighbour_or_a_word_without_a_place_is_not_contradicted(said: str) -> None:
    assert contradictions(showing("Red"), colour=said) == []


def test_a_colour_that_is_not_sure_contradicts_nothing() -> None:
    assert contradictions(showing("Red", 0.3), colour="navy") == []


def test_of_two_things_in_a_title_the_first_has_the_colour() -> None:
    assert contradictions(showing("Red"), "Red dress with navy belt") == []


def test_dress_and_shoes_are_far_and_shirt_and_blouse_are_near() -> None:
    (found,) = contradictions(called("sneaker"), "Summer dress")
    assert (found.field, found.says, found.shows) == ("category", "dress", "sneaker")
    assert contradictions(called("shirt"), "Silk blouse") == []
    assert contradictions(called("sneaker", 0.4), "Summer dress") == []


def test_the_column_may_speak_for_the_title() -> None:
    assert contradictions(called("sneaker"), "Summer dress", category="Shoes > Sneaker") == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Navy dress with red belt", "dress"),
        ("Black shoe rack", ""),
        ("Amplifier White", "amplifier"),
        ("Case for laptop", ""),
    ],
)
def test_what_a_title_calls_the_product(title: str, kind: str) -> None:
    assert kind_in(title) in (kind, "case") if title.startswith("Case") else kind_in(title) == kind


def test_another_quantity_on_the_label_is_contradicted() -> None:
    (found,) = contradictions(reading("1 l"), "Apple drink 2 l")
    assert (found.field, found.says, found.shows) == ("quantity", "2 l", "1 l")
    assert found.ground == "/texts/0"
    assert contradictions(reading("16.9 fl oz"), "Drink 500 ml") == []
    assert contradictions(reading("330 ml"), "Cola 6 x 330 ml") == []


def test_columns_contradict_the_title_without_a_photo() -> None:
    (found,) = contradictions(UNSEEN, "Drink 2 l", quantity="1 l")
    assert found.ground == "/listing/quantity"
    (found,) = contradictions(UNSEEN, "Navy dress", colour="Yellow")
    assert found.why == "the title says navy, the colour column says Yellow"


def test_another_brand_is_contradicted_and_an_alias_is_not() -> None:
    record = reading("NIVEA", brand="Nivea")
    (found,) = contradictions(record, brand="Dove")
    assert (found.says, found.shows, found.ground) == ("Dove", "Nivea", "/texts/0")
    assert contradictions(record, brand="NIVEA Men") == []
    assert contradictions(reading("NIVEA", "by Dove", brand="Nivea"), brand="Dove") == []


def test_a_word_that_has_to_be_proved_is_found_once() -> None:
    listing = Listing("Waterproof bag", "A waterproof bag. Dermatologically tested.", {})
    found = [f for f in findings_of(UNSEEN, listing) if f.kind == "unsupported"]
    assert [(each.field, each.says) for each in found] == [
        ("certification", "Dermatologically tested"),
        ("performance", "Waterproof"),
    ]


def test_a_column_supports_a_word() -> None:
    listing = Listing("Waterproof bag", "", {"features": "waterproof"})
    assert all(each.kind != "unsupported" for each in findings_of(UNSEEN, listing))


def test_an_empty_column_is_told_what_could_fill_it() -> None:
    found = findings_of(showing("Red"), Listing("Dress"))
    (gap,) = [each for each in found if each.kind == "missing"]
    assert (gap.field, gap.says, gap.shows) == ("colour", "", "red")


def test_a_channel_refuses_a_long_title_and_a_wrong_gtin() -> None:
    found = findings_of(UNSEEN, Listing("word " * 40, "Text", {"gtin": "1234567890123"}))
    assert {each.field for each in found if each.kind == "rules"} == {"title", "gtin"}


def test_the_worst_comes_first() -> None:
    record = showing("Red").model_copy(update={"category": called("sneaker").category})
    found = findings_of(record, Listing("Handmade waterproof navy dress"))
    severities = [each.severity for each in found]
    assert severities == sorted(severities, reverse=True)
    assert [each.field for each in found[:2]] == ["category", "colour"]


def test_a_run_keeps_a_title_as_a_name() -> None:
    listing = listing_of({"name": "Navy dress", "Product": "dress", "colour": "navy"})
    assert listing.title == "Navy dress"
    assert dict(listing.columns) == {"category": "dress", "colour": "navy"}


def test_html_is_read_as_text() -> None:
    assert plain("<p>One &amp; two</p><style>x{}</style><ul><li>three") == "One & two\nthree"


@given(st.sampled_from(sorted(NEIGHBOURS)))
def test_every_shopify_word_is_read(word: str) -> None:
    assert colours_in(word.lower()) == (word,)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=20))
def test_whatever_a_listing_says_is_audited(title: str, text: str, colour: str) -> None:
    for each in findings_of(showing("White"), Listing(title, text, {"colour": colour})):
        assert (each.kind, each.field) in SEVERITIES
        assert each.why
