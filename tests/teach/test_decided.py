"""What people approved or changed in a run becomes examples; nothing else does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import made
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Action, Event, digest_of
from skuscribe.decisions.store import Decisions
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine, SeenPhoto
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of
from skuscribe.shop.profile import NO_SHOP
from skuscribe.teach.decided import of_decisions
from teach.clusters import BUNDLE, photo, vector

PRODUCTS = ("mug", "boot", "lamp")


def photos_of(product: str) -> tuple[SeenPhoto, ...]:
    """Two photos of a product that the network takes for a cup."""
    said = made.belief("cup", "hat", sure=0.8)
    return tuple(
        photo(vector(product, n), said, digest=f"{PRODUCTS.index(product)}{n}" * 32)
        for n in range(2)
    )


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of three products of two photos each."""
    out = RunFolder(tmp_path / "out")
    (shard,) = shards_of([Entry(id, facts={}) for id in PRODUCTS])
    seen = [made.observed(*photos_of(each.id), id=each.id) for each in shard.entries]
    rows = [
        row_of(ObservedLine(facts={}, observed=each), settle(each, {}, NO_SHOP, Voice()))
        for each in seen
    ]
    out.write(shard, rows)
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), 1)
    return tmp_path / "out"


def decide(run: Path, product: str, action: Action, category: str = "", photos: str = "") -> None:
    digest = photos or digest_of(each.info.sha256 for each in photos_of(product))
    field = "/facts/category" if category else ""
    with Decisions(run) as decisions:
        at = "2026-01-01T00:00:00+00:00"
        decisions.note(Event(product, digest, action, "ada", at, field, "", category))


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
