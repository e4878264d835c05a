"""Decisions of the review page under kill -9 and under two reviewers at once.

    python benchmarks/review_kept.py RUN [--kills 20] [--rounds 200] [--seed 0]

Kills: a copy of the run is served by the command line, decisions are posted as fast as they are
answered, and the server is killed at a random moment. Every decision that was answered must be in
the run. Rounds: two servers' applications about one run; two reviewers look at and decide about
the same few items in random order, then both at the same moment. Whatever was answered as kept must
be there once, directly behind the event that its reviewer had seen; all else must not.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from fastapi.testclient import TestClient

from skuscribe.decisions.store import Decisions, decisions_of
from skuscribe.serve.app import Site, create_app
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings

KEPT, CHANGED = 303, 409


def copied(run: Path, folder: str) -> Path:
    """Return a copy of a run without its decisions."""
    to = Path(folder) / "run"
    shutil.copytree(run, to, ignore=shutil.ignore_patterns("decisions.sqlite*"))
    return to


def started(run: Path) -> tuple[subprocess.Popen[str], str]:
    """Serve a run; return the process and the page's address."""
    command = [sys.executable, "-m", "skuscribe", "serve", str(run), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    found = re.search(r"http://\S+/", server.stderr.readline() if server.stderr else "")
    if found is None:
        raise SystemExit("the server did not start")
    return server, found[0]


def decide_on(client: httpx2.Client, seed: int, kept: list[tuple[str, str]]) -> None:
    """Decide about one item after the other until the server is gone; note what was answered."""
    chance, number = random.Random(seed), 0
    try:
        while True:
            number += 1
            page = client.get(f"item/{number}")
            if page.status_code != httpx2.codes.OK:
                number = 0
                continue
            said = dict(re.findall(r'type="hidden" name="(token|last)" value="([^"]*)"', page.text))
            word = f"word {seed} {chance.random()}"
            done = client.post(f"item/{number}", data={**said, "category": word})
            if done.status_code == KEPT:
                kept.append((str(number), word))
    except httpx2.HTTPError:
        return


def killed(run: Path, number: int, chance: random.Random) -> int:
    """Kill the server while it is used; return how many decisions it had answered.

    Raises:
        AssertionError: one of them is not there.
    """
    server, address = started(run)
    kept: list[tuple[str, str]] = []
    with httpx2.Client(base_url=address) as client:
        work = threading.Thread(target=decide_on, args=(client, number, kept))
        work.start()
        time.sleep(chance.uniform(0.5, 2.5))
        server.kill()
        server.wait()
        work.join()
    there = {event.after for events in decisions_of(run).values() for event in events}
    missing = [word for _, word in kept if word not in there]
    assert not missing, missing
    return len(kept)


@dataclass
class Reviewer:
    """One of two, with a server of their own: what they saw, and what was answered as kept."""

    by: str
    site: Site
    client: TestClient
    seen: dict[int, int] = field(default_factory=dict)
    kept: list[tuple[int, int, str]] = field(default_factory=list)
    refused: int = 0

    def look(self, place: int) -> None:
        """Show an item, and note its last event as the page has it."""
        page = self.client.get(f"/item/{place + 1}").text
        self.seen[place] = int(page.split('name="last" value="')[1].split('"')[0])

    def decide(self, place: int, word: str) -> None:
        """Decide as the page that was seen would."""
        last = self.seen.get(place, 0)
        said = {"token": self.site.guard.token, "last": str(last), "category": word}
        status = self.client.post(f"/item/{place + 1}", data=said).status_code
        assert status in (KEPT, CHANGED), status
        if status == KEPT:
            self.kept.append((place, last, word))
        self.refused += status == CHANGED


def reviewer(run: Path, by: str) -> Reviewer:
    """Open a run for somebody."""
    site = site_of(run, Settings(), "127.0.0.1", by, None)
    app = create_app(site)
    return Reviewer(by, site, TestClient(app, "http://127.0.0.1:8000", follow_redirects=False))


def round_of(both: tuple[Reviewer, Reviewer], chance: random.Random, number: int) -> None:
    """Let both do a dozen things in random order, then decide at the same moment."""
    for step in range(12):
        who, place = chance.choice(both), chance.randrange(3)
        if chance.random() < 0.5:
            who.look(place)
        else:
            who.decide(place, f"{who.by} {number} {step}")
    for who in both:
        who.look(0)
    ways: list[Callable[[], None]] = [
        lambda who=who: who.decide(0, f"{who.by} {number} at once")  # type: ignore[misc]
        for who in both
    ]
    threads = [threading.Thread(target=way) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = sum(kept[2].endswith(f" {number} at once") for who in both for kept in who.kept)
    assert won == 1, f"round {number}: {won} of two at once were kept"


def agrees(run: Path, both: tuple[Reviewer, Reviewer]) -> int:
    """Compare what was answered with what is kept; return how many events that are."""
    with Decisions(run) as store:
        events = list(store.since(0))
    behind: dict[str, int] = {}
    found = []
    for number, event in events:
        found.append((event.product, behind.get(event.product, 0), event.after))
        behind[event.product] = number
    items = both[0].site.desk.opened.items
    ids = {who.by: [each.ask.id for each in who.site.desk.opened.items[:3]] for who in both}
    assert ids[both[0].by] == ids[both[1].by]
    told = [(items[place].ask.id, last, word) for who in both for place, last, word in who.kept]
    assert sorted(found) == sorted(told)
    return len(found)


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        run = copied(chosen.run, folder)
        both = reviewer(run, "ada"), reviewer(run, "ben")
        for number in range(chosen.rounds):
            round_of(both, chance, number)
        refused = sum(who.refused for who in both)
        print(f"{chosen.rounds} rounds: {agrees(run, both)} kept, each where its reviewer saw it; ")
        print(f"{refused} refused, for the item had changed", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        run = copied(chosen.run, folder)
        kept = [killed(run, number, chance) for number in range(chosen.kills)]
    print(f"{chosen.kills} kills: {sum(kept)} decisions were answered ({kept}), all are there")


if __name__ == "__main__":
    main()
