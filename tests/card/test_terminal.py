"""The terminal card, the table of claims and the line of a failure, of records made by hand."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

import made
from skuscribe.card.terminal import explanation, failure_line, terminal_card
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.model import Node, Record
from skuscribe.shop.profile import Shop


def printed(thing: object, width: int = 120) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width).print(thing)
    return stream.getvalue()


def rows(record: Record) -> dict[str, str]:
    """What a card says, by the words in its first column."""
    inside = [line.strip("│ \n") for line in printed(terminal_card(record)).splitlines()[1:-1]]
    pairs = [line.split("  ", 1) for line in inside if "  " in line]
    return {name: value.strip() for name, value in pairs}


def test_a_card_has_a_row_for_each_thing_that_is_known() -> None:
    card = rows(made.record(made.seen(lines=[made.line("HYGGE")]), brand="Nordholm"))
    assert card["Category"] == "cup · likely"
    assert card["Colours"] == "██ red 100 %, bright red"
    assert card["Text"] == "HYGGE"
    assert card["Brand"] == "Nordholm (your word)"
    assert card["Outline"] == "on a plain ground, clear, 36\u00a0% of the photo"
    assert "Drinkware" in card["Shopify"]


def test_a_card_has_no_row_for_what_is_not_known() -> None:
    card = rows(made.record())
    assert not {"Text", "Brand", "Photos", "Your shop", "Shape"} & set(card)


def test_the_shops_own_category_has_its_row() -> None:
    shop = Shop(categories={"cup": Node(id="7", path="Kitchen > Cups")})
    assert rows(made.record(shop=shop))["Your shop"] == "Kitchen > Cups"


def test_what_is_not_sure_is_told_as_not_sure_with_the_reason() -> None:
    record = made.record(made.seen("cup", "hat", "pen", sure=0.4, subject=0.1))
    assert rows(record)["Category"].startswith("not sure · perhaps cup or hat")
    assert rows(record)["Colours"] == "not sure"
    card = printed(terminal_card(record))
    for reason in record.review.reasons:
        assert f"? {reason.message}" in card


def test_a_card_of_several_photos_names_them() -> None:
    card = rows(made.record(made.seen(), made.seen(index=1)))
    assert card["Photos"] == "a.jpg, a.jpg"


def test_a_card_shows_the_description_and_a_sure_one_no_question() -> None:
    card = printed(terminal_card(made.record()))
    assert "A red cup." in card
    assert "? " not in card


def test_a_card_without_a_description_has_no_empty_lines() -> None:
    record = made.record()
    silent = record.model_copy(
        update={"description": record.description.model_copy(update={"text": ""})}
    )
    longer, shorter = printed(terminal_card(record)), printed(terminal_card(silent))
    assert len(longer.splitlines()) == len(shorter.splitlines()) + 2


@pytest.mark.parametrize("text", ["[/yes]", "[red]x", "[link=x]y[/link]"])
def test_foreign_words_are_never_read_as_markup(text: str) -> None:
    record = made.record(made.seen(lines=[made.line(text)]), id=text, note=text)
    assert printed(terminal_card(record)).count(text) >= 4


def test_a_card_fits_a_narrow_terminal() -> None:
    record = made.record(brand="Nordholm " * 20)
    assert all(len(line) <= 40 for line in printed(terminal_card(record), 40).splitlines())


def test_the_table_tells_every_claim_with_its_grounds() -> None:
    record = made.record(brand="Nordholm", material="clay")
    table = explanation(record)
    assert table.row_count == len(record.description.claims)
    lines = printed(table).splitlines()
    assert any(
        all(word in line for word in ("bullets", "Material: clay", "material", "/facts/1"))
        for line in lines
    )
    assert any(all(word in line for word in ("text", "cup", "/category/label")) for line in lines)


def test_the_table_of_a_silent_record_is_empty() -> None:
    record = made.record(made.seen("cup", "hat", "pen", sure=0.4, subject=0.1))
    assert explanation(record).row_count == len(record.description.claims) == 0


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            SkuscribeError(ErrorCode.PHOTO_EMPTY, "no bytes", hint="send it", where="a.jpg"),
            "✗ a.jpg: no bytes [photo.empty] — send it",
        ),
        (SkuscribeError(ErrorCode.PHOTO_EMPTY, "no bytes", hint=""), "✗ no bytes [photo.empty]"),
        (
            SkuscribeError(ErrorCode.CONFIG_INVALID, "[b]bold[/b]", hint="[/]", where="[i]"),
            "✗ [i]: [b]bold[/b] [config.invalid] — [/]",
        ),
    ],
)
def test_a_failure_is_one_line_with_input_code_and_hint(error: SkuscribeError, line: str) -> None:
    assert failure_line(error).plain == line


def test_a_failure_stays_one_line_whatever_the_input_is_called() -> None:
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, "a\nb", hint="c\x1b[2J", where="d\r\ne")
    assert failure_line(error).plain == "✗ d e: a b [photo.empty] — c[2J"


def test_a_merchants_key_is_no_markup_where_claims_are_explained() -> None:
    facts = {"[/red]": "x", "[bold]": "y"}
    table = explanation(made.tagged(facts=facts).record)
    stream = io.StringIO()
    Console(file=stream, width=200).print(table)
    assert "[/red]" in stream.getvalue()
