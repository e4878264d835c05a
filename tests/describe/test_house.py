"""A shop's wording is kept in every field: preferred, avoided, forbidden and required words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made
from command import run
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.lengths import TONES
from skuscribe.describe.voice import Voice
from skuscribe.record.limits import FIELD_LIMITS
from skuscribe.record.model import Record
from skuscribe.shop.profile import Shop, read_shop
from skuscribe.shop.wording import Required, Wording
from skuscribe.taxonomy.mapping import refuse_unknown_words

TOLD = {
    "brand": "Nordholm",
    "material": "cotton",
    "capacity": "350 ml",
    "care": "dishwasher safe",
    "gender": "women",
}


def record(
    wording: Wording, word: str = "cup", tone: str = "plain", id: str = "a", **facts: str
) -> Record:
    photo = made.seen(word, "hat", "pen", lines=[made.line("HELLO red")])
    voice = Voice(tone=tone, length="long")
    return made.record(photo, shop=Shop(wording=wording), voice=voice, id=id, **facts)


def fields(record: Record) -> list[str]:
    found = record.description
    return [getattr(found, name) for name in FIELD_LIMITS] + [*found.bullets, *found.tags]


def said(wording: Wording, **facts: str) -> str:
    return record(wording, **facts).description.text


def test_preferred_words_take_the_place_of_others_and_the_article_agrees() -> None:
    wording = Wording(prefer={"red": "orange-red", "cup": "beaker", "color": "hue"})
    found = record(wording).description
    assert found.text == "An orange-red beaker. It reads “HELLO red”."
    assert found.title == "Orange-red beaker"
    assert found.bullets[0] == "Hue: orange-red"
    assert found.tags[:2] == ("beaker", "orange-red")


def test_names_and_brands_stay_whatever_is_preferred() -> None:
    text = said(Wording(prefer={"nordholm": "X", "mug": "cup"}), brand="Nordholm", name="Big Mug")
    assert text.startswith("Big Mug is a red cup by Nordholm.")


def test_a_claim_covers_the_word_that_was_preferred() -> None:
    found = record(Wording(prefer={"red": "crimson red"})).description
    colours = [c for c in found.claims if c.field == "text" and c.kind == "colour"]
    assert [found.text[c.start : c.end] for c in colours] == ["crimson red"]


def test_a_longer_word_never_breaks_the_limit_of_a_title() -> None:
    wording = Wording(prefer={"cup": "cup " + "x" * 52})
    found = record(wording, brand="Nordholm").description
    assert len(found.meta_title) <= FIELD_LIMITS["meta_title"]
    assert found.meta_title.endswith("x")


def test_a_fact_that_is_told_with_an_avoided_word_is_not_told_and_the_rest_is() -> None:
    assert said(Wording(avoid=("cotton", "hello")), **TOLD) == (
        "A red cup for women by Nordholm. It holds 350 ml and is dishwasher safe."
    )


def test_what_was_seen_does_not_take_the_place_of_an_avoided_word_of_the_merchants() -> None:
    found = record(Wording(avoid=("mug",)), category="mug")
    assert found.description.title == "Red product"


def test_an_avoided_word_of_the_opening_gives_another_opening() -> None:
    for id in "abcd":
        text = record(Wording(avoid=("here",)), tone="friendly", id=id).description.text
        assert text.startswith(("This is a red cup.", "A red cup."))


WORDS = [*re.findall(r"\w+", "A red cup by Nordholm for women, made of cotton. It is here. Color.")]


@given(
    st.sets(st.sampled_from([*WORDS, "HELLO red", "350 ml", "product", "meet", "brand: nordholm"])),
    st.sampled_from(TONES),
    st.sampled_from(["cup", "boot", "milk"]),
    st.dictionaries(
        st.sampled_from(["cup", "red", "it", "made of"]), st.sampled_from(["x y", "oh"])
    ),
)
def test_no_avoided_word_is_in_any_field(
    avoid: set[str], tone: str, word: str, prefer: dict[str, str]
) -> None:
    found = record(Wording(avoid=tuple(avoid), prefer=prefer), word, tone, name="Mug", **TOLD)
    for text in fields(found):
        for each in avoid:
            assert not re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text, re.IGNORECASE)


@given(st.sets(st.sampled_from(sorted(TOLD)), min_size=1))
def test_a_forbidden_kind_of_fact_is_claimed_nowhere(forbid: set[str]) -> None:
    found = record(Wording(forbid=tuple(forbid)), **TOLD)
    assert not any(
        TOLD[kind].casefold() in text.casefold() for kind in forbid for text in fields(found)
    )
    kept = TOLD.keys() - forbid
    assert all(any(TOLD[kind].casefold() in t.casefold() for t in fields(found)) for kind in kept)


def test_one_value_may_be_forbidden() -> None:
    wording = Wording(forbid=("material: leather",))
    assert "leather" not in said(wording, material="brown leather")
    assert "cotton" in said(wording, material="cotton")


@pytest.mark.parametrize(
    ("required", "word", "facts", "there"),
    [
        (Required(text="We care."), "cup", {}, True),
        (Required(text="We care.", under="Home & Garden"), "cup", {}, True),
        (Required(text="We care.", under="Furniture"), "cup", {}, False),
        (Required(text="We care.", fact="material"), "cup", {}, False),
        (Required(text="We care.", fact="material"), "cup", {"fabric": "cotton"}, True),
        (Required(text="We care.", under="Furniture", fact="material"), "cup", TOLD, False),
    ],
)
def test_a_required_phrase_ends_the_text_where_its_conditions_hold(
    required: Required, word: str, facts: dict[str, str], there: bool
) -> None:
    found = record(Wording(require=(required,)), word, **facts).description
    assert found.text.endswith(" We care.") is there
    assert "We care." not in found.meta_description


def test_a_required_phrase_is_whole_however_long_the_text() -> None:
    facts = {f"key {number}": "Many words. " * 60 for number in range(12)}
    found = record(Wording(require=(Required(text="We care."),)), **facts).description
    assert found.text.endswith(" We care.")
    assert len(found.text) <= FIELD_LIMITS["text"]


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("avoid = 3", "config.invalid", "avoid"),
        ('avoid = [""]', "config.invalid", "avoid.0: must not be empty"),
        ('favour = ["x"]', "config.unknown_key", "favour"),
        ('avoid = ["Big"]\nprefer = {large = "big"}', "config.invalid", "prefer says 'big'"),
        ('avoid = ["big"]\nrequire = [{text = "A big one."}]', "config.invalid", "require says"),
        ('require = [{words = "x"}]', "config.invalid", "require.0.text"),
        ("avoid = [", "config.invalid", "cannot be read"),
    ],
)
def test_a_broken_voice_is_named_with_its_key(
    tmp_path: Path, content: str, code: str, says: str
) -> None:
    (tmp_path / "voice.toml").write_text(content, "utf-8")
    with pytest.raises(SkuscribeError, match=re.escape(says)) as caught:
        read_shop(tmp_path)
    assert (caught.value.code, caught.value.where) == (code, "voice.toml")


def test_a_phrase_under_a_node_that_there_is_not_is_refused() -> None:
    shop = Shop(wording=Wording(require=(Required(text="x", under="Furnitur"),)))
    with pytest.raises(SkuscribeError, match="Furnitur") as caught:
        refuse_unknown_words(shop, ())
    assert caught.value.where == "voice.toml"
    assert "Furniture" in caught.value.hint


def test_the_voice_is_part_of_what_records_are_settled_with(tmp_path: Path) -> None:
    before = read_shop(tmp_path).digest
    (tmp_path / "voice.toml").write_text('avoid = ["cheap"]', "utf-8")
    assert read_shop(tmp_path).digest != before


def test_shop_show_tells_the_wording(tmp_path: Path) -> None:
    rules = (
        'avoid = ["cheap"]\nrequire = [{text = "We care.", fact = "care"}]\nprefer = {mug = "cup"}'
    )
    (tmp_path / "voice.toml").write_text(rules, "utf-8")
    shown = run("shop", "show", tmp_path).stdout
    assert all(
        part in shown for part in ("cheap", "cup for mug", "“We care.” (with the fact care)")
    )


def test_an_edited_voice_settles_what_was_seen_anew(tmp_path: Path) -> None:
    observed = made.observed(made.seen("cup", "hat", "pen")).model_dump(mode="json", by_alias=True)
    seen = tmp_path / "seen.jsonl"
    seen.write_text(json.dumps({"facts": TOLD, "observed": observed}) + "\n", "utf-8")
    (tmp_path / "voice.toml").write_text('avoid = ["cotton"]\nprefer = {cup = "beaker"}', "utf-8")
    done = run("settle", seen, "--jsonl", "--shop", tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["description"]["title"] == "Nordholm red beaker, 350 ml"
    assert "cotton" not in json.dumps(found["description"])
    plain = json.loads(run("settle", seen, "--jsonl").stdout)
    assert plain["made_by"]["settled_hash"] != found["made_by"]["settled_hash"]
