"""Photos of one product: believed where they agree, told of where they cannot be of one product."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import made
from skuscribe import Record
from skuscribe.attributes.colour.neighbours import NEIGHBOURS
from skuscribe.attributes.colour.words import rules
from skuscribe.record.observed import SeenBarcode, SeenLine, SeenPhoto

RED, BLUE = made.colours((made.RED, 1.0)), made.colours((made.BLUE, 1.0))
STRIPED = made.colours((made.RED, 0.6), (made.BLUE, 0.4))
SQUARE = ((0.1, 0.1), (0.3, 0.1), (0.3, 0.2), (0.1, 0.2))


def named(photo: SeenPhoto, name: str, *codes: str) -> SeenPhoto:
    barcodes = tuple(SeenBarcode(value=code, polygon=SQUARE) for code in codes)
    info = photo.info.model_copy(update={"name": name})
    return photo.model_copy(update={"info": info, "barcodes": barcodes})


def problems(record: Record) -> list[tuple[str, str]]:
    return [(each.code, each.where) for each in record.problems]


def colours(record: Record) -> list[tuple[str, int | None]]:
    shown = [each for each in record.attributes if each.standard is not None]
    return [(each.standard.value, each.photo) for each in shown if each.standard is not None]


def back(*lines: str) -> list[SeenLine]:
    printed = [f"Ingredients of the sort number {word}" for word in ("one", "two", "three", "four")]
    return [made.line(text, top=0.1 * place) for place, text in enumerate((*printed, *lines))]


def test_photos_that_agree_give_no_doubt_and_each_value_its_photo() -> None:
    record = made.record(made.seen(subject=0.8), made.seen(index=1))
    assert problems(record) == []
    assert colours(record) == [("Red", 1)]


def test_two_colours_are_told_with_both_photos_and_the_first_is_believed() -> None:
    front = named(made.seen(paint=RED, subject=0.8), "front.jpg")
    other = named(made.seen(paint=BLUE, index=1), "other.jpg")
    record = made.record(front, other)
    assert problems(record) == [("colour.contradicted", "/photos/1")]
    said = "photo 1 (front.jpg) shows: bright red; photo 2 (other.jpg) shows: blue; "
    assert record.problems[0].message == said + "if one is of another product, take it away"
    assert record.review.reasons[0].message == record.problems[0].message
    assert record.review.needed
    assert colours(record) == [("Red", 0)]


def test_most_photos_are_believed_wherever_the_odd_one_stands() -> None:
    odd = made.seen(paint=BLUE, subject=0.99)
    record = made.record(odd, made.seen(index=1), made.seen(index=2, subject=0.95))
    assert problems(record) == [
        ("colour.contradicted", "/photos/0"),
        ("photo.better_first", "/photos/1"),
    ]
    assert colours(record) == [("Red", 2)]


def test_another_view_adds_a_colour_that_the_first_does_not_show() -> None:
    record = made.record(made.seen(subject=0.99), made.seen(paint=STRIPED, index=1))
    assert problems(record) == []
    assert colours(record) == [("Red", 0), ("Blue", 1)]


def test_another_object_adds_no_colour_and_no_category() -> None:
    shoe = made.seen("shoe", "boot", "hat", paint=STRIPED, index=1, sure=0.98, subject=0.99)
    record = made.record(made.seen("cup", "jug", "vase", sure=0.98, subject=0.8), shoe)
    assert problems(record) == [("taxonomy.contradicted", "/photos/1")]
    assert "shows: cup" in record.problems[0].message
    assert "shows: shoe" in record.problems[0].message
    assert colours(record) == [("Red", 0)]
    assert (record.category.label, record.subject.photo) == ("cup", 0)
    assert (
        record.category.confidence == made.record(made.seen("cup", sure=0.98)).category.confidence
    )


def test_a_photo_of_a_label_adds_its_text_and_no_colour() -> None:
    front = made.seen(paint=RED, lines=[made.line("HYGGE")], subject=0.8)
    label = made.seen("book", "hat", paint=BLUE, lines=back("500 ml"), index=1, sure=0.99)
    record = made.record(front, label)
    assert problems(record) == []
    assert colours(record) == [("Red", 0)]
    assert {(span.text, span.photo) for span in record.texts} >= {("HYGGE", 0), ("500 ml", 1)}


def test_a_photo_with_much_text_alone_is_the_product() -> None:
    assert colours(made.record(made.seen(paint=BLUE, lines=back()))) == [("Blue", 0)]
    both = made.record(
        made.seen(paint=BLUE, lines=back()), made.seen(paint=BLUE, lines=back(), index=1)
    )
    assert colours(both) == [("Blue", 0)]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (["500 ml"], ["750 ml"], True),
        (["500 ml"], ["16.9 fl oz"], False),
        (["500 ml"], ["250 g"], False),
        (["2 x 250 g"], ["500 g"], False),
        (["Net 500 g"], ["3 g", "12 g", "40 g"], False),
        (["Net 500 g"], ["3 g", "12 g", "40 g", "net wt 400 g"], True),
        (["500 ml"], [], False),
    ],
)
def test_quantities_that_differ_are_told(
    first: Sequence[str], second: Sequence[str], told: bool
) -> None:
    front = made.seen(lines=[made.line(text) for text in first])
    record = made.record(front, made.seen(lines=[made.line(t) for t in second], index=1))
    assert problems(record) == ([("text.contradicted", "/photos/1")] if told else [])
    assert not told or f"reads: {first[0]}" in record.problems[0].message


def test_two_barcodes_are_told_with_their_photos_and_none_is_taken() -> None:
    one = named(made.seen(), "a.jpg", "4006381333931")
    record = made.record(one, named(made.seen(index=1), "b.jpg", "5449000000996"))
    assert problems(record) == [("gtin.several", "/facts")]
    assert "photo 1 (a.jpg) has the barcode 4006381333931" in record.problems[0].message
    assert "photo 2 (b.jpg) has the barcode 5449000000996" in record.problems[0].message
    assert record.facts == ()


def test_the_same_barcode_twice_is_a_fact() -> None:
    code = "4006381333931"
    record = made.record(named(made.seen(), "a", code), named(made.seen(index=1), "b", code))
    assert problems(record) == []
    assert [fact.value for fact in record.facts] == [code]


def test_neighbours_are_words_and_are_so_both_ways() -> None:
    assert set(NEIGHBOURS) == set(rules().words)
    pairs = {(one, other) for one, others in NEIGHBOURS.items() for other in others}
    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
