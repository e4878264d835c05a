"""The costliest mistake is asked about first, whatever order the run has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import made
from skuscribe.review.queue import Ask, Filter, ask_of, in_order, rank

CODES = ("decision.outdated", "taxonomy.abstained", "subject.uncertain", "colour.uncertain")
asks = st.lists(
    st.builds(
        Ask,
        place=st.integers(0, 99),
        id=st.text(max_size=3),
        category=st.sampled_from(("", "mug", "hat")),
        reasons=st.lists(st.sampled_from(CODES), unique=True).map(tuple),
        cost=st.floats(0, 1),
    ),
    unique_by=lambda ask: ask.place,
)


def test_a_contradiction_comes_before_what_blocks_an_export_and_that_before_mere_doubt() -> None:
    ranks = [rank([code]) for code in CODES]
    assert ranks == [0, 1, 2, 2]
    assert rank([]) == 3
    assert rank(["colour.uncertain", "decision.outdated"]) == 0


@given(asks, st.randoms())
def test_the_order_is_by_rank_then_cost_and_does_not_hang_on_the_run(
    found: list[Ask], chance: object
) -> None:
    order = in_order(found)
    keys = [(rank(ask.reasons), -ask.cost, ask.place) for ask in order]
    assert keys == sorted(keys)
    chance.shuffle(found)  # type: ignore[attr-defined]
    assert in_order(found) == order


def test_a_record_asks_with_its_label_its_reasons_and_its_cost() -> None:
    record = made.record(made.seen("cup", "hat", "pen", sure=0.34), id="x")
    ask = ask_of(record.model_dump(mode="json"), 4)
    assert (ask.place, ask.id, ask.category) == (4, "x", "")
    assert "taxonomy.abstained" in ask.reasons
    assert ask.cost == record.review.cost


def test_a_filter_takes_what_agrees_with_all_that_it_names() -> None:
    ask = Ask(0, "x", "mug", ("colour.uncertain",), 0.5)
    assert Filter().takes(ask, "new")
    assert Filter("colour.uncertain", "mug", "new").takes(ask, "new")
    for other in (Filter(reason="taxonomy.abstained"), Filter(category="hat"), Filter(state="new")):
        assert not other.takes(ask, "approved")
