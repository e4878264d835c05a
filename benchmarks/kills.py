"""What is left when the server is killed during jobs: run by `load.py --kills`.

Each round sends a job, waits until every other earlier job is done and some products of the job at
hand were looked at, decides about a product of each done job, and kills the server. At the end
every job that was acknowledged must have the records of a run that nobody killed, and every
acknowledged decision must be there.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx2

COPIES = 3
"""Products of a job: so many of each photo."""


class Server:
    """The real server on a folder of jobs, in a process of its own."""

    def __init__(self, jobs: Path, ocr: str) -> None:
        command = ["serve", "--port", "0", "--ocr", ocr, "--jobs", str(jobs), "--workers", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "skuscribe", *command], stderr=subprocess.PIPE, encoding="utf-8"
        )
        line = self.process.stderr.readline() if self.process.stderr else ""
        found = re.search(r"http://\S+/", line)
        if not found:
            raise RuntimeError(f"the server does not start: {line}")
        self.client = httpx2.Client(base_url=found[0], timeout=60)
        self.until(self._up)

    def _up(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx2.TransportError:
            return False

    def until(self, true: Any) -> None:  # noqa: ANN401 - a question
        """Wait for something."""
        end = time.monotonic() + 600
        while not true():
            if time.monotonic() > end:
                raise TimeoutError("it does not come about")
            time.sleep(0.05)

    def jobs(self) -> list[dict[str, Any]]:
        """Return how the jobs stand."""
        found: list[dict[str, Any]] = self.client.get("/v1/jobs").json()
        return found

    def kill(self) -> None:
        """Kill it as kill -9 does."""
        self.process.kill()
        self.process.wait(60)
        self.client.close()


def survived(photos: Path, kills: int, ocr: str) -> dict[str, Any]:
    """Kill a server so often, and return what was acknowledged and what of it is lost."""
    with tempfile.TemporaryDirectory() as name:
        folder, began, draw = Path(name), time.monotonic(), random.Random(0)
        catalogue, products = _packed(folder, photos)
        whole = _unkilled(folder, catalogue, ocr)
        acknowledged: list[str] = []
        decided: list[tuple[str, str]] = []
        at: list[int] = []
        server = Server(folder / "jobs", ocr)
        for number in range(kills):
            answer = server.client.post(
                "/v1/jobs", files={"catalogue": (catalogue.name, catalogue.read_bytes())}
            )
            acknowledged.append(answer.raise_for_status().json()["id"])
            # Otherwise all kills would meet the first job, and nothing could be decided about.
            _until_done(server, number // 2)
            at.append(_amid_a_job(server, draw.randrange(1, products)))
            decided += _decided(server, products, len(decided))
            server.kill()
            server = Server(folder / "jobs", ocr)
        known = {job["id"] for job in server.jobs()}
        server.until(lambda: all(job["state"] not in OPEN for job in server.jobs()))
        found = {
            "kills": kills,
            "looked_at_when_killed": at,
            "products_a_job": products,
            "jobs_acknowledged": len(acknowledged),
            "jobs_lost": len(set(acknowledged) - known),
            "jobs_other_than_unkilled": sum(
                server.client.get(f"/v1/jobs/{id}/records").content != whole for id in acknowledged
            ),
            "decisions_acknowledged": len(decided),
            "decisions_lost": len(set(decided) - _kept(server, acknowledged)),
            "seconds": round(time.monotonic() - began),
        }
        server.kill()
        return found


OPEN = ("waiting", "running")


def _until_done(server: Server, jobs: int) -> None:
    server.until(lambda: sum(job["state"] == "done" for job in server.jobs()) >= jobs)


def _packed(folder: Path, photos: Path) -> tuple[Path, int]:
    path, found = folder / "catalogue.zip", sorted(photos.iterdir())
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(COPIES):
            for each in found:
                archive.writestr(f"{number}-{each.name}", each.read_bytes())
    return path, COPIES * len(found)


def _unkilled(folder: Path, catalogue: Path, ocr: str) -> bytes:
    command = ["run", str(catalogue), "--out", str(folder / "run"), "--ocr", ocr]
    subprocess.run([sys.executable, "-m", "skuscribe", *command], check=True, capture_output=True)
    return (folder / "run" / "records.jsonl").read_bytes()


def _amid_a_job(server: Server, looked: int) -> int:
    """Wait until a job is under way with so many products looked at; return how many were."""
    while True:
        running = [job for job in server.jobs() if job["state"] == "running"]
        if running and running[0]["looked"] >= min(looked, max(1, running[0]["products"] - 2)):
            return int(running[0]["looked"])
        if not any(job["state"] in OPEN for job in server.jobs()):
            raise RuntimeError("no job is left to be killed")
        time.sleep(0.02)


def _decided(server: Server, products: int, number: int) -> list[tuple[str, str]]:
    """Decide about one product of each job that is done, under a name that is told again."""
    kept = []
    for job in (job for job in server.jobs() if job["state"] == "done"):
        lines = server.client.get(f"/v1/jobs/{job['id']}/records").text.splitlines()
        id = re.search(r'"id":\s*"([^"]+)"', lines[number % products])
        by = f"reviewer {number + len(kept)}"
        said = {"action": "approve", "products": [id[1] if id else ""], "by": by}
        server.client.post(f"/v1/jobs/{job['id']}/decisions", json=said).raise_for_status()
        kept.append((job["id"], by))
    return kept


def _kept(server: Server, jobs: list[str]) -> set[tuple[str, str]]:
    return {
        (id, each["by"])
        for id in jobs
        for each in server.client.get(f"/v1/jobs/{id}/decisions").json()
    }
