"""Run the real command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(
    *arguments: str | Path, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run `skuscribe` without the settings of this environment but those given."""
    return subprocess.run(
        [sys.executable, "-m", "skuscribe", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if not k.startswith("SKUSCRIBE_")} | environ,
        check=False,
    )
