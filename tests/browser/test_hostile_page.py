"""Hostile file names, texts, facts, words and records on every page: nothing of them runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browser.chromium import command_serves, driver, heard, launched, served
from command import run as command
from serve.conftest import HOSTILE, IDS, hostile_run
from skuscribe.serve.app import create_app
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings

pytestmark = pytest.mark.slow

SCRIPTS = (
    "<script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "\"><svg onload=document.title='ran'>",
    "'-document.title='ran'-'",
    "</textarea></title><script>document.title='ran'</script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:document.title='ran'",
    "\u202e\u0000<style>@import url(http://192.0.2.1/x)</style>",
)
SLASH = "\u2215"
HELD = (
    "script:not([src])",
    "[onerror], [onload], [onclick], main [style]",
    "a[href^='javascript' i]",
    "img[src='x'], main style, main svg[onload]",
)
"""What none of these pages has by itself. (Chromium shows plain text with a style of its own.)"""
REFUSED = re.compile(r"status of (404|422) ")
"""A photo that is not there, an address that makes no sense."""


@pytest.fixture
def page() -> Iterator[Any]:
    """A page; what ran, what failed and what the policy stopped fails the test."""
    with driver() as playwright:
        browser = launched(playwright)
        page = browser.new_page()
        told, asked = heard(page), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        yield page
        browser.close()
        assert [each for each in told if not REFUSED.search(each)] == []
        assert {each.split("/")[2].split(":")[0] for each in asked} == {"127.0.0.1"}


def harmless(page: Any) -> None:  # noqa: ANN401
    """Assert that nothing became part of the page, and nothing ran."""
    assert page.title() != "ran"
    for selector in HELD:
        assert page.locator(selector).count() == 0, selector


@pytest.fixture
def served_run(tmp_path: Path) -> Iterator[str]:
    """The page of a run whose ids, facts, texts and words are hostile."""
    site = site_of(hostile_run(tmp_path), Settings(), "127.0.0.1", SCRIPTS[1], None)
    with served(create_app(site)) as address:
        yield address


def test_what_the_run_and_the_reviewer_say_never_runs(page: Any, served_run: str) -> None:  # noqa: ANN401
    for number in range(1, len(IDS) + 1):
        page.goto(f"{served_run}item/{number}")
        for hostile in SCRIPTS:
            page.locator("#title").fill(hostile)
            page.locator("#text").fill(f"A mug of silver. {hostile} It is waterproof.")
            page.locator("#live .claim").first.wait_for()
            page.locator("#live .claim").first.hover()
            harmless(page)
            with page.expect_navigation():
                page.get_by_role("button", name="Save words").click()
            page.locator("#search").fill(hostile)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            harmless(page)
        for path in ("", "grid", "item/1", f"grid?value=category:{quote(SCRIPTS[0])}"):
            page.goto(served_run + path)
            harmless(page)
    page.goto(served_run)
    assert HOSTILE in page.locator("main").inner_text()


def test_addresses_of_the_page_itself_are_no_way_in(page: Any, served_run: str) -> None:  # noqa: ANN401
    for hostile in SCRIPTS:
        for said in ("?reason=", "?category=", "?state=", "?error=", "words?q=", "item/", "photo/"):
            page.goto(f"{served_run}{said}{quote(hostile)}")
            harmless(page)


def test_a_real_run_of_hostile_files_and_facts(
    page: Any,  # noqa: ANN401
    tmp_path: Path,
    examples: Path,
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    names = [f"{each.replace('/', SLASH)}.jpg" for each in SCRIPTS[:3]]
    for name in names:
        shutil.copy(examples / "mug.jpg", photos / name)
    rows = [{"id": name, "title": name, "brand": HOSTILE, "image": name} for name in names]
    table = "\n".join(
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row)
        for row in [tuple(rows[0]), *(tuple(row.values()) for row in rows)]
    )
    (photos / "list.csv").write_text(table, encoding="utf-8")
    done = command("run", "photos/list.csv", "--out", "out", "--ocr", "none", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with command_serves("out", "--by", HOSTILE, cwd=tmp_path) as address:
        for number in range(1, len(names) + 1):
            page.goto(f"{address}item/{number}")
            picture = page.locator(".stage img").first
            assert picture.evaluate("async (it) => (await it.decode(), it.naturalWidth)") > 0
            harmless(page)
            page.locator("#decide [data-key=a]").click()
            harmless(page)
        page.goto(f"{address}?state=approved")
        harmless(page)
        assert all(name in page.locator("main").inner_text() for name in names)
