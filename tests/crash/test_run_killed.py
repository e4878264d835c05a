"""A run that is killed or interrupted at any moment goes on to the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from run.working import contents, draw

SMALL_SHARDS = """
from functools import partial
import skuscribe.run.work as work
work.shards_of = partial(work.shards_of, size=2)
from skuscribe.cli.app import main
if __name__ == "__main__":
    main()
"""
RUN = ("run", "photos", "--ocr", "none", "--workers", "1", "--out")


@contextmanager
def begun(folder: Path, out: str) -> Iterator[subprocess.Popen[str]]:
    """Begin a run with small shards in a process group of its own, and leave none of it behind."""
    (folder / "small.py").write_text(SMALL_SHARDS)
    with subprocess.Popen(
        [sys.executable, "small.py", *RUN, out],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("SKUSCRIBE_")},
    ) as run:
        try:
            yield run
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = run.communicate(timeout=60)
    return run.returncode, said


def run_whole(folder: Path, out: str) -> tuple[int, str]:
    with begun(folder, out) as run:
        return ended(run)


def wait_for(shards: int, out: Path, run: subprocess.Popen[str]) -> None:
    """Wait until so many shards are finished."""
    until = time.monotonic() + 60
    while len(list(out.glob("shards/[0-9]*"))) < shards:
        assert run.poll() is None
        assert time.monotonic() < until
        time.sleep(0.002)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with photos and a run of them that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole")
    draw(folder / "photos", 12)
    (folder / "photos" / "05.png").write_bytes(b"no photo")
    status, said = run_whole(folder, "out")
    assert status == 1, said
    return folder


@pytest.mark.slow
def test_an_interrupted_run_says_how_it_goes_on_and_does(whole: Path) -> None:
    with begun(whole, "interrupted") as run:
        wait_for(1, whole / "interrupted", run)
        os.killpg(run.pid, signal.SIGINT)
        status, said = ended(run)
    assert status == 130, said
    assert "Run the same again to go on" in said
    assert "Traceback" not in said
    assert not (whole / "interrupted" / "records.jsonl").exists()

    status, said = run_whole(whole, "interrupted")
    assert status == 1
    assert "were there already" in said
    assert contents(whole / "interrupted") == contents(whole / "out")


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_loses_nothing(whole: Path) -> None:
    chance, out = random.Random(11), whole / "killed"  # noqa: S311
    done = 0
    for shards in (0, 2, 4):
        with begun(whole, "killed") as run:
            wait_for(max(shards, done), out, run)
            time.sleep(chance.uniform(0, 0.05))
            os.killpg(run.pid, signal.SIGKILL)
            ended(run)
        now = len(list(out.glob("shards/[0-9]*/done.json")))
        assert now >= done
        assert len(list(out.glob("shards/[0-9]*"))) == now
        done = now
    assert run_whole(whole, "killed")[0] == 1
    assert contents(out) == contents(whole / "out")
    left = {path.name for path in out.iterdir()}
    assert left == {".lock", "failures.csv", "records.jsonl", "run.json", "shards"}
    assert all(path.name.isdigit() for path in (out / "shards").iterdir())


@pytest.mark.slow
def test_a_killed_run_holds_its_folder_no_longer(whole: Path) -> None:
    with begun(whole, "held") as first:
        wait_for(1, whole / "held", first)
        os.killpg(first.pid, signal.SIGSTOP)
        status, said = run_whole(whole, "held")
        assert status == 5
        assert "run.locked" in said
        os.killpg(first.pid, signal.SIGKILL)
        ended(first)
    assert run_whole(whole, "held")[0] == 1
    assert contents(whole / "held") == contents(whole / "out")
