"""The nearest vectors are found whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.similar import nearest as module
from skuscribe.similar.nearest import nearest


@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 70), st.integers(0, 99))
def test_the_same_as_sorting_everything(count: int, block: int, top: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    vectors = draw.integers(-2, 3, (count, 4)).astype(np.float16)  # many are equally near
    one = draw.integers(-2, 3, 4).astype(np.float32)
    cosines = vectors.astype(np.float32) @ one
    expected = sorted(range(count), key=lambda place: (-cosines[place], place))[:top]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        found = nearest(vectors, one, top)
    assert [place for place, _ in found] == expected
    assert [cosine for _, cosine in found] == [float(cosines[place]) for place in expected]
