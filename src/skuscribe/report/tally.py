"""One pass over a run's rows to counts, and to the few products that are shown."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skuscribe.report.duplicates import Digests
from skuscribe.run.folder import RECORDS, RunFolder
from skuscribe.run.products import Fields

BINS = 20
CARDS = 6
SHOWN = 20
DISAGREE = ("taxonomy.contradicted", "colour.contradicted", "text.contradicted")
"""Codes of photos of one product that say different things."""

Few = list[tuple[float, str, Fields]]


@dataclass
class Tally:
    """What a run holds, in memory that does not grow with it but for its digests.

    Attributes:
        products, photos: how many there are.
        categories: label to products; the empty label for those that none was sure enough for.
        confidences: products by confidence of a stated category, `BINS` equal parts of 0..1.
        review, reasons: products to look at, and why: (code, message).
        errors: rows without a record by (code, what happened, what to do), and examples of each.
        disagreements: products by code, and the first of them as (id, message).
        states: what people decided.
    """

    products: int = 0
    photos: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    confidences: list[int] = field(default_factory=lambda: [0] * BINS)
    review: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    messages: dict[str, str] = field(default_factory=dict)
    errors: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    failed: dict[str, list[str]] = field(default_factory=dict)
    disagreements: Counter[str] = field(default_factory=Counter)
    disagreeing: list[tuple[str, str]] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    digests: Digests = field(default_factory=Digests)
    costly: Few = field(default_factory=list)
    ready: Few = field(default_factory=list)

    @property
    def cards(self) -> Iterator[Fields]:
        """The costliest products to look at, then some that are ready, drawn by their ids."""
        for few in (self.costly, self.ready):
            yield from (record for _, _, record in sorted(few, key=lambda each: -each[0]))

    def add(self, row: dict[str, Any]) -> None:
        """Count a row, a record or an error."""
        if "error" in row:
            self._add_error(str(row["id"]), row["error"])
            return
        self.products += 1
        self.photos += len(row["photos"])
        self.states[row["decided"]["state"]] += 1
        self.digests.add(row)
        self._add_category(row["category"])
        self._add_review(row)
        self._add_disagreements(row)

    def _add_error(self, id: str, error: Fields) -> None:
        self.errors[error["code"], error["message"], error["hint"]] += 1
        examples = self.failed.setdefault(error["code"], [])
        if len(examples) < 3:
            examples.append(id)

    def _add_category(self, category: Fields) -> None:
        self.categories[category["label"] or ""] += 1
        if category["label"]:
            self.confidences[min(BINS - 1, int(BINS * category["confidence"]))] += 1

    def _add_review(self, row: Fields) -> None:
        review = row["review"]
        self.review += review["needed"]
        for code, message in {each["code"]: each["message"] for each in review["reasons"]}.items():
            self.reasons[code] += 1
            self.messages.setdefault(code, message)
        if review["needed"]:
            _keep(self.costly, review["cost"], row)
        else:
            _keep(self.ready, _lot(str(row["id"])), row)

    def _add_disagreements(self, row: Fields) -> None:
        found = {each["code"]: each["message"] for each in row["problems"]}
        for code in found.keys() & set(DISAGREE):
            self.disagreements[code] += 1
            if len(self.disagreeing) < SHOWN:
                self.disagreeing.append((str(row["id"]), found[code]))


def tally_of(run: Path) -> Tally:
    """Return what the finished shards of a run hold.

    Raises:
        OSError: a shard cannot be read.
    """
    tally = Tally()
    for folder in RunFolder(run).finished():
        with (folder / RECORDS).open("rb") as lines:
            for line in lines:
                tally.add(json.loads(line))
    return tally


def _keep(few: Few, weight: float, row: Fields) -> None:
    """Keep the `CARDS` rows of most weight; equal weights in the order of their ids."""
    heapq.heappush(few, (weight, str(row["id"]), row))
    if len(few) > CARDS:
        heapq.heappop(few)


def _lot(id: str) -> float:
    """Return a number in 0..1 that an id always draws: a sample that is the same each time."""
    return int(hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) / 2**32
