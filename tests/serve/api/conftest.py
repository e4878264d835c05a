"""The real application with one worker, as a client has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from serve.api.process import Server
from skuscribe.serve.api.server import Api, Beside, Offer
from skuscribe.settings import Settings

SETTINGS = Settings(ocr="none", max_bytes=2_000_000, max_pixels=4_000_000)
ADDRESS = "http://127.0.0.1:8000"


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """A page that says that it is one."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    await PlainTextResponse("the page")(scope, receive, send)


def client_of(offer: Offer, settings: Settings = SETTINGS) -> TestClient:
    """A client of a server that is not started: no worker looks at anything."""
    app = Beside(Api(settings, offer), page)
    return TestClient(app, ADDRESS, raise_server_exceptions=False)


@pytest.fixture
def idle() -> TestClient:
    return client_of(Offer("127.0.0.1"))


@pytest.fixture(scope="session")
def started() -> Iterator[TestClient]:
    """A client of a server whose worker has its models open."""
    import time

    with client_of(Offer("127.0.0.1")) as client:
        end = time.monotonic() + 120
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < end, "the models were not opened"
            time.sleep(0.1)
        yield client


@pytest.fixture(scope="session")
def mug(examples: Path) -> bytes:
    return (examples / "mug.jpg").read_bytes()


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
