"""The system's Chromium, and pages served to it from this process or from the command line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp

from skuscribe.serve.server import address_of, listening

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
NO_CHROMIUM = "no Chromium: apt-get install chromium"


def driver() -> Any:  # noqa: ANN401 - playwright has its own types
    """Return playwright's driver, to be entered; skips where a part is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    return playwright.sync_playwright()


def launched(driver: Any) -> Any:  # noqa: ANN401
    """Return a browser."""
    return driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def heard(page: Any) -> list[str]:  # noqa: ANN401
    """Return a list that grows by each dialog, error and violated policy of a page."""
    told: list[str] = []
    page.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    return told


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application from this process; yields its address."""
    bound = listening("127.0.0.1", 0)
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield address_of(bound)
    finally:
        server.should_exit = True
        thread.join()
        bound.close()


@contextmanager
def command_serves(*arguments: str, cwd: Path) -> Iterator[str]:
    """Serve a page by the command line; yields its address."""
    serve = [sys.executable, "-m", "skuscribe", "serve", *arguments, "--port", "0"]
    server = subprocess.Popen(serve, cwd=cwd, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        found = re.search(r"http://\S+/", server.stderr.readline())
        assert found is not None
        yield found[0]
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()
