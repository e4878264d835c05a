"""One shard while its rows come: failed at once, known from before, or to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.record.facts import given_facts
from skuscribe.record.model import GivenFact, Record
from skuscribe.record.observed import Observed, ObservedLine
from skuscribe.run.entry import Entry, PlacedPhoto
from skuscribe.run.former import Former
from skuscribe.run.loading import Loader
from skuscribe.run.row import Row, row_of, row_without
from skuscribe.run.shard import Shard
from skuscribe.settling import Words, settle_line
from skuscribe.worker import Product, Result

Photos = tuple[PlacedPhoto, ...]


class Filling:
    """Makes the rows of one shard.

    Products of one shard that show the same photos are looked at once.

    Args:
        shard: whose.
        loader: makes photos of what entries name.
        former: what was seen before.
        words: what records are settled with.
    """

    def __init__(self, shard: Shard, loader: Loader, former: Former, words: Words) -> None:
        self.shard = shard
        self._loader, self._former, self._words = loader, former, words
        self._rows: list[Row | None] = [None] * len(shard.entries)
        self._seen: dict[Photos, Result] = {}
        self._waiting: dict[Photos, list[tuple[int, Entry]]] = {}
        self._asked = False

    @property
    def rows(self) -> list[Row]:
        """The rows that are there."""
        return [row for row in self._rows if row is not None]

    @property
    def waits(self) -> bool:
        """Whether something that was yielded has no result yet."""
        return bool(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether every row is there."""
        return self._asked and None not in self._rows

    def to_see(self) -> Iterator[Product]:
        """Yield what has to be looked at; rows that need no look are made on the way."""
        for place, entry in enumerate(self.shard.entries):
            if entry.failure is not None:
                self._rows[place] = row_without(entry.id, entry.failure)
                continue
            photos, lost = self._loader.photos_of(entry)
            whole = replace(entry, left_out=(*entry.left_out, *map(str, lost)))
            if not photos:
                self._rows[place] = row_without(entry.id, lost[0])
            elif known := self._former.find(entry.id, photos):
                self._rows[place] = self._settled(whole, known)
            elif entry.photos in self._seen:
                self._rows[place] = self._row(whole, self._seen[entry.photos])
            elif entry.photos in self._waiting:
                self._waiting[entry.photos].append((place, whole))
            else:
                self._waiting[entry.photos] = [(place, whole)]
                yield Product(entry.id, tuple(photos), dict(entry.facts))
        self._loader.forget(self.shard.entries)
        self._asked = True

    def take(self, result: Result) -> None:
        """Take the result of what was yielded first and has none yet."""
        photos = next(iter(self._waiting))
        self._seen[photos] = result
        for place, entry in self._waiting.pop(photos):
            self._rows[place] = self._row(entry, result)

    def _row(self, entry: Entry, result: Result) -> Row:
        if isinstance(result, SkuscribeError):
            return row_without(entry.id, result)
        line = _line(entry, result.observed)
        plain = result.record.id == entry.id and _told(result.record) == given_facts(entry.facts)
        if plain and not entry.left_out and entry.id not in self._words.decisions:
            return row_of(line, result.record)
        return self._settled(entry, result.observed)

    def _settled(self, entry: Entry, observed: Observed) -> Row:
        line = _line(entry, observed)
        try:
            return row_of(line, settle_line(line, self._words))
        except SkuscribeError as error:
            return row_without(entry.id, error)
        except Exception as error:  # a bug met by one product must not harm the others
            return row_without(entry.id, unexpected(error, entry.id))


def _told(record: Record) -> tuple[GivenFact, ...]:
    return tuple(fact for fact in record.facts if fact.source != "photo")


def _line(entry: Entry, observed: Observed) -> ObservedLine:
    mine = observed.model_copy(update={"id": entry.id})
    return ObservedLine(facts=dict(entry.facts), observed=mine, left_out=entry.left_out)
