"""What the page shows, keeps and takes back, and whom it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

import made
from serve.conftest import HOSTILE, IDS, Opening
from skuscribe.decisions.store import decisions_of
from skuscribe.record.observed import ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of
from skuscribe.serve.app import Site, create_app
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings


def post(opened: tuple[TestClient, Site], path: str, **said: str | int) -> httpx2.Response:
    client, site = opened
    return client.post(path, data={"token": site.guard.token, **said})


def actions(run: Path, product: str = "mug") -> list[str]:
    return [event.action for event in decisions_of(run).get(product, [])]


def test_a_verdict_is_on_the_disk_and_the_next_item_is_shown(run: Path, opening: Opening) -> None:
    opened = opening()
    for number, (id, verdict) in enumerate(zip(IDS, ("approve", "reject", "skip"), strict=True), 1):
        done = post(opened, f"/item/{number}", last=0, verdict=verdict)
        assert done.status_code == 303
        assert actions(run, id) == [verdict]
        assert done.headers["location"] == (f"/item/{number + 1}" if number < 3 else "/")
    assert decisions_of(run)["mug"][0].by == "ada"
    assert "3 of 3 decided" in opened[0].get("/").text


def test_a_category_that_is_taken_settles_the_record_at_once(run: Path, opening: Opening) -> None:
    opened = opening()
    done = post(opened, "/item/1", last=0, category="wristwatch")
    assert done.headers["location"] == "/item/1"
    page = opened[0].get("/item/1").text
    assert "<strong>wristwatch</strong>" in page
    (event,) = decisions_of(run)["mug"]
    assert (event.field, event.after) == ("/facts/category", "wristwatch")
    assert 'value="cup"' in page  # what was seen can still be taken


def test_words_and_a_verdict_are_kept_together_and_undone_together(
    run: Path, opening: Opening
) -> None:
    opened = opening()
    post(opened, "/item/1", last=0, title="My mug", text="One.\r\nTwo.", verdict="approve")
    changes = {event.field: event.after for event in decisions_of(run)["mug"][:2]}
    assert changes == {"/description/title": "My mug", "/description/text": "One.\nTwo."}
    assert 'value="My mug"' in opened[0].get("/item/1").text
    assert post(opened, "/undo").headers["location"] == "/item/1"
    assert actions(run) == ["change", "change", "approve", "undo", "undo", "undo"]
    page = opened[0].get("/item/1").text
    assert 'value="My mug"' not in page
    assert "state new" in page


def test_undo_goes_back_to_the_first_step_and_no_further(run: Path, opening: Opening) -> None:
    opened = opening()
    for last, verdict in enumerate(("approve", "reject", "skip")):
        post(opened, "/item/1", last=last, verdict=verdict)
    for _ in range(3):
        assert post(opened, "/undo").headers["location"] == "/item/1"
    assert post(opened, "/undo").headers["location"] == "/"
    assert len(actions(run)) == 6


def test_saving_what_is_shown_decides_nothing(run: Path, opening: Opening) -> None:
    opened = opening()
    view = opened[1].desk.view(0)
    post(opened, "/item/1", last=0, title=view.words("title"), text=view.words("text"))
    assert actions(run) == []


def test_of_two_reviewers_the_second_sees_what_the_first_did(run: Path, opening: Opening) -> None:
    first, second = opening(), opening()
    post(first, "/item/1", last=0, verdict="approve")
    late = post(second, "/item/1", last=0, title="Mine", verdict="reject")
    assert late.status_code == 409
    assert "somebody decided" in late.text
    assert 'value="Mine"' in late.text
    assert "state approved" in late.text
    assert actions(run) == ["approve"]
    last = re.search(r'name="last" value="(\d+)"', late.text)
    assert last is not None
    post(second, "/item/1", last=last[1], title="Mine", verdict="reject")
    assert actions(run) == ["approve", "change", "reject"]
    assert post(first, "/undo").status_code == 409
    assert len(actions(run)) == 3


def test_undo_never_takes_back_what_another_decided(run: Path, opening: Opening) -> None:
    first, second = opening(), opening()
    post(first, "/item/1", last=0, verdict="approve")
    post(second, "/item/1", last=1, verdict="reject")
    post(first, "/item/1", last=2, verdict="skip")
    assert post(first, "/undo").headers["location"] == "/item/1"
    assert post(first, "/undo").headers["location"] == "/"
    assert actions(run) == ["approve", "reject", "skip", "undo"]


def test_a_false_claim_is_marked_while_it_is_typed(opening: Opening) -> None:
    pieces = post(opening(), "/verify/1", text="A cup made of gold.").json()
    assert "".join(piece["text"] for piece in pieces) == "A cup made of gold."
    verdicts = {piece["text"]: piece["verdict"] for piece in pieces}
    assert "unsupported" in verdicts.values()


@pytest.mark.parametrize("path", ["/", "/item/1", "/item/2", "/item/3"])
def test_hostile_words_are_shown_and_never_obeyed(opening: Opening, path: str) -> None:
    answer = opening()[0].get(path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert HOSTILE.replace('"', "&#34;").replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    # Of the tags themselves, quoted values left out, none carries a script or a style.
    bare = re.sub(
        r'"[^"]*"', '""', " ".join(re.findall(r"<[a-z](?:[^>\"]|\"[^\"]*\")*>", answer.text))
    )
    assert not re.search(r"\s(style|on\w+)=", bare)


@pytest.mark.parametrize(
    "path",
    ["/photo/..%2F..%2Fetc%2Fpasswd", "/photo/run.json", "/static/..%2Fapp.py", "/item/9",
     f"/photo/{'0' * 64}", "/docs", "/openapi.json"],
)  # fmt: skip
def test_nothing_but_the_runs_own_photos_is_served(opening: Opening, path: str) -> None:
    assert opening()[0].get(path).status_code == 404


def test_words_are_found_by_a_part_of_them(opening: Opening) -> None:
    found = opening()[0].get("/words", params={"q": "watch"}).json()
    assert "wristwatch" in found
    assert opening()[0].get("/words").json() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-length": "2000000"}, 413),
    ],
)
def test_other_sites_decide_nothing(
    run: Path, opening: Opening, headers: dict[str, str], status: int
) -> None:
    client, site = opening()
    said = {"token": site.guard.token, "last": "0", "verdict": "approve"}
    assert client.post("/item/1", data=said, headers=headers).status_code == status
    assert actions(run) == []


def test_a_post_without_the_servers_token_decides_nothing(run: Path, opening: Opening) -> None:
    client, _ = opening()
    for path in ("/item/1", "/undo", "/verify/1"):
        assert client.post(path, data={"token": "x", "last": "0"}).status_code == 403
    assert actions(run) == []


def proposing_run(folder: Path) -> Path:
    """A run of one cup with a word on it that looks like a brand."""
    seen = made.seen(lines=[made.line("ZORVEX")])
    out = RunFolder(folder / "out")
    (shard,) = shards_of([Entry("mug", facts={})])
    line = ObservedLine(facts={}, observed=made.observed(seen, id="mug"))
    out.write(shard, [row_of(line, made.record(seen, id="mug"))])
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), 1)
    return folder / "out"


def test_a_proposal_is_confirmed_with_one_press_and_settles_the_record(tmp_path: Path) -> None:
    run = proposing_run(tmp_path)
    site = site_of(run, Settings(), "127.0.0.1", "ada", run)
    client = TestClient(create_app(site), "http://127.0.0.1:8000", follow_redirects=False)
    before = client.get("/item/1").text
    assert "brand: ZORVEX" in before
    assert "by ZORVEX" not in before
    done = post((client, site), "/item/1", last=0, proposal="brand")
    assert done.status_code == 303
    (event,) = decisions_of(run)["mug"]
    assert (event.action, event.field, event.after) == ("change", "/facts/brand", "ZORVEX")
    after = client.get("/item/1").text
    assert "by ZORVEX" in after
    assert 'value="brand"' not in after
    assert post((client, site), "/item/1", last=1, proposal="brand").status_code >= 400


def test_the_next_items_photo_is_named_so_that_it_is_there_in_time(opening: Opening) -> None:
    client, site = opening()
    cover = site.desk.opened.items[1].cover
    assert cover
    assert f'data-ahead="/photo/{cover}"' in client.get("/item/1").text
    assert "data-ahead" not in client.get(f"/item/{len(IDS)}").text
