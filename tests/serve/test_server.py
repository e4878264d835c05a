"""The real server: what it acknowledged is kept when it is killed, and what it refuses to start."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from command import run as skuscribe
from skuscribe.decisions.store import decisions_of


def started(run: Path) -> tuple[subprocess.Popen[str], str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "skuscribe", "serve", str(run), "--port", "0", "--by", "ada"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    found = re.search(r"http://\S+/", server.stderr.readline())
    assert found is not None
    return server, found[0]


@pytest.mark.slow
def test_five_kills_lose_no_acknowledged_decision(run: Path) -> None:
    for kill in range(1, 6):
        server, address = started(run)
        assert server.stderr is not None
        with httpx2.Client(base_url=address, timeout=60) as client, server.stderr:
            page = client.get("/item/1").text
            token, last = (
                re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("token", "last")
            )
            assert token is not None
            assert last is not None
            said = {"token": token[1], "last": last[1], "title": f"Mug {kill}"}
            assert client.post("/item/1", data=said).status_code == 303
            server.kill()
        server.wait()
        kept = [event.after for event in decisions_of(run)["mug"]]
        assert kept == [f"Mug {number}" for number in range(1, kill + 1)]


def test_a_port_that_is_taken_is_told(run: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = skuscribe("serve", run, "--port", str(port))
    assert done.returncode == 2
    assert "serve.port_taken" in done.stderr


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    done = skuscribe("review", tmp_path)
    assert done.returncode == 3
    assert "run.invalid" in done.stderr
