"""A catalogue becomes a job: what it makes is what a run makes, and a kill loses none."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from command import run as skuscribe
from serve.api.conftest import SETTINGS, client_of
from serve.api.test_gate import refused
from skuscribe.serve.api.server import Offer

END = ("done", "failed", "cancelled")


def packed(folder: Path, photo: bytes, count: int) -> Path:
    """A ZIP of a photo, `count` times under other names."""
    path = folder / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:03d}.jpg", photo)
    return path


def expected(tmp_path: Path, catalogue: Path) -> bytes:
    named = tmp_path / "catalogue.zip"
    named.write_bytes(catalogue.read_bytes())
    done = skuscribe("run", named, "--out", tmp_path / "run", "--ocr", "none")
    assert done.returncode == 0, done.stderr
    return (tmp_path / "run" / "records.jsonl").read_bytes()


class Server:
    """The real server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = ["serve", "--port", "0", "--jobs", folder / "jobs", "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "skuscribe", *map(str, command), "--ocr", "none"],
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=folder,
            env={k: v for k, v in os.environ.items() if not k.startswith("SKUSCRIBE_")},
        )
        assert self.process.stderr is not None
        found = re.search(r"http://\S+/", self.process.stderr.readline())
        assert found
        self.client = httpx2.Client(base_url=found[0], timeout=30)
        self._up()

    def _up(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if self.client.get("/healthz").status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def send(self, path: Path) -> str:
        files = {"catalogue": (path.name, path.read_bytes())}
        answer = self.client.post("/v1/jobs", files=files)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def until(self, id: str, looked: int = 10**6) -> dict[str, Any]:
        """Wait until a job has ended, or so many of its products were looked at."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            job: dict[str, Any] = self.client.get(f"/v1/jobs/{id}").json()
            if job["state"] in END or job["looked"] >= looked:
                return job
            time.sleep(0.05)
        raise AssertionError(f"the job does not end: {job}")

    def kill(self) -> None:
        self.process.kill()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(60)
        self.client.close()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self._gone()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Start servers on one folder of jobs, one after the other; none outlives the test."""
    started: list[Server] = []

    def begun() -> Server:
        started.append(Server(tmp_path))
        return started[-1]

    yield begun
    for server in started:
        if server.process.poll() is None:
            server.kill()


@pytest.mark.slow
def test_a_job_that_is_killed_three_times_makes_what_a_run_makes(
    tmp_path: Path, mug: bytes, start: Callable[[], Server]
) -> None:
    catalogue = packed(tmp_path, mug, 30)
    server = start()
    id = server.send(catalogue)
    for looked in (1, 5, 10):
        server.until(id, looked)
        server.kill()
        server = start()
    second = server.send(catalogue)
    server.kill()  # acknowledged, perhaps not begun
    server = start()
    whole = expected(tmp_path, catalogue)
    for each in (id, second):
        job = server.until(each)
        assert (job["state"], job["products"], job["failed"]) == ("done", 30, 0)
        assert server.client.get(f"/v1/jobs/{each}/records").content == whole
    server.stop()


@pytest.mark.slow
def test_a_job_is_cancelled_for_good_and_one_that_fails_says_why(
    tmp_path: Path, mug: bytes, start: Callable[[], Server]
) -> None:
    server = start()
    id = server.send(packed(tmp_path, mug, 30))
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 no archive")
    other = server.send(broken)
    server.until(id, 1)
    refused(server.client.get(f"/v1/jobs/{id}/records"), 409, "serve.job_unfinished")
    assert server.client.delete(f"/v1/jobs/{id}").json()["state"] == "cancelled"
    assert server.until(other)["error"]["code"].startswith("archive.")
    server.stop()
    server = start()
    states = [job["state"] for job in server.client.get("/v1/jobs").json()]
    server.stop()
    assert states == ["cancelled", "failed"]


def test_names_that_lead_elsewhere_are_no_jobs(tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    client = client_of(Offer("127.0.0.1", jobs=tmp_path / "jobs"), SETTINGS)
    for id in ("..", "%2e%2e", "..%2fjobs", "nothing", ".x.tmp"):
        answer = client.get(f"/v1/jobs/{id}/records")
        assert answer.status_code == 404
    for name in ("list.exe", "a.csv/..", ""):
        answer = client.post("/v1/jobs", files={"catalogue": (name, b"x")})
        refused(answer, 422, "serve.request_invalid")
    answer = client.post("/v1/jobs", files={"catalogue": ("../../../evil.csv", b"sku\n1\n")})
    assert answer.status_code == 200
    assert [each.name for each in tmp_path.iterdir()] == ["jobs"]
    assert len(list((tmp_path / "jobs").rglob("catalogue.csv"))) == 1
