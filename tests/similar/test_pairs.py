"""Photos that are nearly the same are put together, others are not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.similar.pairs import groups, pairs


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_groups_are_what_pairs_connect(links: list[tuple[int, int]]) -> None:
    found = groups(((one, np.array([two])) for one, two in links), 12)
    together = {place: set(group) for group in found for place in group}
    for one, two in links:
        assert one == two or two in together[one]
    assert sum(len(group) for group in found) == len(together)  # in one group alone
    assert all(group == sorted(group) for group in found)


def test_a_pair_needs_both_the_hash_and_the_network() -> None:
    hashes = np.array([0, 1, 0, 2**64 - 1], np.uint64)
    vectors = np.array([[1, 0], [1, 0], [0, 1], [1, 0]], np.float16)
    found = {(a, int(b)) for a, later in pairs(hashes, vectors, np.arange(4)) for b in later}
    assert found == {(0, 1)}
