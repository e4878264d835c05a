"""Who may ask, how much, how slowly; and that a refusal is a problem with a code, nothing more."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable

import httpx2
import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from serve.api.conftest import SETTINGS, client_of
from skuscribe.core.codes import BY_CODE
from skuscribe.core.errors import SkuscribeError
from skuscribe.serve.api.server import Api, Offer

TOKEN = "a token of some length"  # noqa: S105 - of the tests


def refused(answer: httpx2.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    said = answer.json()
    assert said["code"] == code
    assert code in BY_CODE
    assert said["status"] == status
    for trace in ("Traceback", "/src/", "site-packages", ".py"):
        assert trace not in answer.text


def test_every_other_path_is_the_pages(idle: TestClient) -> None:
    assert idle.get("/").text == "the page"
    assert idle.get("/healthz").json() == {"status": "ok"}
    refused(idle.get("/readyz"), 503, "serve.not_ready")
    assert idle.get("/readyz").headers["retry-after"] == "2"


def test_unknown_addresses_and_methods_are_problems(idle: TestClient) -> None:
    refused(idle.get("/v1/nothing"), 404, "serve.not_found")
    refused(idle.get("/v1/tag"), 405, "serve.not_found")
    assert "POST" in idle.get("/v1/tag").headers["allow"]


def test_other_hosts_and_sites_are_refused_and_nothing_is_allowed_to_them(
    idle: TestClient,
) -> None:
    evil = "https://evil.example"
    refused(idle.get("/healthz", headers={"host": "evil.example"}), 421, "serve.request_refused")
    answer = idle.post("/v1/verify", content=b"{}", headers={"origin": evil})
    refused(answer, 403, "serve.request_refused")
    asked = {"origin": evil, "access-control-request-method": "POST"}
    answer = idle.options("/v1/tag", headers=asked)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_others_reach_it_with_a_token_alone() -> None:
    with pytest.raises(SkuscribeError, match=r"serve\.token_missing"):
        Api(SETTINGS, Offer("0.0.0.0"))  # noqa: S104
    with pytest.raises(SkuscribeError, match=r"serve\.token_missing"):
        Api(SETTINGS, Offer("192.0.2.1", "short"))
    client = client_of(Offer("0.0.0.0", TOKEN))  # noqa: S104
    for said in ("", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", "Bearer \xe9"):
        headers = {b"authorization": said.encode("latin-1")}
        answer = client.post("/v1/verify", content=b"{}", headers=headers)
        refused(answer, 401, "serve.token_wrong")
        refused(client.get("/metrics", headers=headers), 401, "serve.token_wrong")
    assert client.get("/healthz").status_code == 200
    good = {"authorization": f"bearer {TOKEN}"}
    assert client.get("/metrics", headers=good).status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(idle: TestClient) -> None:
    refused(idle.post("/v1/tag", content=bytes(5_000_001)), 413, "serve.body_too_large")


def test_a_body_that_says_no_length_is_refused(idle: TestClient) -> None:
    refused(idle.post("/v1/verify", content=iter([b"{}"])), 413, "serve.body_too_large")


def answered(api: Api, parts: Iterable[tuple[float, bytes]], length: int) -> tuple[int, str]:
    """Send a body part by part, each after so many seconds, past any server."""
    stream, sent = iter(parts), list[Message]()

    async def receive() -> Message:
        seconds, part = next(stream)
        await asyncio.sleep(seconds)
        return {"type": "http.request", "body": part, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-length", str(length).encode())]
    scope = {"type": "http", "method": "POST", "path": "/v1/verify", "raw_path": b"/v1/verify"}
    more = {"headers": headers, "query_string": b"", "http_version": "1.1", "scheme": "http"}
    asyncio.run(api.app({**scope, **more, "root_path": ""}, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])["code"]


def test_a_body_that_drips_is_given_up() -> None:
    api = Api(SETTINGS, Offer("127.0.0.1", seconds=0.3))
    drops = ((0.1, b" ") for _ in range(100))
    assert answered(api, drops, 100) == (408, "serve.body_slow")


def test_a_body_longer_than_it_says_is_given_up() -> None:
    api = Api(SETTINGS, Offer("127.0.0.1"))
    flood = ((0.0, bytes(1_000_000)) for _ in range(100))
    assert answered(api, flood, 10) == (413, "serve.body_too_large")


def test_what_is_counted_names_no_path_that_a_client_made_up(idle: TestClient) -> None:
    idle.get("/v1/made/up")
    idle.get("/healthz")
    text = idle.get("/metrics").text
    assert 'skuscribe_requests_total{route="/healthz",status="200"} 1.0' in text
    assert 'skuscribe_requests_total{route="other",status="404"} 1.0' in text
    assert "made" not in text
