"""A run that is open on the page: what is asked of people, and each record as it stands now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Event
from skuscribe.decisions.store import decisions_of
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine
from skuscribe.review.queue import Ask, ask_of, in_order
from skuscribe.review.sample import pending
from skuscribe.run.folder import OBSERVED, RECORDS, RunFolder
from skuscribe.run.products import photos_of
from skuscribe.serve.reviewed import guesses_of
from skuscribe.settling import Words, settle_line


@dataclass(frozen=True)
class Item:
    """One product of the run.

    Attributes:
        ask: what the queue knows of it.
        photos: `digest_of` its photos.
        cover: SHA-256 of the photo that shows its subject; empty for none.
        shard: folder where its observation is.
        offset: of its line there, in bytes.
    """

    ask: Ask
    photos: str
    cover: str
    shard: Path
    offset: int


@dataclass(frozen=True)
class Opened:
    """A run, its products in the order in which they are asked about; it never changes.

    Attributes:
        items: the costliest mistake first.
        photos: name of each photo of the run, by SHA-256.
        words: what records are settled with, without decisions.
    """

    items: tuple[Item, ...]
    photos: Mapping[str, str]
    words: Words

    def record(self, item: Item, events: Sequence[Event]) -> Record:
        """Return an item's record, settled with what was decided about it.

        Raises:
            SkuscribeError: `run.invalid`, the run was made anew meanwhile.
        """
        with (item.shard / OBSERVED).open("rb") as stream:
            stream.seek(item.offset)
            text = stream.readline()
        try:
            line = ObservedLine.model_validate_json(text)
        except ValidationError as error:
            raise _made_anew(item) from error
        if line.observed.id != item.ask.id:
            raise _made_anew(item)
        return settle_line(line, replace(self.words, decisions={item.ask.id: events}))


def open_run(path: Path, words: Words) -> Opened:
    """Read which products a run has, and order them.

    Raises:
        SkuscribeError: `run.invalid`, it has none.
    """
    photos: dict[str, str] = {}
    found = list(_items(path, photos))
    if not found:
        raise SkuscribeError(ErrorCode.RUN_INVALID, "the run has no records", where=str(path))
    events = decisions_of(path)
    guesses = guesses_of((each.ask, each.photos, events.get(each.ask.id, ())) for each in found)
    audit = {guess.id for guess in pending(guesses)}
    order = in_order((item.ask for item in found), audit)
    return Opened(tuple(found[ask.place] for ask in order), photos, words)


def reopened(former: Opened, path: Path, words: Words) -> Opened:
    """Return a run that was settled anew, its items in the places that they had.

    Raises:
        SkuscribeError: `run.invalid`, it has other products now.
    """
    photos: dict[str, str] = {}
    found = {item.ask.id: item for item in _items(path, photos)}
    if gone := [item for item in former.items if item.ask.id not in found]:
        raise _made_anew(gone[0])
    return Opened(tuple(found[item.ask.id] for item in former.items), photos, words)


def _items(path: Path, photos: dict[str, str]) -> Iterator[Item]:
    """Yield the items of the finished shards; note the name of each of their photos."""
    place = 0
    for shard in RunFolder(path).finished():
        offset = 0
        with (shard / OBSERVED).open("rb") as seen, (shard / RECORDS).open("rb") as records:
            for line, text in zip(seen, records, strict=True):
                record = json.loads(text)
                if "error" not in record:
                    photos |= {photo["sha256"]: photo["name"] for photo in record["photos"]}
                    yield Item(
                        ask_of(record, place), photos_of(record), _cover(record), shard, offset
                    )
                    place += 1
                offset += len(line)


def _cover(record: Mapping[str, Any]) -> str:
    digests = [photo["sha256"] for photo in record["photos"]]
    place = record["subject"]["photo"]
    return str(digests[place]) if place < len(digests) else ""


def _made_anew(item: Item) -> SkuscribeError:
    return SkuscribeError(
        ErrorCode.RUN_INVALID,
        "the run was made anew since the page was started",
        hint="end it and start it again",
        where=item.ask.id,
    )
