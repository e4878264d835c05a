"""Events fold to what stands: nothing is written over, and everything can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from skuscribe.decisions.event import ACTIONS, Action, Event, digest_of
from skuscribe.decisions.fields import decided_facts
from skuscribe.decisions.standing import STATES, standing

HERE, ELSEWHERE = digest_of(["1" * 64]), digest_of(["2" * 64])


def event(action: Action, field: str = "", photos: str = HERE, **words: str) -> Event:
    return Event("mug", photos, action, "ada", "2026-01-01T00:00:00+00:00", field, **words)


def change(field: str, before: str, after: str) -> Event:
    return event("change", field, before=before, after=after)


def state(*actions: Action) -> str:
    return standing([event(action) for action in actions], HERE).decided.state


def test_the_last_word_stands() -> None:
    assert state() == "new"
    assert state("approve") == "approved"
    assert state("approve", "reject") == "rejected"
    assert state("reject", "skip") == "skipped"


def test_undo_takes_back_the_last_that_is_left() -> None:
    assert state("approve", "reject", "undo") == "approved"
    assert state("approve", "reject", "undo", "undo") == "new"
    assert state("approve", "undo", "skip") == "skipped"


def test_undo_of_nothing_is_nothing() -> None:
    assert state("undo") == "new"
    assert state("undo", "undo", "approve") == "approved"


def test_a_field_that_is_changed_twice_keeps_its_first_value() -> None:
    events = [change("/facts/colour", "red", "pink"), change("/facts/colour", "pink", "rose")]
    (field,) = standing(events, HERE).decided.fields
    assert (field.before, field.after) == ("red", "rose")


def test_a_change_that_is_taken_back_leaves_the_one_before() -> None:
    events = [change("/facts/colour", "red", "pink"), change("/facts/colour", "pink", "rose")]
    (field,) = standing([*events, event("undo")], HERE).decided.fields
    assert (field.before, field.after) == ("red", "pink")


def test_facts_that_were_changed_go_over_others_and_words_do_not() -> None:
    events = [
        change("/facts/colour", "red", "rose"),
        change("/facts/size", "M", ""),
        change("/description/title", "Mug", "A mug"),
    ]
    assert decided_facts(standing(events, HERE).decided) == {"colour": "rose", "size": ""}


def test_what_was_decided_about_other_photos_is_told_and_not_applied() -> None:
    old = [event("approve", photos=ELSEWHERE), event("change", "/facts/size", ELSEWHERE)]
    now = standing([*old, event("skip")], HERE)
    assert now.outdated == tuple(old)
    assert now.decided.state == "skipped"
    assert now.decided.fields == ()


def test_photos_in_another_order_are_other_photos() -> None:
    assert digest_of(["a", "b"]) != digest_of(["b", "a"])


FIELDS = ("/facts/colour", "/facts/size", "/description/title")
EVENTS = st.lists(
    st.builds(
        lambda action, photos, field, after: Event(
            "mug", photos, action, "ada", "now", field if action == "change" else "", "was", after
        ),
        st.sampled_from(ACTIONS),
        st.sampled_from((HERE, HERE, ELSEWHERE)),
        st.sampled_from(FIELDS),
        st.sampled_from(("", "pink", "rose")),
    ),
    max_size=12,
)


def model(events: Sequence[Event]) -> tuple[str, dict[str, str], int]:
    """The state, the changed values and how many are outdated, told the long way."""
    left: list[Event] = []
    for each in events:
        left = left[:-1] if each.action == "undo" else [*left, each]
    said, values, old = "new", dict[str, str](), 0
    for each in left:
        if each.photos != HERE:
            old += 1
        elif each.action == "change":
            values[each.field] = each.after
        else:
            said = STATES[each.action]
    return said, values, old


@given(EVENTS)
def test_any_events_stand_as_a_simple_model_says(events: list[Event]) -> None:
    now = standing(events, HERE)
    values = {each.field: each.after for each in now.decided.fields}
    assert (now.decided.state, values, len(now.outdated)) == model(events)
    assert all(each.before == "was" for each in now.decided.fields)
