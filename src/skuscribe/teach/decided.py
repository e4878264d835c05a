"""A run's approved decisions as examples: its photos were seen already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Event, digest_of
from skuscribe.decisions.fields import decided_facts
from skuscribe.decisions.standing import standing
from skuscribe.decisions.store import decisions_of
from skuscribe.record.observed import ObservedLine
from skuscribe.run.folder import OBSERVED, RECORDS, RunFolder, head_of
from skuscribe.shop.examples import Examples
from skuscribe.teach.lesson import Lesson
from skuscribe.teach.see import Seen, examples_of


def of_decisions(run: Path) -> Examples:
    """Return the products of a run whose category a person approved or changed.

    Raises:
        SkuscribeError: `run.invalid`; `config.invalid`, nobody has approved a category.
    """
    head_of(run)
    kept = list(_approved(RunFolder(run), decisions_of(run)))
    if not kept:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            "nobody has approved or changed a category of this run",
            hint=f"skuscribe decisions {run} approve ID, or change ID category WORD",
        )
    bundles = {bundle for _, bundle in kept}
    return examples_of([each for each, _ in kept], bundles.pop())


def _approved(
    folder: RunFolder, decisions: dict[str, list[Event]]
) -> Iterator[tuple[tuple[Lesson, Seen], str]]:
    for shard in folder.finished() if decisions else ():
        with (shard / OBSERVED).open("rb") as seen, (shard / RECORDS).open("rb") as records:
            for line, text in zip(seen, records, strict=True):
                record = json.loads(text)
                if "error" not in record and record["id"] in decisions:
                    yield from _taught(line, record, decisions[record["id"]])


def _taught(
    line: bytes, record: dict[str, Any], events: list[Event]
) -> Iterator[tuple[tuple[Lesson, Seen], str]]:
    observed = ObservedLine.model_validate_json(line).observed
    photos = observed.photos
    decided = standing(events, digest_of(photo.info.sha256 for photo in photos)).decided
    changed = decided_facts(decided).get("category", "")
    approved = record["category"]["label"] if decided.state == "approved" else None
    if decided.state != "rejected" and (label := changed or approved):
        for photo in photos:
            lesson = Lesson(Path(photo.info.name), label, observed.id)
            seen = (photo.info.sha256, photo.embedding, photo.beliefs)
            yield (lesson, seen), observed.seen_with.bundle
