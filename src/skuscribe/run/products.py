"""The records of a run, read back: which products it has, and what a field of one says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from skuscribe.decisions.event import digest_of
from skuscribe.decisions.fields import DESCRIPTION, FACTS
from skuscribe.run.folder import RECORDS, RunFolder, head_of

Fields = Mapping[str, Any]


def records_of(path: Path) -> Iterator[Fields]:
    """Yield the records of a run's finished shards, as JSON has them, in order.

    Raises:
        SkuscribeError: `run.invalid`, there is no run in the folder.
    """
    head_of(path)
    for folder in RunFolder(path).finished():
        with (folder / RECORDS).open("rb") as stream:
            for line in stream:
                record = json.loads(line)
                if "error" not in record:
                    yield record


def photos_of(record: Fields) -> str:
    """Return what stands for a record's photos in decisions about it."""
    return digest_of(photo["sha256"] for photo in record["photos"])


def value_of(record: Fields, field: str) -> str:
    """Return what a record says in a field that people may change; empty for nothing."""
    if field.startswith(FACTS):
        key = field.removeprefix(FACTS)
        return next((fact["value"] for fact in record["facts"] if fact["key"] == key), "")
    words = record["description"][field.removeprefix(DESCRIPTION)]
    return words if isinstance(words, str) else "\n".join(words)
