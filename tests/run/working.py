"""Small runs in this process: drawn photos, shards of three rows, and who hears how it goes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import build
from skuscribe.run.row import Row

SHARD = 2
"""Rows of a shard."""


@dataclass
class Watched:
    """Hears how a run goes; `stop_at` stops it when so many products were looked at."""

    stop_at: int = 0
    looked_at: list[str] = field(default_factory=list)
    written: int = 0
    there: int = 0

    def looked(self, id: str) -> None:
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
