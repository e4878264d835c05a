"""Every language says what the protocol asks for; a voice is made of what there is."""

from __future__ import annotations

import inspect
from itertools import pairwise

import pytest
from pydantic import ValidationError

import made
from skuscribe.describe.facts import Facts, facts_of
from skuscribe.describe.language import Language, open_language
from skuscribe.describe.languages import LANGUAGES
from skuscribe.describe.languages.en.words import Noun, comes_in_two, noun_of, nouns, opening
from skuscribe.describe.lengths import LENGTHS, TONES
from skuscribe.describe.plan import plan_of, plan_of_photo
from skuscribe.describe.style import Style
from skuscribe.describe.voice import CHOICES, Voice
from skuscribe.describe.write import describe
from skuscribe.pipeline import settle
from skuscribe.record.limits import BULLET, FIELD_LIMITS, MOST_BULLETS, TAG
from skuscribe.record.model import Attribute, Description
from skuscribe.shop.profile import NO_SHOP

ASKED = [name for name in vars(Language) if not name.startswith("_")]
NOTHING = plan_of(Facts((), (), ()), LENGTHS["long"])


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("code", [*LANGUAGES])
def test_every_language_has_the_functions_of_the_protocol(code: str, name: str) -> None:
    there = inspect.signature(getattr(open_language(code), name)).parameters
    asked = [*inspect.signature(getattr(Language, name)).parameters][1:]
    assert [*there] == asked


@pytest.mark.parametrize("code", [*LANGUAGES])
def test_no_language_says_anything_of_nothing(code: str) -> None:
    language = open_language(code)
    assert language.sentences(NOTHING, Style()) == []
    assert language.photo_sentences(plan_of_photo(Facts((), (), ())), Style()) == []
    assert not language.title(NOTHING, 150, Style())
    assert (language.bullets(NOTHING, Style()), language.tags(NOTHING, Style())) == ([], [])


def test_the_first_language_tone_and_length_there_are_are_in_the_voices_choices() -> None:
    assert Voice().model_dump() == {
        "lang": "en",
        "tone": "plain",
        "length": "medium",
        "spelling": "us",
    }
    assert next(iter(LANGUAGES)) == Voice().lang
    assert {*CHOICES} == {*Voice.model_fields}


@pytest.mark.parametrize("name", ["lang", "tone", "length", "spelling"])
@pytest.mark.parametrize("value", ["", "xx", "EN", "../en", "plain ", None, 3])
def test_a_voice_refuses_what_there_is_not(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Voice.model_validate({name: value})
    if isinstance(value, str):
        assert all(choice in str(caught.value) for choice in CHOICES[name])


def test_a_voice_refuses_a_setting_it_does_not_have() -> None:
    with pytest.raises(ValidationError):
        Voice.model_validate({"mood": "merry"})


def test_a_voice_stays_as_it_is() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Voice().lang = "en"


@pytest.mark.parametrize("length", [*LENGTHS])
@pytest.mark.parametrize("tone", TONES)
def test_a_description_says_in_which_language_and_tone_it_is(tone: str, length: str) -> None:
    found = made.record(voice=Voice(tone=tone, length=length)).description
    assert (found.language, found.tone, found.writer) == ("en", tone, "plain")


def test_longer_voices_say_all_that_shorter_ones_say() -> None:
    texts = [
        made.record(voice=Voice(length=length), care="cold", roast="dark").description.text
        for length in LENGTHS
    ]
    assert texts[0] == "A red cup."
    assert all(longer.startswith(shorter) for shorter, longer in pairwise(texts))


def described(*texts: str, **facts: str) -> Description:
    """What is said of a red cup with these lines on it."""
    lines = [made.line(text, top=0.02 * number) for number, text in enumerate(texts)]
    observed = made.observed(made.seen(lines=lines))
    return settle(observed, facts, NO_SHOP, Voice(length="long")).description


ENGLISH: list[tuple[dict[str, str], str | None, str]] = [
    ({"category": "milk"}, "Milk.", "Milk"),
    ({"category": "milk", "brand": "Alm"}, None, "Alm milk"),
    ({"category": "jeans"}, "A pair of red jeans.", "Red jeans"),
    ({"category": "apple"}, "A red apple.", "Red apple"),
    ({"category": "apple", "colour": "amber"}, "An amber apple.", "Amber apple"),
    ({"category": "gizmo"}, "Red gizmo.", "Red gizmo"),
    ({"category": "gizmo", "brand": "Alm"}, "Red gizmo by Alm.", "Alm red gizmo"),
    ({"category": "orange", "colour": "Orange"}, "An orange.", "Orange"),
    ({"colour": "ivory", "shape": "oval"}, "An oval ivory cup.", "Ivory cup"),
    ({"name": "Élan", "brand": "Alm"}, "Élan: a red cup by Alm.", "Alm Élan, red"),
    ({"name": "Mug", "size": "M", "quantity": "2"}, None, "Mug, red, M"),
    ({"text": "X marks"}, "A red cup. Text: X marks.", "Red cup"),
    ({"care_label": "Cold!"}, "A red cup. Care label: Cold!", "Red cup"),
    ({"made in": "Oslo?"}, "A red cup. Made in: Oslo?", "Red cup"),
]


@pytest.mark.parametrize(("facts", "text", "title"), ENGLISH, ids=[str(row[0]) for row in ENGLISH])
def test_english_sentences(facts: dict[str, str], text: str | None, title: str) -> None:
    found = described(**facts)
    assert text is None or found.text == text
    assert found.title == title


def test_a_fact_called_text_is_claimed_as_the_merchants_and_never_quoted() -> None:
    record = made.record(made.seen(lines=[made.line("HELLO")]), text="X marks")
    assert record.description.text == "A red cup. Text: X marks. It reads “HELLO”."
    assert record.description.bullets[1:] == ("Text: X marks", "Text on it: “HELLO”")
    assert record.description.alt_text == "A red cup. It reads “HELLO”."
    claims = [claim for claim in record.description.claims if claim.field == "text"]
    assert [claim.grounds for claim in claims if claim.kind == "text"] == [
        ("/facts/0",),
        ("/texts/0",),
    ]


@pytest.mark.parametrize("label", sorted(nouns()))
def test_every_label_makes_a_sentence_with_its_article(label: str) -> None:
    noun = noun_of(label)
    text = made.record(category=label, colour="teal").description.text
    taken = "teal" in noun.words.split()
    sentence = {
        "count": f"A teal {noun.words}.",
        # Two boots are a pair where two are shown or told; jeans always are.
        "pair": f"{'Teal' if comes_in_two(noun) else 'A pair of teal'} {noun.words}.",
        "plural": f"Teal {noun.words}.",
        # What comes packed shows the colours of its pack: they are in bullets and alt text.
        "mass": f"{noun.words[:1].upper()}{noun.words[1:]}.",
    }
    assert taken or text == sentence[noun.number]


def test_an_alt_text_tells_the_colours_of_what_comes_packed() -> None:
    found = made.record(made.seen("milk", "hat", "pen")).description
    assert (found.text, found.alt_text) == ("Milk.", "Milk, shown in red.")


FEATURES = [
    ("two side pockets, laptop sleeve", "It has two side pockets and a laptop sleeve."),
    ("Hood, zip and an inner pocket", "It has a hood, a zip and an inner pocket."),
    ("drawers; 4 wheels", "It has drawers and 4 wheels."),
    ("USB port", "It has a USB port."),
    ("lid", "It has a lid."),
    ("lid, easy to clean", "Features: lid, easy to clean."),
    ("Soft", "Features: Soft."),
    ("no lid", "It has no lid."),
    ("without lid", "Features: without lid."),
    (
        "with a lid and a very long sturdy handle",
        "Features: with a lid and a very long sturdy handle.",
    ),
]


@pytest.mark.parametrize(("told", "sentence"), FEATURES)
def test_features_are_a_sentence_where_all_of_them_are_parts(told: str, sentence: str) -> None:
    assert described(features=told).text == f"A red cup. {sentence}"


def test_tones_differ_in_order_and_rhythm_and_not_in_claims() -> None:
    plain, friendly = (
        made.record(voice=Voice(tone=tone), material="clay", capacity="350 ml").description
        for tone in ("plain", "friendly")
    )
    assert plain.text == "This red cup is made of clay. It holds 350 ml."
    assert friendly.text == "This is a red cup. It is made of clay and holds 350 ml."
    assert {c.grounds for c in plain.claims} == {c.grounds for c in friendly.claims}


def test_what_has_no_sentence_of_its_own_is_told_last() -> None:
    text = described(gender="unisex", weight="300 g", care="dishwasher safe").text
    assert text == "A red cup. It weighs 300 g and is dishwasher safe. Gender: unisex."


@pytest.mark.parametrize(
    ("colours", "noun"),
    [("navy, blue", "A navy cup."), ("blue, navy, white", "A navy and white cup.")],
)
def test_a_colour_that_a_finer_one_says_is_not_said_again(colours: str, noun: str) -> None:
    attributes = [
        Attribute(name="colour", value=value, confidence=0.9, source="photo")
        for value in colours.split(", ")
    ]
    found = describe(facts_of(made.category("cup"), attributes, (), None, ()), Voice())
    assert found.text == noun
    assert found.bullets == (f"Color: {' and '.join(colours.rsplit(', ', 1))}",)


def test_a_noun_is_found_in_any_case_and_an_unknown_word_stays_as_it_is() -> None:
    assert noun_of("JEANS") == noun_of("jeans")
    assert (noun_of("GizMo").words, noun_of("GizMo").number) == ("GizMo", "bare")
    assert noun_of("Garden Gizmo").words == "garden gizmo"
    assert noun_of("Garden Mug") == Noun("garden mug", "count")
    assert noun_of("Boots") == noun_of("boot")
    assert opening(noun_of("gizmo"), "odd gizmo") == ""


def test_no_field_is_longer_than_its_limit_whatever_the_merchant_says() -> None:
    found = described(
        *(f"line number {number} " + "x" * 50 for number in range(9)),
        **{f"key {number}": "many words " * 80 for number in range(9)},
        name="n" * 140,
        brand="b" * 90,
        size="s" * 60,
    )
    for name, limit in FIELD_LIMITS.items():
        assert len(getattr(found, name)) <= limit
    assert len(found.bullets) <= MOST_BULLETS
    assert all(len(bullet) <= BULLET for bullet in found.bullets)
    assert all(len(tag) <= TAG for tag in found.tags)


def test_every_claim_of_every_field_covers_whole_words_of_it() -> None:
    found = described("HELLO", "NORD", brand="Alm", material="clay", care="cold", name="Élan")
    assert {claim.field for claim in found.claims} >= {"title", "text", "bullets", "tags"}
    for claim in found.claims:
        field = getattr(found, claim.field)
        text = field if isinstance(field, str) else "\n".join(field)
        said = text[claim.start : claim.end]
        assert said
        assert "\n" not in said
        around = text[max(0, claim.start - 1) : claim.start] + text[claim.end : claim.end + 1]
        assert not any(char.isalnum() for char in around)


def test_tags_are_said_once_in_lower_case() -> None:
    found = described(category="Gizmo", brand="GIZMO", material="Red")
    assert found.tags == ("gizmo", "red", "bright red")
