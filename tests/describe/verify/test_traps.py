"""Every trap of a shop's words: what is claimed is judged, not which words occur."""

from __future__ import annotations

import pytest

import made
from skuscribe.describe.verify import verify
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.shop.profile import NO_SHOP

S, C, U, O = "supported", "contradicted", "unsupported", "not_checkable"  # noqa: E741


def record_of(facts: dict[str, str], *lines: str, length: str = "long") -> Record:
    """A bright red cup with these lines on it, unless the merchant says otherwise."""
    seen = made.seen(lines=[made.line(text, top=0.02 * n) for n, text in enumerate(lines)])
    return settle(made.observed(seen), facts, NO_SHOP, Voice(length=length))


def verdicts(text: str, facts: dict[str, str], *lines: str) -> dict[str, str]:
    return {f.text: f.verdict for f in verify(text, record_of(facts, *lines))}


TRAPS: list[tuple[dict[str, str], str, str, str]] = [
    # facts, text, the words of the claim, verdict
    ({"material": "faux leather"}, "A leather cup", "leather", C),
    ({"material": "faux leather"}, "A leather-look cup", "leather-look", S),
    ({"material": "leather"}, "A faux leather cup", "faux leather", C),
    ({"material": "leather"}, "A leather cup", "leather", S),
    ({}, "A leather cup", "leather", U),
    ({"material": "leather"}, "Leather care kit", "care kit", U),
    ({"colour": "gold"}, "A gold-tone ring", "gold-tone", S),
    ({"category": "ring", "colour": "gold"}, "A gold ring", "gold", U),
    ({"category": "ring", "material": "gold-plated brass"}, "A gold ring", "gold", C),
    ({"colour": "denim blue"}, "In denim blue", "denim blue", S),
    ({"material": "polyester"}, "A silky cup", "silky", U),
    ({"material": "polyester"}, "A silk cup", "silk", C),
    ({"performance": "water-resistant"}, "A waterproof cup", "waterproof", U),
    ({"performance": "waterproof"}, "A water-repellent cup", "water-repellent", S),
    ({"waterproof": "no"}, "A waterproof cup", "waterproof", C),
    ({"waterproof": "no"}, "Not waterproof", "waterproof", S),
    ({}, "Not waterproof", "waterproof", U),
    ({}, "Without hood", "hood", U),
    ({}, "BPA-free", "BPA-free", U),
    ({"contains": "BPA-free"}, "BPA-free", "BPA-free", S),
    ({}, "A hoodless cup", "hoodless", U),
    ({"material": "viscose from bamboo"}, "A bamboo cup", "bamboo", C),
    ({"material": "cotton"}, "Made of organic cotton", "organic cotton", U),
    ({"material": "organic cotton"}, "Made of cotton", "cotton", S),
    ({"style": "Persian"}, "A Persian cup", "Persian", S),
    ({"style": "Turkish"}, "A cup made in Turkey", "Turkey", U),
    ({"colour": "blue"}, "A navy cup", "navy", U),
    ({"colour": "navy"}, "A blue cup", "blue", S),
    ({"colour": "navy"}, "A red cup", "red", C),
    ({"colour": "black"}, "A cup with red trim", "red", U),
    ({"trim colour": "red", "colour": "black"}, "A cup with red trim", "red", S),
    ({"trim colour": "red", "colour": "black"}, "A red cup", "red", C),
    ({"brand": "Nordholm"}, "A cup by Nike", "Nike", C),
    ({"brand": "Nordholm"}, "A cup by Nordholm", "Nordholm", S),
    ({"brand": "Nordholm"}, "A Nike-style cup", "Nike-style", U),
    ({"compatibility": "iPhone"}, "A case for iPhone", "iPhone", S),
    ({}, "A case for iPhone", "iPhone", U),
    ({}, "A handmade cup", "handmade", U),
    ({}, "The best cup", "best", U),
    ({}, "A durable cup", "durable", U),
    ({}, "Dermatologically tested", "Dermatologically tested", U),
    ({"capacity": "500 ml"}, "It holds 0.5 l", "0.5 l", S),
    ({"capacity": "500 ml"}, "It holds 0.6 l", "0.6 l", C),
    ({"diameter": "9/16 in"}, "1-9/16 in", "1-9/16 in", C),
    ({"size": "10"}, "Pack of 10", "Pack of 10", U),
    ({"size": "10"}, "Size 10", "Size 10", S),
    ({"material": "95% cotton"}, "100% cotton", "100% cotton", C),
    ({"sleeve": "long"}, "A shirt with long sleeves", "long sleeves", S),
    ({"sleeve": "long"}, "A short-sleeved shirt", "short-sleeved", C),
    ({"colour": "chocolate"}, "In chocolate", "chocolate", S),
    ({}, "A lovely cup", "lovely", O),
    ({}, "A frobnicated cup", "frobnicated", U),
    ({}, "A teapot", "teapot", C),
    ({}, "Drinkware", "Drinkware", S),
]


@pytest.mark.parametrize(("facts", "text", "words", "verdict"), TRAPS)
def test_a_trap_is_seen(facts: dict[str, str], text: str, words: str, verdict: str) -> None:
    assert verdicts(text, facts).get(words) == verdict


def test_text_on_the_product_grounds_a_material_and_a_photo_never_does() -> None:
    assert verdicts("A cotton cup", {}, "100% cotton")["cotton"] == S
    assert verdicts("A cotton cup", {})["cotton"] == U


def test_talk_of_the_shop_is_no_claim_and_hides_none() -> None:
    assert verdicts("Free delivery over £30. Order now!", {}) == {}
    assert verdicts("Order this waterproof cup now", {})["waterproof"] == U


def test_only_text_that_was_read_may_be_quoted() -> None:
    assert verdicts("It reads “Good day”", {}, "GOOD DAY") == {"Good day": S}
    assert verdicts("It reads “Good night”", {}, "GOOD DAY") == {"Good night": U}


INVENTIONS = [
    ("with water resistance", "water resistance"),
    ("with secure locks", "secure locks"),
    ("a telescopic handle", "telescopic handle"),
    ("breathable fabric", "breathable"),
    ("durable straps", "durable"),
    ("mesh material", "mesh"),
    ("cushioned soles", "cushioned"),
]


@pytest.mark.parametrize(("text", "words"), INVENTIONS)
def test_the_inventions_of_the_reference_pipeline_are_found(text: str, words: str) -> None:
    assert verdicts(text, {})[words] == U


MUTATED = {
    "colour": ("navy", "red", "olive", "white"),
    "material": ("cotton", "leather", "polyester", "stainless steel", "porcelain"),
    "capacity": ("500 ml", "300 ml", "1.5 l", "2 kg"),
    "performance": ("water-resistant", "waterproof", "shockproof", "rustproof"),
}
TOLD = {"colour": "A {} cup", "material": "Made of {}", "capacity": "{}", "performance": "A {} cup"}
MUTANTS = [
    (key, value, text)
    for key, values in MUTATED.items()
    for value in values
    for text in (
        *(TOLD[key].format(other) for other in values if other != value),
        f"Not {value}",
    )
    if not (value == "waterproof" and text == "A water-resistant cup")  # it follows
]


def test_a_true_sentence_is_supported_and_a_changed_one_is_not() -> None:
    for key, values in MUTATED.items():
        for value in values:
            said = TOLD[key].format(value)
            assert {S} == set(verdicts(said, {key: value}).values()), said
    missed = [m for m in MUTANTS if set(verdicts(m[2], {m[0]: m[1]}).values()) <= {S}]
    assert len(missed) <= 0.01 * len(MUTANTS), missed


FACTS: list[dict[str, str]] = [
    {},
    {"brand": "Nordholm", "material": "stoneware", "capacity": "350 ml", "care": "hand wash"},
    {"name": "Aria Mug 300", "category": "mug", "colour": "Toasted Walnut", "size": "M"},
    {"category": "running shoe", "sole": "black rubber", "waterproof": "no"},
    {"category": "frobnicator", "quantity": "10", "brand": "Black & Decker"},
]


@pytest.mark.parametrize("length", ["short", "medium", "long"])
@pytest.mark.parametrize("facts", FACTS)
def test_what_the_writer_says_is_supported(facts: dict[str, str], length: str) -> None:
    record = record_of(facts, "Hello World", "250 g", length=length)
    said = record.description
    fields = (said.title, said.text, said.alt_text, said.meta_title, said.meta_description)
    for text in (*fields, *said.bullets, *said.tags):
        faults = [(f.text, f.kind, f.why) for f in verify(text, record) if f.is_fault]
        assert not faults, text
