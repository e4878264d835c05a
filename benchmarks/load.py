"""How the API holds up: clients that ask without a pause, for so many seconds.

    python benchmarks/load.py --clients 32 --seconds 180
    python benchmarks/load.py --kills 20

Starts the real server, sends the photos of examples/ to /v1/tag, holds each answer against the
command line's, and prints statuses, p50 and p95, and the memory of the server and its workers,
first and last. With --kills the server is killed (SIGKILL) that often while it works on a job
instead, see `kills.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from kills import survived

PHOTOS = Path(__file__).resolve().parents[1] / "examples" / "photos"
Answer = tuple[int, float, bool]
"""Status, seconds, and whether the record is the command line's."""


def memory(pid: int) -> float:
    """Return the resident megabytes of a process and its children."""
    pids = [pid]
    for each in pids:
        for task in Path(f"/proc/{each}/task").iterdir():
            pids += map(int, (task / "children").read_text().split())
    found = [Path(f"/proc/{each}/status").read_text() for each in pids]
    return sum(int(m[1]) for text in found if (m := re.search(r"VmRSS:\s+(\d+)", text))) / 1024


def command_line(photos: list[Path], ocr: str) -> list[str]:
    """Return the records of the command line, a line a photo."""
    command = ["tag", *(each.name for each in photos), "--jsonl", "--ocr", ocr]
    done = subprocess.run(
        [sys.executable, "-m", "skuscribe", *command],
        cwd=PHOTOS,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.splitlines(keepends=True)


def asks(
    address: str, number: int, until: float, photos: list[Path], known: list[str]
) -> list[Answer]:
    """Be one client; it waits as long as Retry-After says where it is turned away."""
    answers: list[Answer] = []
    with httpx2.Client(base_url=address, timeout=120) as client:
        while time.monotonic() < until:
            at = (number + len(answers)) % len(photos)
            files = {"photos": (photos[at].name, photos[at].read_bytes())}
            began = time.monotonic()
            answer = client.post("/v1/tag", files=files)
            good = answer.status_code != 200 or answer.text == known[at]
            answers.append((answer.status_code, time.monotonic() - began, good))
            time.sleep(float(answer.headers.get("retry-after", 0)))
    return answers


def main() -> None:
    """Run it and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--waiting", type=int, default=32)
    parser.add_argument("--ocr", default="rapidocr")
    parser.add_argument("--kills", type=int, default=0)
    said = parser.parse_args()
    if said.kills:
        print(json.dumps(survived(PHOTOS, said.kills, said.ocr), indent=1))
        return
    photos = sorted(PHOTOS.glob("*.jpg"))
    known = command_line(photos, said.ocr)
    command = ["serve", "--port", "0", "--ocr", said.ocr, "--waiting", str(said.waiting)]
    server = subprocess.Popen(
        [sys.executable, "-m", "skuscribe", *command],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ,
    )
    try:
        found = re.search(r"http://\S+/", server.stderr.readline() if server.stderr else "")
        assert found, "the server does not start"
        address = found[0]
        ready(address)
        asks(address, 0, time.monotonic() + 5, photos, known)  # warm
        first, until = memory(server.pid), time.monotonic() + said.seconds
        with ThreadPoolExecutor(said.clients) as clients:
            work = [
                clients.submit(asks, address, number, until, photos, known)
                for number in range(said.clients)
            ]
            answers = [answer for each in work for answer in each.result()]
        report(answers, said.seconds, (first, memory(server.pid)))
    finally:
        server.terminate()
        server.wait(60)


def ready(address: str) -> None:
    """Wait until the models are open."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if httpx2.get(f"{address}readyz").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the server is not ready")


def report(answers: list[Answer], seconds: float, held: tuple[float, float]) -> None:
    """Print what came of it."""
    times = sorted(taken for status, taken, _ in answers if status == 200)
    told = {
        "statuses": dict(Counter(status for status, _, _ in answers)),
        "records_a_second": round(len(times) / seconds, 2),
        "p50": round(statistics.median(times), 3),
        "p95": round(times[int(0.95 * (len(times) - 1))], 3),
        "other_than_command_line": sum(not good for _, _, good in answers),
        "megabytes_first_last": [round(each) for each in held],
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
