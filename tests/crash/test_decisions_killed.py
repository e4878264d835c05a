"""A decision that was said to be kept is kept, whenever its process is killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from skuscribe.decisions.store import decisions_of

WRITER = """
import sys
from itertools import count
from pathlib import Path
from skuscribe.decisions.event import Event
from skuscribe.decisions.store import Decisions
with Decisions(Path(sys.argv[1])) as store:
    for number in count(int(sys.argv[2])):
        store.note(Event("mug", "0", "change", "ada", "now", "/facts/n", "", str(number)))
        print(number, flush=True)
"""


def killed(folder: Path, start: int, seconds: float) -> list[int]:
    """Let a process note events, kill it, and return the numbers that it said were kept."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(start)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer.stdout:
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        rest = writer.stdout.read()
    writer.wait()
    return [int(line) for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


def test_twenty_kills_lose_no_decision(tmp_path: Path) -> None:
    chance, said, start = random.Random(7), list[int](), 0  # noqa: S311
    for _ in range(20):
        said += killed(tmp_path, start, chance.uniform(0, 0.02))
        kept = [int(event.after) for event in decisions_of(tmp_path)["mug"]]
        assert kept == sorted(set(kept))
        assert set(said) <= set(kept)
        start = kept[-1] + 1
    assert len(said) >= 20
