"""What people approved or changed in a run becomes examples; nothing else does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.teach.decided import of_decisions
from teach.clusters import BUNDLE, vector
from teach.runs import decide, made_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of three products of two photos each."""
    return made_run(tmp_path / "out")


def test_approved_and_changed_categories_become_examples(run: Path) -> None:
    decide(run, "mug", "approve")
    decide(run, "boot", "change", "rain boot")
    found = of_decisions(run)
    assert found.bundle == BUNDLE
    assert sorted(zip(found.groups, found.labels, strict=True)) == [
        ("boot", "rain boot"), ("boot", "rain boot"), ("mug", "cup"), ("mug", "cup"),
    ]  # fmt: skip
    first = found.photos.index("00" * 32)
    assert found.embeddings[first].tolist() == vector("mug").astype(np.float16).tolist()
    assert found.words == ("cup", "hat")
    assert found.beliefs[first].tolist() == pytest.approx([0.8, 0.2], abs=1e-3)


def test_a_changed_category_goes_before_the_approved_one(run: Path) -> None:
    decide(run, "mug", "change", "mug")
    decide(run, "mug", "approve")
    assert set(of_decisions(run).labels) == {"mug"}


def test_what_was_taken_back_rejected_or_skipped_teaches_nothing(run: Path) -> None:
    decide(run, "lamp", "approve")
    decide(run, "mug", "approve")
    decide(run, "mug", "undo")
    decide(run, "boot", "reject")
    assert set(of_decisions(run).groups) == {"lamp"}
    decide(run, "lamp", "skip")
    with pytest.raises(SkuscribeError):
        of_decisions(run)


def test_a_product_that_was_changed_and_then_rejected_teaches_nothing(run: Path) -> None:
    decide(run, "boot", "change", "rain boot")
    decide(run, "boot", "reject")
    decide(run, "mug", "approve")
    assert set(of_decisions(run).groups) == {"mug"}


def test_what_was_decided_about_other_photos_teaches_nothing(run: Path) -> None:
    decide(run, "mug", "approve", photos="f" * 16)
    decide(run, "boot", "change", "rain boot", photos="f" * 16)
    decide(run, "lamp", "change", "desk lamp")
    assert set(of_decisions(run).labels) == {"desk lamp"}


def test_where_nobody_has_decided_it_is_said(run: Path) -> None:
    for _ in range(2):
        with pytest.raises(SkuscribeError, match="nobody has approved") as caught:
            of_decisions(run)
        assert caught.value.code == "config.invalid"
        assert "skuscribe decisions" in caught.value.hint
        decide(run, "gone", "approve", photos="f" * 16)


def test_a_folder_that_is_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        of_decisions(tmp_path)
    assert caught.value.code == "run.invalid"
