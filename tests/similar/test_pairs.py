"""Photos that are nearly the same are put together, others are not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.similar.hashing import distances, perceptual_hash, tint
from skuscribe.similar.pairs import groups, pairs


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_groups_are_what_pairs_connect(links: list[tuple[int, int]]) -> None:
    found = groups(((one, np.array([two])) for one, two in links), 12)
    together = {place: set(group) for group in found for place in group}
    for one, two in links:
        assert one == two or two in together[one]
    assert sum(len(group) for group in found) == len(together)  # in one group alone
    assert all(group == sorted(group) for group in found)


def test_a_pair_needs_the_hash_the_network_and_the_colour() -> None:
    hashes = np.array([0, 1, 0, 2**64 - 1, 0], np.uint64)
    vectors = np.array([[1, 0], [1, 0], [0, 1], [1, 0], [1, 0]], np.float16)
    tints = np.zeros((5, 128), np.int8)
    tints[4] = 40
    found = pairs(hashes, tints, vectors, np.arange(5))
    assert {(one, int(two)) for one, later in found for two in later} == {(0, 1)}


def test_colour_is_in_the_tint_alone() -> None:
    red = np.zeros((40, 60, 3), np.uint8)
    red[10:30, 20:50] = (200, 30, 30)
    grey = np.zeros_like(red)
    grey[10:30, 20:50] = 86  # as bright
    assert distances(np.uint64(perceptual_hash(red)), np.array([perceptual_hash(grey)]))[0] <= 2
    assert np.abs(tint(red)).max() > 50
    assert np.abs(tint(grey)).max() <= 1
