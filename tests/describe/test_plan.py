"""A plan says what is told, in which order and how grouped; it holds facts and no words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from skuscribe.describe.facts import Fact, Facts, facts_of
from skuscribe.describe.lengths import LENGTHS
from skuscribe.describe.plan import NEVER_PROSE, Group, Plan, plan_of, plan_of_photo
from skuscribe.record.limits import LONGEST_QUOTE
from skuscribe.record.model import Attribute, Brand, Category, Evidence, GivenFact, TextSpan

SEEN = (
    Fact("category", "cup", ("/category/label",)),
    Fact("colour", "navy", ("/attributes/0",), also=("blue",)),
    Fact("colour", "white", ("/attributes/1",)),
    Fact("shape", "round", ("/attributes/2",)),
    Fact("shape", "square", ("/attributes/3",)),
)


def told(**facts: str) -> tuple[Fact, ...]:
    rows = enumerate(facts.items())
    return tuple(Fact(key, value, (f"/facts/{number}",)) for number, (key, value) in rows)


def quotes(**heights: float) -> tuple[Fact, ...]:
    rows = enumerate(heights.items())
    return tuple(
        Fact("text", text, (f"/texts/{number}",), weight=height) for number, (text, height) in rows
    )


def values(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.value for fact in facts]


def grouped(groups: tuple[Group, ...]) -> list[tuple[str, list[str], bool]]:
    return [(group.kind, values(group.facts), group.labelled) for group in groups]


def facts_in(part: object) -> Iterator[Fact]:
    """Every fact of a plan; anything but facts and groups of facts is a failure."""
    if isinstance(part, Fact):
        yield part
    elif isinstance(part, Group):
        yield from part.facts
    elif isinstance(part, tuple):
        for each in part:
            yield from facts_in(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from facts_in(getattr(part, field.name))
    else:
        assert part is None


@pytest.mark.parametrize("length", [*LENGTHS])
def test_a_plan_holds_the_facts_it_was_given_and_no_words(length: str) -> None:
    given = Facts(told(name="Mug", care="cold", size="M"), SEEN, quotes(HYGGE=0.1))
    known = {*given.told, *given.seen, *given.texts}
    assert set(facts_in(plan_of(given, LENGTHS[length]))) <= known


def test_nothing_known_is_nothing_planned() -> None:
    plan = plan_of(Facts((), (), ()), LENGTHS["long"])
    assert list(facts_in(plan)) == []
    assert plan == Plan(None, None, None, (), (), (), (), None, None, None, None, (), (), (), ())


def test_shape_stands_before_colour_and_only_colours_go_into_a_title() -> None:
    plan = plan_of(Facts((), SEEN, ()), LENGTHS["medium"])
    assert grouped(plan.adjectives) == [
        ("shape", ["round"], True),
        ("colour", ["navy", "white"], False),
    ]
    assert grouped(plan.title_adjectives) == [("colour", ["navy", "white"], False)]


def test_the_merchants_word_takes_the_place_of_what_was_seen() -> None:
    plan = plan_of(Facts(told(colour="Midnight", category="mug"), SEEN, ()), LENGTHS["medium"])
    assert plan.category == Fact("category", "mug", ("/facts/1",))
    assert grouped(plan.title_adjectives) == [("colour", ["Midnight"], False)]


@pytest.mark.parametrize(("length", "most"), [("short", 0), ("medium", 3), ("long", 12)])
def test_each_length_tells_as_many_further_facts_as_it_says_in_order(
    length: str, most: int
) -> None:
    further = {f"key{number:02}": str(number) for number in range(15)}
    plan = plan_of(Facts(told(brand="Nordholm", **further), SEEN, ()), LENGTHS[length])
    assert values(plan.told) == [str(number) for number in range(most)]


@pytest.mark.parametrize(("length", "most"), [("short", 0), ("medium", 2), ("long", 5)])
def test_each_length_quotes_the_largest_lines_in_reading_order(length: str, most: int) -> None:
    lines = quotes(a=0.01, b=0.3, c=0.02, d=0.2, e=0.4, f=0.1)
    largest = sorted("ebdfca"[:most])
    assert values(plan_of(Facts((), SEEN, lines), LENGTHS[length]).quotes) == largest


def test_of_lines_of_one_size_the_first_are_quoted() -> None:
    lines = quotes(a=0.1, b=0.1, c=0.1)
    assert values(plan_of(Facts((), SEEN, lines), LENGTHS["medium"]).quotes) == ["a", "b"]


@pytest.mark.parametrize(("length", "quoted"), [(LONGEST_QUOTE, True), (LONGEST_QUOTE + 1, False)])
def test_small_print_is_not_quoted(length: int, quoted: bool) -> None:
    lines = (Fact("text", "a" * length, ("/texts/0",), weight=0.5), *quotes(b=0.1))
    plan = plan_of(Facts((), SEEN, lines), LENGTHS["medium"])
    assert len(plan.quotes) == len(plan.point_quotes) == 1 + quoted


def test_bullets_quote_three_lines_whatever_the_length() -> None:
    lines = quotes(a=0.1, b=0.2, c=0.3, d=0.4)
    for extent in LENGTHS.values():
        assert values(plan_of(Facts((), SEEN, lines), extent).point_quotes) == ["b", "c", "d"]


@pytest.mark.parametrize("key", sorted(NEVER_PROSE))
@pytest.mark.parametrize("length", [*LENGTHS])
def test_what_belongs_to_the_shops_columns_is_nowhere_in_a_plan(key: str, length: str) -> None:
    plan = plan_of(Facts(told(**{key: "17"}, care="cold"), SEEN, ()), LENGTHS[length])
    assert "17" not in {fact.value for fact in facts_in(plan)}


def test_points_tell_attributes_then_the_brand_then_the_merchants_own_keys_labelled() -> None:
    given = Facts(told(care="cold", brand="Nordholm", size="M"), SEEN, ())
    assert grouped(plan_of(given, LENGTHS["short"]).points) == [
        ("colour", ["navy", "white"], False),
        ("shape", ["round"], True),
        ("brand", ["Nordholm"], False),
        ("care", ["cold"], True),
        ("size", ["M"], True),
    ]


def test_sizes_and_quantities_end_a_title_in_the_order_given() -> None:
    given = Facts(told(quantity="6 pieces", care="cold", size="M"), SEEN, ())
    assert values(plan_of(given, LENGTHS["short"]).measures) == ["6 pieces", "M"]


def test_tags_say_what_it_is_then_how_it_looks_then_whose_and_of_what() -> None:
    given = Facts(told(material="clay", brand="Nordholm", care="cold"), SEEN, ())
    assert values(plan_of(given, LENGTHS["short"]).tags) == [
        "cup", "navy", "white", "round", "square", "Nordholm", "clay",
    ]  # fmt: skip


def test_the_plan_for_those_who_cannot_see_has_only_what_is_seen_and_the_noun() -> None:
    given = Facts(
        told(
            colour="Midnight", brand="Nordholm", name="Mug", size="M", care="cold", category="pot"
        ),
        SEEN,
        quotes(small=0.1, BIG=0.2),
    )
    plan = plan_of_photo(given)
    assert (plan.brand, plan.name, plan.measures, plan.told) == (None, None, (), ())
    assert plan.category == Fact("category", "pot", ("/facts/5",))
    assert grouped(plan.adjectives)[1] == ("colour", ["navy", "white"], False)
    assert values(plan.quotes) == ["BIG"]
    grounds = {ground for fact in facts_in(plan) for ground in fact.grounds}
    assert {ground for ground in grounds if ground.startswith("/facts")} == {"/facts/5"}


def test_a_fact_called_text_is_the_merchants_and_not_a_line_of_the_photo() -> None:
    given = Facts(told(text="X marks"), SEEN, quotes(HYGGE=0.1))
    plan = plan_of(given, LENGTHS["medium"])
    assert values(plan.quotes) == values(plan.point_quotes) == ["HYGGE"]
    assert values(plan.told) == ["X marks"]
    assert "X marks" not in {fact.value for fact in facts_in(plan_of_photo(given))}


def category(label: str | None = "cup", origin: str = "trained") -> Category:
    document = {"label": label, "confidence": 0.9, "level": "leaf", "origin": origin}
    return Category.model_validate(document)


def span(text: str, confidence: float = 0.9, height: float = 0.1) -> TextSpan:
    corners = ((0.1, 0.5), (0.9, 0.5), (0.9, 0.5 + height), (0.1, 0.5 + height))
    return TextSpan(photo=0, text=text, confidence=confidence, polygon=corners)


@pytest.mark.parametrize(
    ("alias", "kind"),
    [("color", "colour"), ("title", "name"), ("product", "category"), ("roast", "roast")],
)
def test_other_words_for_a_key_are_the_kind_they_mean(alias: str, kind: str) -> None:
    facts = facts_of(category(), (), (), None, [GivenFact(key=alias, value="x")])
    assert facts.told == (Fact(kind, "x", ("/facts/0",)),)


def test_a_category_is_a_fact_once_and_only_where_it_is_sure() -> None:
    seen = facts_of(category(), (), (), None, ()).seen
    assert seen == (Fact("category", "cup", ("/category/label",)),)
    assert facts_of(category(None), (), (), None, ()).seen == ()
    assert facts_of(category(origin="merchant"), (), (), None, ()).seen == ()


@pytest.mark.parametrize("state", ["unsure", "not_visible"])
def test_an_attribute_that_is_not_shown_is_no_fact(state: str) -> None:
    hidden = {"name": "colour", "value": "", "confidence": 0.2, "source": "photo", "state": state}
    shown = Attribute(name="shape", value="round", confidence=0.9, source="photo")
    facts = facts_of(category(None), [Attribute.model_validate(hidden), shown], (), None, ())
    assert facts.seen == (Fact("shape", "round", ("/attributes/1",)),)


def test_a_brand_that_was_read_is_a_fact_until_the_merchant_names_one() -> None:
    brand = Brand(value="HYGGE", confidence=0.9, evidence=Evidence(text=0))
    assert facts_of(category(None), (), (), brand, ()).of("brand") == (
        Fact("brand", "HYGGE", ("/brand",)),
    )
    given = [GivenFact(key="brand", value="Nordholm")]
    assert facts_of(category(None), (), (), brand, given).of("brand") == (
        Fact("brand", "Nordholm", ("/facts/0",)),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (span("HYGGE", 0.8), True),
        (span("HYGGE", 0.79), False),
        (span("ab"), True),
        (span("a!"), False),
        (span("— * —"), False),
        (span("7 %"), False),
        (span("2204515"), False),
        (span("this TTY,"), False),
        (span("Made in -"), False),
        (span("14.4V"), False),
        (span("2.0Ah"), True),
        (span("日本"), True),
    ],
    ids=lambda value: value.text + str(value.confidence) if isinstance(value, TextSpan) else "",
)
def test_a_line_is_a_fact_where_it_is_sure_and_has_two_letters(line: TextSpan, said: bool) -> None:
    assert bool(facts_of(category(), (), [line], None, ()).texts) is said


def test_a_line_weighs_as_much_as_its_letters_are_high_and_is_said_once() -> None:
    lines = [span("one", height=0.2), span("two", height=0.05), span("one", height=0.3)]
    facts = facts_of(category(), (), lines, None, ())
    assert [(fact.value, round(fact.weight, 3)) for fact in facts.texts] == [
        ("one", 0.2),
        ("two", 0.05),
    ]


def test_a_turned_line_weighs_as_much_as_one_that_is_not() -> None:
    turned = ((0.1, 0.2), (0.5, 0.6), (0.43, 0.67), (0.03, 0.27))
    line = span("one").model_copy(update={"polygon": turned})
    (fact,) = facts_of(category(), (), [line], None, ()).texts
    assert round(fact.weight, 3) == 0.099
