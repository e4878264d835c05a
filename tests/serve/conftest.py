"""A small run of hostile products, and its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import made
from skuscribe.record.observed import ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of
from skuscribe.serve.app import Site, create_app
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings

HOSTILE = '"><script>alert(1)</script>'
IDS = ("mug", "../../etc/passwd", HOSTILE)


def hostile_run(folder: Path) -> Path:
    """Make a run of three red cups; names, texts and facts of each try to break out."""
    facts = {"name": HOSTILE}
    seen = made.seen(lines=[made.line("<img src=x onerror=alert(1)>")])
    out = RunFolder(folder / "out")
    (shard,) = shards_of([Entry(id, facts=facts) for id in IDS])
    rows = [
        row_of(
            ObservedLine(facts=facts, observed=made.observed(seen, id=id)),
            made.record(seen, id=id, name=HOSTILE),
        )
        for id in IDS
    ]
    out.write(shard, rows)
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), 1)
    return folder / "out"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return hostile_run(tmp_path)


Opening = Callable[[], tuple[TestClient, Site]]


@pytest.fixture
def opening(run: Path) -> Opening:
    """Open the run for a reviewer more."""

    def opened() -> tuple[TestClient, Site]:
        site = site_of(run, Settings(), "127.0.0.1", "ada", run)
        client = TestClient(create_app(site), "http://127.0.0.1:8000", follow_redirects=False)
        return client, site

    return opened
