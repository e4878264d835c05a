"""When a job has ended its sender is told, signed; no kill costs it, no private server gets it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command import run as skuscribe
from fetch.served import Line, Site, serving
from fetch.test_guard import HOSTS
from serve.api.conftest import SETTINGS, client_of
from serve.api.hooked import SECRET
from serve.api.process import Server
from serve.api.test_gate import refused
from serve.api.test_jobs import packed
from skuscribe.core.errors import SkuscribeError
from skuscribe.serve.api.server import Api, Offer
from skuscribe.serve.api.webhooks import Hooks

CATALOGUE = {"catalogue": ("a.csv", b"sku\n1\n")}


@pytest.fixture
def receiver() -> Iterator[Site]:
    with serving() as site:
        yield site


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.05)


def checked(site: Site, number: int, secret: str = SECRET) -> dict[str, object]:
    """What a message says, once its signature is found right as a receiver finds it."""
    headers, body = site.headers[number], site.bodies[number]
    stamp = headers["x-skuscribe-timestamp"]
    assert abs(time.time() - int(stamp)) < 120
    right = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-skuscribe-signature"] == f"sha256={right}"
    assert headers["content-type"] == "application/json"
    said: dict[str, object] = json.loads(body)
    return said


@pytest.mark.slow
def test_a_message_that_a_kill_cut_off_is_sent_again(
    tmp_path: Path, mug: bytes, receiver: Site
) -> None:
    held = threading.Event()

    def holding(line: Line) -> None:
        held.wait(60)
        line.say(200)

    receiver.pages["/hook"] = holding
    server = Server(tmp_path, receiver.port)
    where = f"http://127.0.0.1:{receiver.port}/hook"
    id = server.send(packed(tmp_path, mug, 3), webhook=where)
    assert server.until(id)["webhook"] == "pending"
    until(lambda: len(receiver.bodies) == 1)
    server.kill()
    held.set()
    server = Server(tmp_path, receiver.port)
    until(lambda: server.job(id)["webhook"] == "delivered")
    server.stop()
    assert len(receiver.bodies) == 2
    told = {"id": id, "state": "done", "products": 3, "looked": 3, "failed": 0, "error": None}
    assert checked(receiver, 0) == checked(receiver, 1) == told
    server = Server(tmp_path, receiver.port)
    server.until_ready()
    assert server.job(id)["webhook"] == "delivered"
    server.stop()
    assert len(receiver.bodies) == 2, "what was taken is not sent again"


@pytest.mark.slow
def test_what_nobody_took_is_sent_after_the_next_start(tmp_path: Path, receiver: Site) -> None:
    where = f"http://127.0.0.1:{receiver.port}/hook"
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 no archive")
    server = Server(tmp_path, receiver.port)
    id = server.send(broken, webhook=where)
    until(lambda: len(receiver.bodies) == 2)
    assert server.job(id)["webhook"] == "pending"
    server.stop()
    receiver.pages["/hook"] = lambda line: line.say(202)
    server = Server(tmp_path, receiver.port)
    until(lambda: server.job(id)["webhook"] == "delivered")
    server.stop()
    assert checked(receiver, 2)["state"] == "failed"


@pytest.mark.parametrize("host", HOSTS.split())
def test_no_private_address_is_taken(tmp_path: Path, host: str) -> None:
    offer = Offer("127.0.0.1", jobs=tmp_path / "jobs", hooks=Hooks(SECRET))
    (tmp_path / "jobs").mkdir()
    client = client_of(offer)
    answer = client.post("/v1/jobs", files=CATALOGUE, data={"webhook": f"http://{host}/hook"})
    assert answer.json()["code"] in {"fetch.url_invalid", "fetch.address_refused"}
    refused(answer, 422, answer.json()["code"])
    assert client.get("/v1/jobs").json() == []


def test_none_is_sent_unless_it_is_allowed(tmp_path: Path) -> None:
    client = client_of(Offer("127.0.0.1", jobs=tmp_path))
    data = {"webhook": "https://shop.example/hook"}
    refused(client.post("/v1/jobs", files=CATALOGUE, data=data), 422, "serve.webhooks_off")
    assert client.get("/v1/jobs").json() == []


@pytest.mark.parametrize("said", [{"webhook": ["a", "b"]}, {"webhook": "", "other": "1"}])
def test_other_fields_and_two_addresses_are_refused(tmp_path: Path, said: dict[str, str]) -> None:
    client = client_of(Offer("127.0.0.1", jobs=tmp_path, hooks=Hooks(SECRET)))
    answer = client.post("/v1/jobs", files=CATALOGUE, data=said)
    refused(answer, 422, "serve.request_invalid")


def test_it_does_not_start_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError, match=r"serve\.webhook_secret_missing"):
        Api(SETTINGS, Offer("127.0.0.1", jobs=tmp_path, hooks=Hooks("short")))
    done = skuscribe("serve", "--port", "0", "--jobs", tmp_path, "--allow-webhooks")
    assert done.returncode != 0
    assert "serve.webhook_secret_missing" in done.stderr
