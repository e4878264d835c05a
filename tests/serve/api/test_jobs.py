"""A catalogue becomes a job: what it makes is what a run makes, and a kill loses none."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from command import run as skuscribe
from serve.api.conftest import SETTINGS, client_of
from serve.api.process import Server
from serve.api.test_gate import refused
from skuscribe.serve.api.server import Offer


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
