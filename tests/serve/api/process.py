"""The real server in a process of its own, for tests that kill it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2

END = ("done", "failed", "cancelled")


HOOKED = Path(__file__).with_name("hooked.py")


class Server:
    """The real server in a process of its own.

    Args:
        folder: of its jobs.
        receiver: port of a receiver on this machine that messages may go to, see `hooked.py`.
    """

    def __init__(self, folder: Path, receiver: int = 0) -> None:
        command = ["serve", "--port", "0", "--jobs", folder / "jobs", "--workers", "1"]
        real = ["-m", "skuscribe", *map(str, command), "--ocr", "none"]
        self.process = subprocess.Popen(
            [sys.executable, *([str(HOOKED), str(folder), str(receiver)] if receiver else real)],
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

    def until_ready(self) -> None:
        """Wait until the models are open."""
        end = time.monotonic() + 120
        while self.client.get("/readyz").status_code != 200:
            assert time.monotonic() < end, "the models were not opened"
            time.sleep(0.1)

    def send(self, path: Path, **fields: str) -> str:
        files = {"catalogue": (path.name, path.read_bytes())}
        answer = self.client.post("/v1/jobs", files=files, data=fields)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def job(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/v1/jobs/{id}").json()
        return found

    def until(self, id: str, looked: int = 10**6) -> dict[str, Any]:
        """Wait until a job has ended, or so many of its products were looked at."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            job = self.job(id)
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
