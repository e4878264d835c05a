"""However phrases are put together, each mark covers the words that it was made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.describe.facts import Fact
from skuscribe.describe.phrase import Mark, Phrase, claims, fitting, joined, listed, say

words = st.text(st.characters(codec="utf-8"), max_size=8)


def told(text: str) -> Phrase:
    """A phrase whose mark tells the words that it covers."""
    return say(Fact(text, text, ("/facts/0",)))


def plain(text: str) -> Phrase:
    return Phrase(text)


phrases = st.builds(told, words) | st.builds(plain, words)
parts = st.lists(phrases, max_size=5)


def covered(phrase: Phrase) -> list[str]:
    return [phrase.text[mark.start : mark.end] for mark in phrase.marks]


def promised(*several: Phrase) -> list[str]:
    return [mark.kind for phrase in several for mark in phrase.marks]


@given(phrases, phrases, phrases)
def test_adding_keeps_every_mark_on_its_words(a: Phrase, b: Phrase, c: Phrase) -> None:
    assert covered(a + b + c) == promised(a, b, c)
    assert (a + b) + c == a + (b + c)


@given(phrases, words)
def test_plain_text_claims_nothing(phrase: Phrase, text: str) -> None:
    assert (phrase + text).marks == phrase.marks
    assert covered(Phrase(text) + phrase) == promised(phrase)


@given(parts, words)
def test_joining_keeps_every_mark_and_leaves_empty_parts_out(
    several: list[Phrase], between: str
) -> None:
    whole = joined(several, between)
    assert covered(whole) == promised(*several)
    assert whole.text == between.join(part.text for part in several if part)


@given(parts, words)
def test_listing_keeps_every_mark(several: list[Phrase], last: str) -> None:
    assert covered(listed(several, last)) == promised(*several)


@given(parts, words, st.integers(0, 30))
def test_fitting_never_exceeds_its_limit_and_never_cuts_a_part(
    several: list[Phrase], between: str, limit: int
) -> None:
    whole = fitting(several, between, limit)
    assert len(whole.text) <= limit
    assert covered(whole) == promised(whole)
    given_in_order = iter(promised(*several))
    assert all(kind in given_in_order for kind in promised(whole))


@given(parts, words)
def test_fitting_is_joining_where_there_is_room(several: list[Phrase], between: str) -> None:
    assert fitting(several, between, 10_000) == joined(several, between)


@given(parts)
def test_a_capital_moves_no_mark(several: list[Phrase]) -> None:
    whole = joined(several, " ")
    raised = whole.capitalised()
    assert raised.marks == whole.marks
    assert len(raised.text) == len(whole.text)
    assert raised.text[1:] == whole.text[1:]


@pytest.mark.parametrize(
    ("text", "raised"),
    [("navy cup", "Navy cup"), ("iPhone", "IPhone"), ("élan", "Élan"), ("ß", "ß"), ("ﬁne", "ﬁne"),
     ("7 up", "7 up"), ("“hi”", "“hi”"), ("", "")],
)  # fmt: skip
def test_a_capital_is_put_where_the_letter_has_one_of_its_own_size(text: str, raised: str) -> None:
    assert plain(text).capitalised().text == raised


@pytest.mark.parametrize(
    ("several", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_has_one_and(several: list[str], text: str) -> None:
    assert listed([told(each) for each in several], "and").text == text


def test_fitting_goes_on_with_a_shorter_part_after_one_that_is_too_long() -> None:
    whole = fitting([told("aa"), told("b" * 20), told("cc")], " ", 6)
    assert (whole.text, covered(whole)) == ("aa cc", ["aa", "cc"])


@pytest.mark.parametrize(("limit", "fits"), [(3, False), (4, True), (5, True)])
def test_a_phrase_is_within_its_own_length(limit: int, fits: bool) -> None:
    assert plain("four").within(limit) is fits


def test_other_words_for_a_fact_rest_on_the_same_grounds() -> None:
    fact = Fact("colour", "sky blue", ("/attributes/0",))
    assert say(fact, "blue") == Phrase("blue", (Mark(0, 4, "colour", ("/attributes/0",)),))


def test_a_fact_without_words_makes_an_empty_phrase_without_a_claim() -> None:
    assert say(Fact("note", "", ("/facts/0",))) == Phrase()
    assert not say(Fact("note", "x", ("/facts/0",)), "")


def test_claims_are_the_marks_with_the_fields_name() -> None:
    phrase = Phrase("a ") + say(Fact("colour", "navy", ("/attributes/0",)))
    (claim,) = claims("title", phrase)
    assert (claim.field, claim.kind, claim.grounds) == ("title", "colour", ("/attributes/0",))
    assert phrase.text[claim.start : claim.end] == "navy"
    assert claims("text", plain("nothing")) == ()
