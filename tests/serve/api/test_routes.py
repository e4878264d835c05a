"""What the API answers: the command line's own bytes. Hostile requests cost themselves alone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import build
import made
from command import run as skuscribe
from serve.api.conftest import SETTINGS, client_of
from serve.api.test_gate import refused
from skuscribe.record.observed import ObservedLine
from skuscribe.serve.api.server import Offer

FACTS = {"brand": "Nordholm", "capacity": "500 ml"}
HOSTILE = '../../<img src=x onerror=alert(1)>\u202e"; rm -rf.jpg'


def line() -> dict[str, object]:
    observed = made.observed(made.seen(), id="mug")
    return json.loads(ObservedLine(facts={}, observed=observed).to_json())  # type: ignore[no-any-return]


@pytest.mark.slow
def test_tag_settle_and_verify_answer_the_bytes_of_the_command_line(
    started: TestClient, examples: Path, mug: bytes, tmp_path: Path
) -> None:
    (tmp_path / "mug.jpg").write_bytes(mug)
    facts = [part for k, v in FACTS.items() for part in ("--fact", f"{k}={v}")]
    seen = ("--observed", "seen.jsonl", "--ocr", "none", "--jsonl")
    told = skuscribe("tag", "mug.jpg", *facts, *seen, cwd=tmp_path)
    assert told.returncode == 0, told.stderr

    files = [("photos", ("mug.jpg", mug))]
    form = {"facts": json.dumps(FACTS)}
    answer = started.post("/v1/tag", files=files, data=form)
    assert answer.status_code == 200, answer.text
    assert answer.text == told.stdout

    long = ("--length", "long")
    told = skuscribe("tag", "mug.jpg", *facts, "--ocr", "none", "--jsonl", *long, cwd=tmp_path)
    answer = started.post("/v1/tag", files=files, data={**form, "length": "long"})
    assert answer.text == told.stdout

    told = skuscribe("settle", "seen.jsonl", "--fact", "brand=Oak", "--jsonl", *long, cwd=tmp_path)
    body = {
        "line": json.loads((tmp_path / "seen.jsonl").read_text()),
        "facts": {"brand": "Oak"},
        "length": "long",
    }
    answer = started.post("/v1/settle", json=body)
    assert answer.text == told.stdout

    (tmp_path / "record.json").write_text(answer.text)
    text = "A navy mug of oak that holds 0.5 l."
    told = skuscribe("verify", text, "--record", "record.json", "--json", cwd=tmp_path)
    record = json.loads(answer.text)
    answer = started.post("/v1/verify", json={"record": record, "text": text})
    assert answer.text == told.stdout
    assert answer.json()["claims"]


@pytest.mark.slow
def test_several_photos_are_one_product(
    started: TestClient, examples: Path, mug: bytes, tmp_path: Path
) -> None:
    banana = (examples / "banana.jpg").read_bytes()
    for name, content in (("mug.jpg", mug), ("banana.jpg", banana)):
        (tmp_path / name).write_bytes(content)
    said = ("--product", "--ocr", "none", "--jsonl")
    told = skuscribe("tag", "mug.jpg", "banana.jpg", *said, cwd=tmp_path)
    files = [("photos", ("mug.jpg", mug)), ("photos", ("banana.jpg", banana))]
    assert started.post("/v1/tag", files=files).text == told.stdout


@pytest.mark.slow
def test_bad_photos_and_hostile_names_cost_themselves_alone(
    started: TestClient, mug: bytes
) -> None:
    for content, status, code in (
        (b"", 422, "photo.empty"),
        (b"%PDF-1.4", 422, "photo.format_unsupported"),
        (mug[: len(mug) // 2], 422, "photo.truncated"),
        (build.saved(build.mark(2001, 2000), "PNG"), 422, "photo.too_many_pixels"),
        (bytes(2_000_001), 413, "photo.too_many_bytes"),
    ):
        answer = started.post("/v1/tag", files={"photos": ("a.jpg", content)})
        refused(answer, status, code)
    answer = started.post("/v1/tag", files={"photos": (HOSTILE, mug)})
    assert answer.status_code == 200
    assert "/" not in answer.json()["id"]
    assert "\u202e" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.slow
def test_many_at_once_answer_what_one_answers_and_a_full_server_says_so(
    started: TestClient, mug: bytes
) -> None:
    def asked(_: int) -> tuple[int, str]:
        answer = started.post("/v1/tag", files={"photos": ("mug.jpg", mug)})
        return answer.status_code, answer.text if answer.status_code == 200 else answer.json()[
            "code"
        ]

    alone = asked(0)
    with ThreadPoolExecutor(48) as clients:
        answers = set(clients.map(asked, range(96)))
    assert alone in answers
    assert answers <= {alone, (503, "serve.busy")}
    assert asked(0) == alone


def test_a_full_server_says_when_to_ask_again() -> None:
    client = client_of(Offer("127.0.0.1", waiting=0))
    answer = client.post("/v1/verify", json={})
    refused(answer, 503, "serve.busy")
    assert answer.headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "serve.request_invalid"),
        ({"facts": "no json"}, "serve.request_invalid"),
        ({"facts": "[" * 100_000}, "serve.request_invalid"),
        ({"facts": '["brand"]'}, "serve.request_invalid"),
        ({"facts": '{"brand": 1}'}, "serve.request_invalid"),
        ({"facts": '{"brand": ""}'}, "config.invalid"),
        ({"facts": '{"brand": "A", "Brand ": "B"}'}, "config.invalid"),
        ({"lang": "xx"}, "serve.request_invalid"),
        ({"ocr": "easyocr"}, "serve.request_invalid"),
        ({"shop": "/etc"}, "serve.request_invalid"),
        ({"photos": "/etc/passwd"}, "serve.request_invalid"),
    ],
)
def test_a_form_that_is_wrong_is_refused(idle: TestClient, form: dict[str, str], code: str) -> None:
    files = {"photos": ("a.jpg", b"x")} if form else {"other": ("a.jpg", b"x")}
    refused(idle.post("/v1/tag", data=form, files=files), 422, code)


def test_more_photos_than_a_product_has_are_refused(idle: TestClient) -> None:
    files = [("photos", ("a.jpg", b"x"))] * 21
    refused(idle.post("/v1/tag", files=files), 422, "serve.request_invalid")


@pytest.mark.parametrize("path", ["/v1/settle", "/v1/verify"])
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"other": 1}', b'{"line": {}}', b"null"]
)
def test_a_body_that_is_wrong_is_refused(idle: TestClient, path: str, body: bytes) -> None:
    refused(idle.post(path, content=body), 422, "serve.request_invalid")


def test_an_observation_is_settled_without_a_worker(idle: TestClient) -> None:
    body = {"line": line(), "facts": {"name": HOSTILE}}
    answer = idle.post("/v1/settle", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == "mug"
    body["facts"] = {"brand": "A", "BRAND": "B"}
    refused(idle.post("/v1/settle", json=body), 422, "config.invalid")


def test_the_description_of_the_api_names_its_routes_and_refusals() -> None:
    client = client_of(Offer("127.0.0.1"), SETTINGS)
    said = client.get("/openapi.json").json()
    assert {"/v1/tag", "/v1/settle", "/v1/verify", "/readyz"} <= set(said["paths"])
    assert {"200", "413", "422", "503"} <= set(said["paths"]["/v1/tag"]["post"]["responses"])
