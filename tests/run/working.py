"""Small runs in this process: drawn photos, shards of three rows, and who hears how it goes."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

import build
from skuscribe.cli.app import main
from skuscribe.run.row import Row
from skuscribe.worker import Result

SHARD = 2
"""Rows of a shard."""


@dataclass
class Watched:
    """Hears how a run goes; `stop_at` stops it when so many products were looked at."""

    stop_at: int = 0
    looked_at: list[str] = field(default_factory=list)
    written: int = 0
    there: int = 0

    def looked(self, id: str, result: Result) -> None:
        self.looked_at.append(id)
        if len(self.looked_at) == self.stop_at:
            raise KeyboardInterrupt

    def finished(self, rows: Sequence[Row]) -> None:
        self.written += len(rows)

    def skipped(self, count: int) -> None:
        self.there += count


Work = Callable[..., Watched]


def draw(folder: Path, count: int) -> Path:
    """Draw so many photos, each another one."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        draw_one(folder / f"{number:02d}.png", number)
    return folder


def draw_one(path: Path, number: int) -> None:
    """Draw a photo."""
    build.shape(build.SHAPES[number % len(build.SHAPES)], number).save(path)


def table(path: Path, *rows: Sequence[str]) -> Path:
    """Write a CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def contents(out: Path) -> tuple[bytes, bytes]:
    """Return the bytes of a run's records and of its failures."""
    return (out / "records.jsonl").read_bytes(), (out / "failures.csv").read_bytes()


def records(out: Path) -> list[dict[str, Any]]:
    """The rows of a run."""
    return [json.loads(line) for line in (out / "records.jsonl").read_bytes().splitlines()]


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything in a folder but its lock, with the times of its files."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def here(folder: Path, *arguments: str) -> CompletedProcess[str]:
    """Run the command line in this process: much cheaper where no photo is looked at."""
    out, err, status = StringIO(), StringIO(), 0
    plain = {key: value for key, value in os.environ.items() if not key.startswith("SKUSCRIBE_")}
    with (
        patch.dict(os.environ, plain | {"COLUMNS": "200"}, clear=True),
        patch.object(sys, "argv", ["skuscribe", *arguments]),
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 0
    return CompletedProcess(arguments, int(status), out.getvalue(), err.getvalue())
