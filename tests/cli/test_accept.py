"""`skuscribe decisions RUN accept`: from a reviewed sample to approvals that nobody looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import made
from run.working import here
from skuscribe.decisions.event import Event
from skuscribe.decisions.store import Decisions, decisions_of
from skuscribe.record.observed import ObservedLine
from skuscribe.review.sample import lot
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.products import photos_of, records_of
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of

pytestmark = pytest.mark.slow

IDS = tuple(f"cup-{n:03}" for n in range(120))
ODD = IDS[7]
"""The one that nothing says what it is."""

ORDER = sorted((id for id in IDS if id != ODD), key=lot)
WISH = ("--error", "0.1", "--by", "ada")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run of cups, each 90 % sure but one."""
    out = RunFolder(tmp_path / "out")
    shards = list(shards_of([Entry(id) for id in IDS]))
    for shard in shards:
        rows = []
        for each in shard.entries:
            seen = made.seen(sure=0.34 if each.id == ODD else 0.9)
            line = ObservedLine(facts={}, observed=made.observed(seen, id=each.id))
            rows.append(row_of(line, made.record(seen, id=each.id)))
        out.write(shard, rows)
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), len(shards))
    return tmp_path


def review(folder: Path, *ids: str, wrong: Sequence[str] = ()) -> None:
    """A person approves, having corrected what is wrong."""
    run = folder / "out"
    photos = {record["id"]: photos_of(record) for record in records_of(run)}
    with Decisions(run) as store:
        for id in ids:
            plain = {"product": id, "photos": photos[id], "by": "bo", "at": "2026-01-01T00:00:00"}
            if id in wrong:
                store.note(Event(action="change", field="/facts/category", after="hat", **plain))
            store.note(Event(action="approve", **plain))


def states(folder: Path) -> dict[str, list[str]]:
    found = decisions_of(folder / "out")
    return {id: [event.by for event in events] for id, events in found.items()}


def test_a_sample_that_is_too_small_is_refused_and_says_what_is_lacking(folder: Path) -> None:
    review(folder, *ORDER[:20])
    before = states(folder)
    done = here(folder, "decisions", "out", "accept", *WISH)
    assert done.returncode == 2
    assert "of 20 reviewed" in done.stderr
    assert "at least 9 more have to be reviewed" in done.stderr
    assert "decision.sample_small" in done.stderr
    assert f"review next: {ORDER[20]}" in done.stderr
    assert states(folder) == before


def test_the_rest_is_accepted_but_an_audit_and_what_has_no_category(folder: Path) -> None:
    review(folder, *ORDER[:29])
    dry = here(folder, "decisions", "out", "accept", *WISH, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "of 29 reviewed" in dry.stderr
    assert "none was wrong: at most 10 % are, 19 times in 20" in dry.stderr
    assert "would accept 81" in dry.stderr
    assert len(states(folder)) == 29
    done = here(folder, "decisions", "out", "accept", *WISH)
    assert done.returncode == 0, done.stderr
    found = states(folder)
    audit = ORDER[29:38]
    assert [id for id in IDS if id not in found] == sorted([ODD, *audit])
    assert all(found[id] == ["ada (bulk)"] for id in ORDER[38:])
    again = here(folder, "decisions", "out", "accept", *WISH)
    assert "accepted 0 " in again.stderr
    assert "9 wait to be looked at" in again.stderr
    assert states(folder) == found


def test_bulk_approvals_reach_the_records_and_a_table_and_come_back(folder: Path) -> None:
    review(folder, *ORDER[:29])
    here(folder, "decisions", "out", "accept", *WISH)
    before = decisions_of(folder / "out")
    here(folder, "decisions", "out", "export", "decided.csv")
    (folder / "out" / "decisions.sqlite").rename(folder / "kept")
    assert "110 decisions read" in here(folder, "decisions", "out", "import", "decided.csv").stderr
    assert decisions_of(folder / "out") == before
    assert here(folder, "settle", "out").returncode == 0
    lines = (folder / "out" / "records.jsonl").read_text().splitlines()
    states_ = {row["id"]: row["decided"]["state"] for row in map(json.loads, lines)}
    assert states_[ORDER[-1]] == "approved"
    assert states_[ORDER[30]] == "new"


def test_a_corrected_category_is_a_wrong_one_even_once_the_run_is_settled(folder: Path) -> None:
    review(folder, *ORDER[:40], wrong=ORDER[3:6])
    for _ in range(2):
        done = here(folder, "decisions", "out", "accept", *WISH, "--dry-run")
        assert done.returncode == 2
        assert "of 40 reviewed" in done.stderr
        assert "3 were wrong: at most 18.3 % are" in done.stderr
        assert here(folder, "settle", "out").returncode == 0
