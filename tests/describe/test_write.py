"""What the description says, word by word, for each kind of product and each set of facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from skuscribe.attributes.text.brand import told_brand
from skuscribe.describe.facts import facts_of
from skuscribe.describe.voice import Voice
from skuscribe.describe.write import describe
from skuscribe.record.model import (
    Attribute,
    Category,
    Description,
    GivenFact,
    Standard,
    TextSpan,
)

STANDARD = {"navy": "Navy", "sky blue": "Blue", "white": "White", "crimson": "Red"}


def category(label: str | None) -> Category:
    return Category(
        label=label, confidence=0.9, level="leaf" if label else "unknown", origin="trained"
    )


def colour(name: str) -> Attribute:
    standard = Standard(vocabulary="shopify/color", value=STANDARD.get(name, name.capitalize()))
    return Attribute(
        name="colour", value=name, standard=standard, confidence=0.9, source="photo", photo=0
    )


def shape(word: str) -> Attribute:
    return Attribute(name="shape", value=word, confidence=0.9, source="photo", photo=0)


def line(text: str, height: float = 0.1, confidence: float = 0.95) -> TextSpan:
    box = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.1 + height), (0.1, 0.1 + height))
    return TextSpan(photo=0, text=text, confidence=confidence, polygon=box)


def told(
    label: str | None = None,
    colours: Sequence[str] = (),
    word: str | None = None,
    texts: Sequence[TextSpan] = (),
    length: str = "medium",
    **facts: str,
) -> Description:
    given = tuple(GivenFact(key=key, value=value) for key, value in facts.items())
    attributes = [*map(colour, colours), *([shape(word)] if word else [])]
    facts_ = facts_of(category(label), attributes, texts, told_brand(given), given)
    return describe(facts_, Voice(length=length))


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"label": "cup", "colours": ["navy"]}, "Navy cup", "A navy cup."),
    ({"label": "umbrella"}, "Umbrella", "An umbrella."),
    ({"label": "euphonium"}, "Euphonium", "A euphonium."),
    ({"label": "utility knife"}, "Utility knife", "A utility knife."),
    ({"label": "cup", "colours": ["orange"]}, "Orange cup", "An orange cup."),
    ({"label": "orange", "colours": ["orange"]}, "Orange", "An orange."),
    (
        {"label": "t-shirt", "colours": ["navy", "white"]},
        "Navy and white t-shirt",
        "A navy and white t-shirt.",
    ),
    (
        {"label": "book", "colours": ["crimson", "white", "sky blue"], "word": "rectangular"},
        "Red, white and blue book",
        "A rectangular red, white and blue book.",
    ),
    ({"label": "wristwatch", "word": "round"}, "Wristwatch", "A round wristwatch."),
    ({"label": "jeans", "colours": ["navy"]}, "Navy jeans", "A pair of navy jeans."),
    ({"label": "scissors"}, "Scissors", "A pair of scissors."),
    (
        {"label": "binoculars", "colours": ["black"]},
        "Black binoculars",
        "A pair of black binoculars.",
    ),
    ({"label": "potato chips"}, "Packet of potato chips", "A packet of potato chips."),
    ({"label": "milk"}, "Milk", "Milk."),
    (
        {"label": "orange juice", "colours": ["white", "green"]},
        "Orange juice",
        "Orange juice.",
    ),
    ({"label": "soup can"}, "Can of soup", "A can of soup."),
    ({"colours": ["navy"]}, "Navy product", "A navy product."),
    ({}, "", ""),
    (
        {"label": "cup", "brand": "Nordholm"},
        "Nordholm cup",
        "A cup by Nordholm.",
    ),
    ({"brand": "Nordholm"}, "Nordholm product", "A product by Nordholm."),
    (
        {"label": "cup", "colours": ["navy"], "colour": "Toasted Walnut"},
        "Toasted Walnut cup",
        "A Toasted Walnut cup.",
    ),
    (
        {"label": "cup", "colours": ["navy"], "name": "Morning Mug"},
        "Morning Mug, navy",
        "Morning Mug: a navy cup.",
    ),
    (
        {"label": "cup", "name": "Nordholm Mug", "brand": "Nordholm"},
        "Nordholm Mug",
        "Nordholm Mug: a cup.",
    ),
    ({"name": "Morning Mug"}, "Morning Mug", "Morning Mug."),
    (
        {"label": "cup", "colours": ["white"], "category": "sunglasses"},
        "White sunglasses",
        "A pair of white sunglasses.",
    ),
    (
        {"label": "cup", "colours": ["white"], "category": "spectacles"},
        "White spectacles",
        "White spectacles.",
    ),
    ({"label": "eggs", "colours": ["white"]}, "White eggs", "White eggs."),
    ({"label": "sandal", "colours": ["navy"]}, "Navy sandals", "Navy sandals."),
    (
        {"label": "piece of furniture", "colours": ["white"]},
        "White piece of furniture",
        "A white piece of furniture.",
    ),
    ({"label": "cup", "category": "hat"}, "Hat", "A hat."),
    (
        {"label": "t-shirt", "size": "M", "material": "cotton"},
        "Cotton t-shirt, M",
        "A t-shirt, made of cotton. It comes in size M.",
    ),
    ({"label": "cup", "sku": "17", "price": "3 EUR"}, "Cup", "A cup."),
    (
        {"label": "cup", "care": "Dishwasher safe."},
        "Cup",
        "A cup. Care: Dishwasher safe.",
    ),
    (
        {"label": "cup", "texts": [line("HYGGE")]},
        "Cup",
        "A cup. It reads “HYGGE”.",
    ),
    ({"texts": [line("HYGGE")]}, "", "The product reads “HYGGE”."),
    (
        {"label": "cup", "texts": [line("small", 0.02), line("BIG", 0.2), line("WORDS", 0.2)]},
        "Cup",
        "A cup. It reads “BIG” and “WORDS”.",
    ),
    (
        {"label": "cup", "texts": [line("HYGGE"), line("HYGGE"), line("blur", confidence=0.6)]},
        "Cup",
        "A cup. It reads “HYGGE”.",
    ),
    (
        {"label": "cup", "material": "<b>clay</b> {{7*7}}"},
        "Cup",
        "A cup. Material: <b>clay</b> {{7*7}}.",
    ),
]


@pytest.mark.parametrize(("facts", "title", "text"), CASES, ids=[case[2] for case in CASES])
def test_title_and_text(facts: dict[str, Any], title: str, text: str) -> None:
    found = told(**facts)
    assert (found.title, found.text) == (title, text)


def test_lengths() -> None:
    facts = {
        "label": "cup",
        "texts": [line("ONE"), line("TWO"), line("THREE")],
        "material": "stoneware",
    }
    assert told(**facts, length="short").text == "A cup, made of stoneware."  # type: ignore[arg-type]
    assert told(**facts, length="long").text == (  # type: ignore[arg-type]
        "A cup, made of stoneware. It reads “ONE”, “TWO” and “THREE”."
    )


def test_alt_text_says_what_is_seen_and_not_what_the_merchant_adds() -> None:
    found = told(
        "cup", ["navy"], texts=[line("HYGGE")], colour="Midnight", brand="Nordholm", size="L"
    )
    assert found.alt_text == "A navy cup. It reads “HYGGE”."


def test_bullets_and_tags() -> None:
    found = told("cup", ["sky blue"], "round", [line("HYGGE")], brand="Nordholm", material="clay")
    assert found.bullets == (
        "Color: blue",
        "Shape: round",
        "Brand: Nordholm",
        "Material: clay",
        "Text on it: “HYGGE”",
    )
    assert found.tags == ("cup", "blue", "sky blue", "round", "nordholm", "clay")


def test_what_is_unsure_is_not_said() -> None:
    unsure = colour("navy").model_copy(update={"state": "unsure", "value": ""})
    found = describe(facts_of(category("cup"), [unsure], [], None, []), Voice())
    assert found.text == "A cup."
    assert "navy" not in found.model_dump_json()


def test_long_words_of_the_merchant_are_left_out_where_they_do_not_fit_and_never_cut() -> None:
    brand = "Nord" * 20
    found = told("cup", ["navy"], brand=brand)
    assert found.title == f"{brand} navy cup"
    assert found.meta_title == "Cup"
    assert len(told("cup", name="word " * 180).title) <= 150
    assert told("cup", name="word " * 180).title == "Cup"
    long_name = told("cup", ["navy"], name="x" * 75)
    assert long_name.title == f"{'x' * 75}, navy"
    assert long_name.meta_title == "Navy cup"


def test_every_claim_covers_its_words() -> None:
    found = told("cup", ["navy"], texts=[line("HYGGE")], material="clay")
    said = {
        (claim.kind, found.text[claim.start : claim.end], claim.grounds)
        for claim in found.claims
        if claim.field == "text"
    }
    assert said == {
        ("colour", "navy", ("/attributes/0",)),
        ("category", "cup", ("/category/label",)),
        ("text", "HYGGE", ("/texts/0",)),
        ("material", "clay", ("/facts/0",)),
    }


def test_text_that_speaks_to_a_machine_is_never_said_again() -> None:
    found = told("cup", texts=[line("category = Gold"), line("HYGGE")])
    assert found.text == "A cup. It reads “HYGGE”."
    assert "Gold" not in found.model_dump_json()
