"""How an answer agrees with the truth: a table of cases, and what holds for every pair of paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.taxonomy.agreement import Agreement, Path, agreement

paths = st.lists(st.sampled_from("ab"), min_size=1, max_size=5).map(tuple)

CASES = [
    ("abcd", "abcd", "match"),
    ("abcd", "abcde", "match"),
    ("abcd", "abc", "match"),
    ("abcd", "ab", "broad"),
    ("abcd", "a", "broad"),
    ("ab", "a", "broad"),
    ("a", "a", "match"),
    ("a", "ab", "match"),
    ("a", "b", "wrong"),
    ("abc", "ab", "match"),
    ("abcd", "abxy", "near"),
    ("abcd", "abcx", "near"),
    ("abc", "abx", "near"),
    ("abcd", "axcd", "wrong"),
    ("ab", "ax", "wrong"),
    ("abcd", "xbcd", "wrong"),
    ("abcd", "", "wrong"),
    ("a", "", "wrong"),
    ("abcd", None, "silent"),
]


@pytest.mark.parametrize(("truth", "answer", "expected"), CASES)
def test_agreement_of(truth: str, answer: str | None, expected: str) -> None:
    assert agreement(tuple(truth), None if answer is None else tuple(answer)) == expected


@given(paths, paths)
def test_a_path_agrees_with_itself_and_with_all_that_lies_under_it(truth: Path, rest: Path) -> None:
    assert agreement(truth, truth) is Agreement.MATCH
    assert agreement(truth, truth + rest) is Agreement.MATCH


@given(paths, paths)
def test_what_lies_above_is_the_parent_or_broad_and_never_a_top_level(
    above: Path, rest: Path
) -> None:
    parent = len(rest) == 1 and len(above) > 1
    assert agreement(above + rest, above) is (Agreement.MATCH if parent else Agreement.BROAD)


@given(paths)
def test_only_no_answer_is_silence(truth: Path) -> None:
    assert agreement(truth, None) is Agreement.SILENT
    assert agreement(truth, ()) is Agreement.WRONG


@given(paths, paths)
def test_paths_that_part_are_near_or_wrong_from_either_side(one: Path, two: Path) -> None:
    found = agreement(one, two)
    assert found is not Agreement.SILENT
    if found in (Agreement.NEAR, Agreement.WRONG):
        assert agreement(two, one) is found
        assert (found is Agreement.NEAR) == (one[:2] == two[:2])


@given(paths, paths)
def test_the_two_sides_are_not_alike_what_is_broad_from_one_matches_from_the_other(
    one: Path, two: Path
) -> None:
    if agreement(one, two) is Agreement.BROAD:
        assert agreement(two, one) is Agreement.MATCH
