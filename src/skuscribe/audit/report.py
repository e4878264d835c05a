"""An audit as files: a table, lines of JSON and a page, the worst findings first."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from skuscribe.audit.finding import SEVERITIES, Finding
from skuscribe.audit.page import Evidence, Shown, page
from skuscribe.audit.walk import Audited
from skuscribe.core.files import write_whole, written_whole
from skuscribe.export.cells import guarded, plain

TABLE, LINES, PAGE = "audit.csv", "audit.jsonl", "audit.html"
SHOWN = 200
"""Findings on the page, each with its picture; the files hold all."""

COLUMNS = ("severity", "id", "title", "kind", "field", "says", "shows", "ground", "why")
LEVELS = tuple(sorted(set(SEVERITIES.values()), reverse=True))


@dataclass(frozen=True)
class Tally:
    """What an audit came to.

    Attributes:
        listings: that were audited, and `faulty` those of them with a finding.
        counts: findings by kind and field.
    """

    listings: int
    faulty: int
    counts: Mapping[tuple[str, str], int]

    @property
    def findings(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def write_audit(
    audited: Iterable[Audited], out: Path, name: str, evidence: Callable[[Any], Evidence]
) -> Tally:
    """Write the files of an audit; no more than a listing is in memory at a time.

    Args:
        audited: listings with their findings.
        out: folder for the files.
        name: of what was audited.
        evidence: draws what a row of the page rests on.

    Raises:
        OSError: the folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="skuscribe-") as home:
        parts = {level: Path(home) / f"{level}.jsonl" for level in LEVELS}
        tally = _sorted_out(audited, parts)
        _join(parts, out / LINES)
    with (out / LINES).open("rb") as lines:
        _write_table((json.loads(line) for line in lines), out / TABLE)
    with (out / LINES).open("rb") as lines:
        rows = [json.loads(line) for line in islice(lines, SHOWN)]
    shown = [Shown(row, evidence(row)) for row in rows]
    write_whole(out / PAGE, page(name, tally, shown).encode())
    return tally


def _sorted_out(audited: Iterable[Audited], parts: Mapping[int, Path]) -> Tally:
    """Write each finding to the file of its severity: joined, they are sorted."""
    listings = faulty = 0
    counts = Counter[tuple[str, str]]()
    with ExitStack() as stack:
        files = {level: stack.enter_context(path.open("wb")) for level, path in parts.items()}
        for each in audited:
            listings, faulty = listings + 1, faulty + bool(each.findings)
            counts.update((found.kind, found.field) for found in each.findings)
            for found in each.findings:
                _put(files[found.severity], _row(each, found))
    return Tally(listings, faulty, counts)


def _row(audited: Audited, found: Finding) -> dict[str, Any]:
    row = {"id": audited.id, "title": audited.listing.title, **found.as_json()}
    if not found.ground.startswith("/listing") and audited.record.photos:
        row["evidence"] = _grounded(audited, found)
    return row


def _grounded(audited: Audited, found: Finding) -> dict[str, Any]:
    """Return where on which photo it is seen: what a picture of it needs."""
    record, (area, _, place) = audited.record, found.ground.lstrip("/").partition("/")
    number, box, swatch = record.subject.photo, record.subject.outline, ""
    if area == "texts":
        number, box = record.texts[int(place)].photo, record.texts[int(place)].polygon
    if area == "attributes":
        measured = record.attributes[int(place)]
        number = record.subject.photo if measured.photo is None else measured.photo
        swatch = measured.evidence.swatch.hex if measured.evidence.swatch else ""
    photo = record.photos[number]
    return {"photo": photo.name, "sha256": photo.sha256, "outline": box, "swatch": swatch}


def _put(stream: BinaryIO, row: Mapping[str, Any]) -> None:
    stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _join(parts: Mapping[int, Path], target: Path) -> None:
    with written_whole(target) as whole:
        for path in parts.values():
            with path.open("rb") as part:
                shutil.copyfileobj(part, whole)


def _write_table(rows: Iterator[Mapping[str, Any]], target: Path) -> None:
    with written_whole(target) as raw:
        stream = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([guarded(plain(str(row[column]))) for column in COLUMNS] for row in rows)
        stream.detach()
