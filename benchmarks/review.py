"""The review page measured in Chromium: keys a product, and milliseconds until a photo is shown.

    skuscribe run PHOTOS --out RUN --ocr none
    python benchmarks/review.py RUN [--count 50] [--rounds 3] [--look 0.5]

A copy of the run is served by the command line. The reviewer takes every prediction for right.
Every key that goes down and every click is counted by the pages themselves. The time is from the
click (or key) that asks for an item until its photo is decoded and two frames were drawn.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

COUNT = """
addEventListener("keydown", () => pressed("key"), true);
addEventListener("mousedown", () => pressed("click"), true);
"""
TIME = """
addEventListener("click", () => sessionStorage.setItem("asked", Date.now() + ""), true);
window.shown = new Promise((tell) => addEventListener("DOMContentLoaded", async () => {
  const image = document.querySelector(".stage img");
  if (!image) return;
  await image.decode();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    tell(Date.now() - Number(sessionStorage.getItem("asked")));
  }));
}));
"""


@contextmanager
def served(run: Path) -> Iterator[str]:
    """Serve a copy of a run without its decisions; yields the page's address."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "run"
        shutil.copytree(run, copy, ignore=shutil.ignore_patterns("decisions.sqlite*"))
        command = [sys.executable, "-m", "skuscribe", "serve", str(copy), "--port", "0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            found = re.search(r"http://\S+/", server.stderr.readline() if server.stderr else "")
            if found is None:
                raise SystemExit("the server did not start")
            yield found[0]
        finally:
            server.kill()
            server.wait()


class Hand:
    """A reviewer's hand on a page: presses, and counts what the page felt."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - playwright has its own types
        self.page, self.felt = page, 0
        page.expose_function("pressed", self._feel)
        page.add_init_script(COUNT)

    def _feel(self, kind: str) -> None:
        self.felt += 1

    def press(self, key: str) -> None:
        """Press a key that leads to a page, and wait for it."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def decided(self) -> int:
        """Return how many products are decided, as the page says."""
        return int(self.page.locator("header .progress").inner_text().split()[0])


def focus(hand: Hand, address: str, count: int) -> None:
    """Approve one product after the other."""
    hand.page.goto(address)
    with hand.page.expect_navigation():
        hand.page.click(".begin")
    while hand.decided() < count:
        hand.press("a")


def grid(hand: Hand, address: str, count: int) -> None:
    """Approve all photos of one category after the other, from the first in the list."""
    hand.page.goto(f"{address}grid")
    while hand.decided() < count and hand.page.locator("[data-key=n]").count():
        hand.press("n")
        while hand.page.locator("[data-key=a]").count():
            hand.press("a")


def milliseconds(page: Any, address: str, count: int, look: float) -> list[float]:  # noqa: ANN401
    """Return, for each of `count` items looked at for `look` seconds, how long its photo took."""
    page.add_init_script(TIME)
    page.goto(address)
    found = []
    for number in range(count):
        with page.expect_navigation():
            page.click("[data-key=ArrowRight]" if number else ".begin")
        found.append(page.evaluate("window.shown"))
        page.wait_for_timeout(1000 * look)
        if not page.locator("[data-key=ArrowRight]").count():
            break
    return found


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--look", type=float, default=0.5, help="seconds that a reviewer takes")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    chosen = parser.parse_args()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chosen.chromium, args=["--no-sandbox"])
        for way in (focus, grid):
            with served(chosen.run) as address:
                hand = Hand(browser.new_page())
                way(hand, address, chosen.count)
                done, felt = hand.decided(), hand.felt
            print(f"{way.__name__}: {felt} presses, {done} products: {felt / done:.2f} each")
        times: list[float] = []
        for _ in range(chosen.rounds):
            with served(chosen.run) as address:
                times += milliseconds(
                    browser.new_context().new_page(), address, chosen.count, chosen.look
                )
        times.sort()
        high = times[int(0.95 * len(times))]
        print(f"photo shown: median {statistics.median(times):.0f} ms, 95 of 100 {high:.0f} ms")
        print(f"({len(times)} item pages, each shown for the first time)")
        browser.close()


if __name__ == "__main__":
    main()
