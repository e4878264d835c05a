"""The drop page: photos become cards, a bad one costs itself alone, and what is kept is a run."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from command import run as skuscribe
from skuscribe.core.errors import SkuscribeError
from skuscribe.serve import dropped
from skuscribe.serve.drop_app import DropSite
from skuscribe.serve.drop_server import Shown, drop_page_of
from skuscribe.settings import Settings

HOSTILE = '../../<img src=x onerror=alert(1)>\u202e"; rm -rf.jpg'
SETTINGS = Settings(ocr="none", max_bytes=2_000_000, max_pixels=4_000_000)

pytestmark = pytest.mark.slow  # a worker opens the network


class Page:
    """The page as a browser without scripts has it."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.client = TestClient(shown, "http://127.0.0.1:8000", follow_redirects=False)
        self.site: DropSite = shown.app.state.site  # type: ignore[attr-defined]

    def post(
        self, path: str, photos: dict[str, bytes] | None = None, **said: str
    ) -> httpx2.Response:
        files = [("photo", each) for each in (photos or {}).items()]
        return self.client.post(path, data={"token": self.site.guard.token, **said}, files=files)

    def wait(self) -> None:
        end = time.monotonic() + 120
        while len(self.site.dropped.cards()) < self.site.dropped.count:
            assert time.monotonic() < end, "the photos were not looked at"
            time.sleep(0.05)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with drop_page_of(SETTINGS, tmp_path / "kept", "127.0.0.1", "ada") as shown:
        yield Page(shown)


def photo(side: int = 100) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(stream, "PNG")
    return stream.getvalue()


def test_what_is_dropped_becomes_a_card_and_then_a_run(
    page: Page, examples: Path, tmp_path: Path
) -> None:
    mug = (examples / "mug.jpg").read_bytes()
    dropped = {HOSTILE: mug, "notes.pdf": b"%PDF-1.4", "large.png": photo(2001), "empty.jpg": b""}
    assert page.post("/drop", dropped).headers["location"] == "/"
    page.wait()
    shown = page.client.get("/").text
    for code in ("photo.format_unsupported", "photo.too_many_pixels", "photo.empty"):
        assert code in shown
    assert "<img src=x" not in shown
    assert "4 of 4 looked at, 3 could not be read" in shown
    (number,) = (n for n, card in enumerate(page.site.dropped.cards()) if card.tagged)
    assert page.client.get(f"/picture/{number}").content.startswith(b"\xff\xd8")

    assert page.post("/keep", name="spring").headers["location"] == "/"
    run, photos = tmp_path / "kept" / "spring", tmp_path / "kept" / "spring-photos"
    (file,) = photos.iterdir()
    assert file.read_bytes() == mug
    assert file.name == "img_src_x_onerror_alert_1_22_rm_-rf.jpg"
    (record,) = map(json.loads, (run / "records.jsonl").read_text().splitlines())
    assert record["id"] == file.name
    assert json.loads((run / "run.json").read_text())["complete"]
    assert "What to look at" in page.client.get("/").text  # the same address reviews it now
    assert page.client.get("/item/1").status_code == 200
    digest = record["photos"][0]["sha256"]
    assert page.client.get(f"/photo/{digest}").status_code == 200


def test_what_is_kept_is_what_a_run_makes_of_the_same_photos(
    page: Page, examples: Path, tmp_path: Path
) -> None:
    for name in ("mug.jpg", "banana.jpg"):
        page.post("/drop", {name: (examples / name).read_bytes()}, script="true")
    page.wait()
    page.post("/keep", name="kept")
    kept, made = tmp_path / "kept" / "kept", tmp_path / "made"
    done = skuscribe("run", f"{kept}-photos", "--out", made, "--ocr", "none")
    assert done.returncode == 0, done.stderr
    assert (kept / "records.jsonl").read_bytes() == (made / "records.jsonl").read_bytes()
    again = skuscribe("run", f"{kept}-photos", "--out", kept, "--ocr", "none")
    assert again.returncode == 0, again.stderr  # it is a run like any: finished already
    assert skuscribe("settle", kept).returncode == 0
    to = tmp_path / "shop.csv"
    done = skuscribe("export", kept, "--to", "shopify", "--out", to)
    assert done.returncode == 0, done.stderr
    assert to.exists()


def test_a_name_that_leads_elsewhere_or_is_taken_is_refused(
    page: Page, examples: Path, tmp_path: Path
) -> None:
    assert "serve.nothing_to_keep" in page.post("/keep", name="early").text
    page.post("/drop", {"mug.jpg": (examples / "mug.jpg").read_bytes()})
    page.wait()
    (tmp_path / "kept" / "taken").mkdir(parents=True)
    for name in ("taken", "../out", "a/b", "", ".hidden", "x" * 65):
        answer = page.post("/keep", name=name)
        assert answer.status_code == 409
        assert "serve.name_refused" in answer.text
    assert [each.name for each in (tmp_path / "kept").iterdir()] == ["taken"]
    assert not (tmp_path / "out").exists()


def test_a_page_that_is_full_says_so(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped, "MOST", 1)
    assert page.post("/drop", {"a.png": photo()}, script="true").status_code == 204
    full = page.post("/drop", {"b.png": photo()}, script="true")
    assert full.status_code == 413
    assert "serve.drop_full" in full.text
    assert "serve.drop_full" in page.post("/drop", {"b.png": photo()}).text


def test_other_sites_and_large_bodies_drop_nothing(page: Page) -> None:
    assert page.client.post("/drop", data={"token": "x"}).status_code == 403
    for headers, status in (
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ):
        said = {"token": page.site.guard.token}
        files = {"photo": ("a.png", photo())}
        found = page.client.post("/drop", data=said, files=files, headers=headers)
        assert found.status_code == status
    large = page.post("/drop", {"a.png": bytes(3_000_000)})
    assert large.status_code == 413
    assert "photo.too_many_bytes" in large.text
    page.post("/drop", {"b.png": photo() + bytes(2_000_000)})
    assert "photo.too_many_bytes" in page.client.get("/").text
    assert [card.stored for card in page.site.dropped.cards()] == [""]


def test_the_page_forbids_scripts_of_others(page: Page) -> None:
    answer = page.client.get("/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert page.client.get("/static/drop.js").status_code == 200
    assert page.client.get("/static/..%2Fdrop_app.py").status_code == 404


def test_photos_that_were_not_kept_are_gone_when_the_page_ends(tmp_path: Path) -> None:
    with drop_page_of(SETTINGS, tmp_path, "127.0.0.1", "ada") as shown:
        page = Page(shown)
        page.post("/drop", {"a.png": photo()})
        folder = page.site.dropped.folder
        assert [each.name for each in folder.iterdir()] == ["a.png"]
    assert not folder.exists()


def test_a_shop_that_is_wrong_is_told_before_anything_is_dropped(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"shop": tmp_path / "none"})
    with (
        pytest.raises(SkuscribeError, match="no such folder"),
        drop_page_of(settings, tmp_path, "127.0.0.1", "ada"),
    ):
        pass
