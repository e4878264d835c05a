"""Shop sentences that a person labelled: what is wrong is found, other talk is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelled import Labelled, labelled, record_of
from skuscribe.describe.verify import Finding, verify


def faults(case: Labelled) -> list[Finding]:
    return [f for f in verify(case.text, record_of(case.product)) if f.is_fault]


def is_found(case: Labelled) -> bool:
    start = case.text.index(case.planted)
    return any(f.start < start + len(case.planted) and start < f.end for f in faults(case))


def shares(cases: list[Labelled]) -> tuple[float, float, float]:
    """Return what is found of false claims, blamed of right sentences, let be of the rest."""
    false = [is_found(c) for c in cases if c.label == "false_claim"]
    right = [bool(faults(c)) for c in cases if c.label == "supported"]
    rest = [not faults(c) for c in cases if c.label in ("opinion", "store_talk")]
    return sum(false) / len(false), sum(right) / len(right), sum(rest) / len(rest)


def test_sentences_made_for_the_set() -> None:
    found, blamed, let_be = shares([c for c in labelled(None) if c.set == "tune"])
    assert found >= 0.95
    assert blamed <= 0.22
    assert let_be >= 0.9


@pytest.mark.slow
def test_sentences_of_shops(data_root: Path) -> None:
    cases = [c for c in labelled(data_root / "catalogues") if c.set == "tune"]
    assert len({c.text for c in cases if c.source != "made"}) > 200
    found, blamed, let_be = shares(cases)
    assert found >= 0.95
    assert blamed <= 0.18
    assert let_be >= 0.9
