"""Axe finds nothing serious on any page, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from browser.chromium import command_serves, driver, heard, launched, served
from serve.conftest import IDS, hostile_run
from serve.test_teaching import BOOTS, MUGS, run_of_cups
from skuscribe.decisions.event import Event
from skuscribe.decisions.store import Decisions, now
from skuscribe.review.sample import lot
from skuscribe.serve.app import create_app
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings

pytestmark = pytest.mark.slow
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
)

SERIOUS = ("serious", "critical")
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 420)]


def decided(run: Path, ids: tuple[str, ...], action: str, after: str = "") -> None:
    """Decide about products as a person would at the command line."""
    site = site_of(run, Settings(), "127.0.0.1", "ada", run)
    field = "/facts/category" if after else ""
    with Decisions(run) as store:
        for item in site.desk.opened.items:
            if item.ask.id in ids:
                event = Event(item.ask.id, item.photos, action, "ada", now(), field, "", after)  # type: ignore[arg-type]
                store.note_after(0, event)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Iterator[dict[str, Any]]:
    """Addresses by name: each kind of page in each state that looks different."""
    folders = [tmp_path_factory.mktemp(name) for name in ("taught", "accepted", "dropped")]
    taught, accepted = run_of_cups(folders[0]), hostile_run(folders[1])
    decided(taught, BOOTS[:5], "change", "rain boot")
    decided(taught, MUGS[:3], "approve")
    order = sorted(IDS, key=lot)
    decided(accepted, (order[0],), "approve")
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patched:
        patched.setattr("skuscribe.review.bound.RISK", 0.6)  # of three products one is enough
        shop = Settings(shop=folders[0] / "shop")
        sites = [
            site_of(run, settings, "127.0.0.1", "ada", examples)
            for run, settings in ((taught, shop), (accepted, Settings()))
        ]
        first, second = (opened.enter_context(served(create_app(site))) for site in sites)
        drop = opened.enter_context(command_serves("--ocr", "none", cwd=folders[2]))
        yield {
            "queue": first,
            "item": f"{first}item/1",
            "decided item": f"{first}item/{_place(sites[0], BOOTS[0])}",
            "grid": f"{first}grid",
            "grid of one value": f"{first}grid?value=category:cup",
            "teach": f"{first}teach",
            "accept": f"{second}?error=0.5",
            "drop": drop,
        }


def _place(site: Any, id: str) -> int:  # noqa: ANN401
    return 1 + next(n for n, item in enumerate(site.desk.opened.items) if item.ask.id == id)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing_serious(
    pages: dict[str, str], examples: Path, tmp_path: Path, scheme: str, width: int
) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"no photo")
    found: list[str] = []
    with driver() as playwright:
        browser = launched(playwright)
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        page = context.new_page()
        told = heard(page)
        for name, address in pages.items():
            assert page.goto(address).status == 200, name
            if name == "accept":
                page.get_by_role("button", name="Accept the rest").wait_for()
            if name == "item":
                page.locator("#text").fill("A red cup, waterproof and made of silver.")
                page.locator("#live .claim").first.focus()
                page.locator("#live .why").first.wait_for()
            if name == "drop":
                page.set_input_files(
                    "input[name=photo]", [examples / "mug.jpg", tmp_path / "bad.jpg"]
                )
                page.locator("#keep:not([disabled])").wait_for(timeout=120_000)
            answer = axe.Axe().run(page)
            found += [f"{name}: {each}" for each in told if "404" not in each]
            told.clear()
            found += [f"{name}: {each}" for each in serious(answer)]
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                found.append(f"{name}: wider than the window by {wide} px")
        browser.close()
    assert found == []


def serious(answer: Any) -> list[str]:  # noqa: ANN401
    """Return what axe found that keeps people from using a page."""
    return [
        f"{each['id']} {node['target']} {node['html'][:120]}"
        for each in answer.response["violations"]
        for node in each["nodes"]
        if each["impact"] in SERIOUS
    ]


def test_axe_finds_what_is_wrong() -> None:
    with driver() as playwright:
        browser = launched(playwright)
        page = browser.new_page()
        page.set_content("<html lang=en><title>x</title><main><h1>x</h1><input></main>")
        assert any(each.startswith("label ") for each in serious(axe.Axe().run(page)))
        browser.close()
