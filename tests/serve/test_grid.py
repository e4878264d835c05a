"""The grid: of many photos with one value the wrong are selected, the rest approved at once."""

from __future__ import annotations

import re
from pathlib import Path

from serve.conftest import HOSTILE, IDS, Opening
from serve.test_page import actions, post

CUPS = {"value": "category:cup"}


def test_the_rest_is_approved_and_the_selected_is_asked_first(run: Path, opening: Opening) -> None:
    client, site = opened = opening()
    page = client.get("/grid", params=CUPS).text
    tiles = re.findall(r'name="tile" value="([^"]+)"', page)
    assert tiles == ["0:0", "1:0", "2:0"]
    assert HOSTILE not in page
    said = {"token": site.guard.token, **CUPS, "tile": tiles, "wrong": ["2"]}
    done = client.post("/grid", data=said)
    assert done.headers["location"] == "/item/3"
    assert [actions(run, id) for id in IDS] == [["approve"], ["approve"], []]
    assert client.get("/grid", params=CUPS).text.count('name="tile"') == 1
    post(opened, "/undo")
    assert [actions(run, id) for id in IDS] == [["approve", "undo"]] * 2 + [[]]
    assert (
        post(opened, "/item/1", last=site.desk.view(0).last, verdict="skip").headers["location"]
        == "/item/3"
    )


def test_what_another_decided_meanwhile_stays(run: Path, opening: Opening) -> None:
    first, second = opening(), opening()
    post(second, "/item/1", last=0, verdict="reject")
    said = {"token": first[1].guard.token, **CUPS, "tile": ["0:0", "1:0"]}
    done = first[0].post("/grid", data=said)
    assert "changed=1" in done.headers["location"]
    assert [actions(run, id) for id in IDS] == [["reject"], ["approve"], []]


def test_a_tile_that_is_none_is_refused(run: Path, opening: Opening) -> None:
    client, site = opening()
    said = {"token": site.guard.token, **CUPS, "tile": ["x"]}
    assert client.post("/grid", data=said).status_code == 422
    assert actions(run) == []


def test_the_next_value_is_one_key_away_until_nothing_is_open(run: Path, opening: Opening) -> None:
    client, site = opening()
    first = client.get("/grid").text
    assert 'data-key="n" href="/grid?value=category%3Acup"' in first
    assert (
        'data-key="n" href="/grid?value=category%3Acup"'
        not in client.get("/grid", params=CUPS).text
    )  # it is shown already
    tiles = re.findall(r'name="tile" value="([^"]+)"', client.get("/grid", params=CUPS).text)
    client.post("/grid", data={"token": site.guard.token, **CUPS, "tile": tiles})
    assert 'data-key="n"' not in client.get("/grid").text
