"""The drop page in a real browser: photos are chosen and dropped, cards read, the run reviewed."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command import run as command

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SOON = 60_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]

DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "image/jpeg" }));
  document.querySelector("#drop").dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
HOSTILE = "a<img src=x onerror=alert(1)>.jpg"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """The drop page; every script of others, error and violated policy fails the test."""
    serve = [sys.executable, "-m", "skuscribe", "serve", "--port", "0", "--ocr", "none"]
    server = subprocess.Popen(serve, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        found = re.search(r"http://\S+/", server.stderr.readline())
        assert found is not None
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page, told = browser.new_page(), list[str]()
            page.on("dialog", lambda dialog: told.append(dialog.message))
            page.on("pageerror", lambda error: told.append(str(error)))
            page.on("console", lambda line: told.append(line.text) if line.type == "error" else 0)
            page.goto(found[0])
            yield page
            browser.close()
            assert [each for each in told if "404" not in each] == []
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


def test_a_dropped_photo_becomes_a_card_and_a_run(
    page: Any,  # noqa: ANN401 - playwright has its own types
    examples: Path,
    tmp_path: Path,
) -> None:
    content = base64.b64encode((examples / "mug.jpg").read_bytes()).decode()
    page.evaluate(DROP, [HOSTILE, content])
    card = page.locator(".card").first
    card.wait_for(timeout=SOON)
    assert "mug" in card.locator("h2").inner_text()
    assert HOSTILE in card.inner_text()
    assert card.locator("img").evaluate("(image) => image.naturalWidth") > 0

    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no photo")
    page.set_input_files("input[name=photo]", [bad, examples / "banana.jpg"])
    page.locator(".card").nth(2).wait_for(timeout=SOON)
    page.locator("#keep:not([disabled])").wait_for()
    assert "3 of 3 looked at, 1 could not be read" in page.locator("[role=status]").inner_text()
    assert "photo.unreadable" in page.locator(".failed").inner_text()

    page.get_by_label("Name of the run").fill("spring")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What to look at").wait_for()
    assert command("settle", "spring", cwd=tmp_path).returncode == 0
    assert len((tmp_path / "spring" / "records.jsonl").read_text().splitlines()) == 2


def test_the_whole_page_is_reached_by_keyboard(page: Any) -> None:  # noqa: ANN401
    reached = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || document.activeElement.type"))
    assert {"photo", "file", "name"} <= reached
