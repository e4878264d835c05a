"""The client of docs/how-to/serve.md works as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from serve.api.process import Server


@pytest.mark.slow
def test_the_client_of_the_documentation_runs(
    tmp_path: Path, mug: bytes, start: Callable[[], Server]
) -> None:
    page = (ROOT / "docs" / "how-to" / "serve.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    server = start()
    server.until_ready()
    (tmp_path / "mug.jpg").write_bytes(mug)
    code = example.replace("http://127.0.0.1:8000", str(server.client.base_url))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    server.stop()
    assert done.returncode == 0, done.stderr
    assert "mug" in done.stdout.splitlines()[0].lower()
    assert done.stdout.splitlines()[-1].endswith("supported")
    assert "unsupported" not in done.stdout
