"""Corrections teach the shop: offered, shown before it is done; what a person decided stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import made
from serve.conftest import HOSTILE
from skuscribe.decisions.store import decisions_of
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import Observed, ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of
from skuscribe.serve import lessons
from skuscribe.serve.app import Site, create_app
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings
from skuscribe.shop.examples import Examples, read_examples
from skuscribe.shop.profile import NO_SHOP
from skuscribe.teach.decided import of_decisions
from teach.clusters import photo, vector

BOOTS = (*(f"boot {n}" for n in range(7)), HOSTILE)
MUGS = tuple(f"mug {n}" for n in range(4))


def seen(id: str, number: int) -> Observed:
    """One photo that the network takes for a cup, whatever it shows."""
    shows = "mug" if id in MUGS else "boot"
    said = made.belief("cup", "hat", sure=0.7)
    one = photo(vector(shows, number), said, digest=f"{number:064x}")
    return made.observed(one, id=id)


def run_of_cups(folder: Path) -> Path:
    """Make a run of boots and mugs, all taken for cups, and an empty shop beside it."""
    out, ids = RunFolder(folder / "out"), (*BOOTS, *MUGS)
    (shard,) = shards_of([Entry(id) for id in ids])
    rows = [
        row_of(ObservedLine(facts={}, observed=each), settle(each, {}, NO_SHOP, Voice()))
        for each in (seen(id, number) for number, id in enumerate(ids))
    ]
    out.write(shard, rows)
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), 1)
    (folder / "shop").mkdir()
    return folder / "out"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return run_of_cups(tmp_path)


class Page:
    """The page of a run whose shop is set."""

    def __init__(self, run: Path, shop: Path | None) -> None:
        self.site: Site = site_of(run, Settings(shop=shop), "127.0.0.1", "ada", run)
        self.client = TestClient(
            create_app(self.site), "http://127.0.0.1:8000", follow_redirects=False
        )

    def post(self, path: str, **said: str) -> tuple[int, str]:
        done = self.client.post(path, data={"token": self.site.guard.token, **said})
        return done.status_code, done.text

    def place(self, id: str) -> int:
        return next(n for n, item in enumerate(self.site.desk.opened.items) if item.ask.id == id)

    def decide(self, ids: Sequence[str], **said: str) -> None:
        for id in ids:
            self.post(f"/item/{self.place(id) + 1}", last="0", **said)


@pytest.fixture
def page(run: Path) -> Page:
    return Page(run, run.parent / "shop")


def categories(run: Path) -> dict[str, str | None]:
    rows = map(json.loads, (run / "records.jsonl").read_text().splitlines())
    return {row["id"]: row["category"]["label"] for row in rows}


def test_others_change_once_it_is_wished_and_what_was_decided_stays(page: Page, run: Path) -> None:
    page.decide(BOOTS[:5], category="rain boot")
    page.decide(MUGS[:3], verdict="approve")
    before, order = categories(run), [item.ask.id for item in page.site.desk.opened.items]
    item = page.client.get(f"/item/{page.place(BOOTS[0]) + 1}").text
    assert 'href="/teach"' in item

    shown = page.client.get("/teach").text
    assert "3 others would change" in shown
    assert shown.count("<td>rain boot</td>") == 3
    assert HOSTILE not in shown
    assert categories(run) == before
    assert read_examples(run.parent / "shop") is None  # nothing is written yet

    status, done = page.post("/teach")
    assert status == 200
    assert "3 others changed" in done
    assert "skuscribe shop forget" in done
    examples = read_examples(run.parent / "shop")
    assert examples is not None
    assert set(examples.labels) == {"rain boot", "cup"}
    after = categories(run)
    assert {id for id in after if after[id] == "rain boot"} == {*BOOTS}
    assert all(after[id] == "cup" for id in MUGS)
    assert [item.ask.id for item in page.site.desk.opened.items] == order
    assert "<strong>rain boot</strong>" in page.client.get(f"/item/{page.place(BOOTS[6]) + 1}").text
    assert "0 others would change" in page.client.get("/teach").text


def test_what_a_person_approved_keeps_its_category(
    page: Page, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.decide(BOOTS[6:7], verdict="approve")
    page.decide((*BOOTS[:5], *MUGS), category="rain boot")

    def without_the_approved(run: Path) -> Examples:
        found = of_decisions(run)
        return found.only([n for n, each in enumerate(found.labels) if each == "rain boot"])

    monkeypatch.setattr(lessons, "of_decisions", without_the_approved)
    assert "1 that a person approved would change too" in page.client.get("/teach").text
    page.post("/teach")
    assert categories(run)[BOOTS[6]] == "cup"
    assert categories(run)[BOOTS[5]] == "rain boot"
    assert [each.action for each in decisions_of(run)[BOOTS[6]]] == ["approve", "change"]
    assert "state approved" in page.client.get(f"/item/{page.place(BOOTS[6]) + 1}").text


def test_what_contradicts_itself_is_refused_and_nothing_is_written(page: Page, run: Path) -> None:
    for number, id in enumerate((*BOOTS, *MUGS)):
        page.decide([id], category=("rain boot", "mug", "hat")[number % 3])
    shown = page.client.get("/teach").text
    assert "shop.teaching_refused" in shown
    status, done = page.post("/teach")
    assert status == 409
    assert "shop.teaching_refused" in done
    assert read_examples(run.parent / "shop") is None


def test_with_nothing_decided_or_without_a_shop_nothing_is_offered(page: Page, run: Path) -> None:
    assert "nobody has approved or changed" in page.client.get("/teach").text
    assert 'href="/teach"' not in page.client.get("/item/1").text
    bare = Page(run, None)
    bare.decide([BOOTS[0]], category="rain boot")
    assert 'href="/teach"' not in bare.client.get(f"/item/{bare.place(BOOTS[0]) + 1}").text
    assert bare.post("/teach")[0] == 409


def test_teaching_needs_the_servers_token(page: Page, run: Path) -> None:
    page.decide([BOOTS[0]], category="rain boot")
    assert page.client.post("/teach", data={"token": "x"}).status_code == 403
    assert read_examples(run.parent / "shop") is None
    assert len(decisions_of(run)) == 1
