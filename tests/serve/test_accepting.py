"""The page accepts the rest where the sample allows it, and asks about the audit first."""

from __future__ import annotations

from pathlib import Path

import pytest

from serve.conftest import IDS, Opening
from serve.test_page import actions, post
from skuscribe.decisions.store import decisions_of
from skuscribe.review.sample import lot
from skuscribe.serve.desk import Desk
from skuscribe.serve.opened import Item

ORDER = sorted(IDS, key=lot)
HALF = {"error": "0.5"}


def place(desk: Desk, id: str) -> int:
    items: tuple[Item, ...] = desk.opened.items
    return next(n for n, item in enumerate(items) if item.ask.id == id)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One reviewed product is enough: with three products nothing else could be shown."""
    monkeypatch.setattr("skuscribe.review.bound.RISK", 0.6)


def test_the_sample_is_asked_for_and_then_the_rest_is_accepted(
    run: Path, opening: Opening, few: None
) -> None:
    client, site = opened = opening()
    page = client.get("/", params=HALF).text
    assert "Nothing of the drawn sample is reviewed yet" in page
    first = place(site.desk, ORDER[0])
    assert post(opened, "/sample", **HALF).headers["location"] == f"/item/{first + 1}"
    post(opened, f"/item/{first + 1}", last=0, verdict="approve")
    page = client.get("/", params=HALF).text
    assert "none was wrong: at most 50 % are, 19 times in 20" in page
    threshold = page.split('name="above" value="')[1].split('"')[0]
    post(opened, "/accept", above="0.01", **HALF)
    assert len(decisions_of(run)) == 1  # not what was shown
    assert post(opened, "/accept", above=threshold, **HALF).status_code == 303
    (event,) = decisions_of(run)[ORDER[2]]
    assert event.by == "ada (bulk)"
    assert actions(run, ORDER[1]) == []  # waits to be audited
    waiting = place(site.desk, ORDER[1])
    page = client.get("/", params=HALF).text
    assert "1 of an audit wait to be looked at" in page
    assert f'class="begin" href="/item/{waiting + 1}"' in page
    assert opening()[1].desk.opened.items[0].ask.id == ORDER[1]
    post(opened, "/undo")
    assert actions(run, ORDER[2]) == ["approve", "undo"]


def test_nothing_is_accepted_without_the_token_or_with_a_wish_that_is_none(
    run: Path, opening: Opening
) -> None:
    client, site = opening()
    assert client.post("/accept", data={"above": "0.5", **HALF}).status_code == 403
    said = {"token": site.guard.token, "above": "0.5", "error": "2"}
    assert client.post("/accept", data=said).status_code == 422
    assert client.get("/", params={"error": "nan"}).status_code == 422
    assert decisions_of(run) == {}


def test_what_another_decided_since_is_not_accepted(run: Path, opening: Opening) -> None:
    first, second = opening(), opening()
    post(second, "/item/1", last=0, verdict="reject")
    assert first[1].desk.accept_unseen([0, 1], 0.91) == 1
    assert actions(run, IDS[0]) == ["reject"] or actions(run, IDS[1]) == ["reject"]
