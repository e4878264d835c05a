"""What a job has made, by its routes: the bytes and the checks of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from command import run as skuscribe
from serve.api.conftest import client_of
from serve.api.test_gate import refused
from skuscribe.decisions.store import decisions_of
from skuscribe.serve.api.server import Offer
from teach.runs import made_run

pytestmark = pytest.mark.slow

JOB = "/v1/jobs/job-1"
HERE = {"by": "ada"}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The run of a job that is done: a mug, a boot and a lamp."""
    (tmp_path / "jobs" / "waits" / "source").mkdir(parents=True)
    return made_run(tmp_path / "jobs" / "job-1" / "run")


@pytest.fixture
def client(run: Path) -> TestClient:
    return client_of(Offer("127.0.0.1", jobs=run.parents[1]))


def decide(client: TestClient, action: str, *products: str, **more: str) -> list[dict[str, str]]:
    said = {"action": action, "products": list(products), "by": "ada", **more}
    answer = client.post(f"{JOB}/decisions", json=said)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, str]] = answer.json()
    return found


def test_one_record_is_its_line_of_the_records(client: TestClient) -> None:
    lines = client.get(f"{JOB}/records").content.splitlines(keepends=True)
    for line in lines:
        answer = client.get(f"{JOB}/records/{json.loads(line)['id']}")
        assert answer.content == line
        assert answer.headers["content-type"] == "application/json"
    assert len(lines) == 3
    for id in ("cup", "mug%2f..", "..%2f..%2fsource", "%00", "Mug"):
        refused(client.get(f"{JOB}/records/{id}"), 404, "serve.record_unknown")


def test_decisions_are_those_of_the_command_line(client: TestClient, run: Path) -> None:
    assert client.get(f"{JOB}/decisions").json() == []
    kept = decide(client, "approve", "mug", "lamp")
    kept += decide(client, "change", "boot", field="Color", value="dusty\u202e rose\n")
    kept += decide(client, "undo", "lamp")
    told = skuscribe("decisions", run, "change", "boot", "colour", "dusty rose", "--by", "ada")
    assert told.returncode == 0, told.stderr
    events = [each for found in decisions_of(run).values() for each in found]
    assert client.get(f"{JOB}/decisions").json() == [vars(each) for each in events]
    assert sorted(map(str, kept)) == sorted(str(vars(each)) for each in [*events[:1], *events[2:]])
    by_page, by_command = decisions_of(run)["boot"]
    assert {**vars(by_page), "at": ""} == {**vars(by_command), "at": ""}
    assert (by_page.field, by_page.after) == ("/facts/colour", "dusty rose")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"action": "approve", "products": ["mug", "cup"]}, "decision.invalid"),
        ({"action": "change", "products": ["mug"], "field": "description/x"}, "decision.invalid"),
        ({"action": "change", "products": ["mug"], "value": "red"}, "decision.invalid"),
        ({"action": "change", "products": ["mug", "boot"]}, "serve.request_invalid"),
        ({"action": "approve", "products": ["mug"], "value": "x"}, "serve.request_invalid"),
        ({"action": "approve", "products": []}, "serve.request_invalid"),
        ({"action": "approve", "products": ["mug"], "by": "\u200b"}, "serve.request_invalid"),
        ({"action": "delete", "products": ["mug"]}, "serve.request_invalid"),
        ({"action": "approve", "products": ["mug"], "at": "1"}, "serve.request_invalid"),
    ],
)
def test_what_cannot_be_decided_is_refused_whole(
    client: TestClient, run: Path, said: dict[str, object], code: str
) -> None:
    refused(client.post(f"{JOB}/decisions", json=HERE | said), 422, code)
    assert decisions_of(run) == {}


@pytest.mark.parametrize("to", ["shopify", "google", "woocommerce", "csv", "jsonl", "jsonld"])
@pytest.mark.parametrize("every", [False, True])
def test_an_export_is_the_command_lines_file(
    client: TestClient, run: Path, to: str, *, every: bool
) -> None:
    decide(client, "approve", "mug")
    decide(client, "change", "mug", field="description/title", value="A mug, said Ada")
    decide(client, "reject", "boot")
    answer = client.get(f"{JOB}/export", params={"to": to, "all": every, "currency": "EUR"})
    assert answer.status_code == 200, answer.text
    out = run.parent / "out"
    more = ["--all"] if every else []
    told = skuscribe("export", run, "--to", to, "--currency", "EUR", "--out", out, *more)
    assert told.returncode == 0, told.stderr
    assert answer.content == out.read_bytes()
    listed, stayed = (int(answer.headers[f"x-skuscribe-{each}"]) for each in ("listed", "stayed"))
    assert (listed, stayed) == ((2, 1) if every else (1, 2))


@pytest.mark.parametrize(
    "asked", ["", "?to=", "?to=../x", "?to=csv&all=perhaps", "?to=csv&currency=euro"]
)
def test_an_export_that_is_none_is_refused(client: TestClient, asked: str) -> None:
    refused(client.get(f"{JOB}/export{asked}"), 422, "serve.request_invalid")


@pytest.mark.parametrize("path", ["records/mug", "decisions", "export?to=csv"])
def test_nothing_is_there_before_the_job_is_done(client: TestClient, path: str) -> None:
    refused(client.get(f"/v1/jobs/waits/{path}"), 409, "serve.job_unfinished")
    refused(client.get(f"/v1/jobs/nothing/{path}"), 404, "serve.job_unknown")


def test_nothing_is_decided_before_the_job_is_done(client: TestClient) -> None:
    said = HERE | {"action": "approve", "products": ["mug"]}
    refused(client.post("/v1/jobs/waits/decisions", json=said), 409, "serve.job_unfinished")
