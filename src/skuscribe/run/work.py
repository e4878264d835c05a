"""A catalogue worked through: the page to read first of this folder.

rows of the source -> shards -> those that are not finished -> photos loaded and looked at
-> rows in their order -> a shard written whole -> all records gathered
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from skuscribe.attributes.text.engine import reading_by, version_of
from skuscribe.batch import Outcome, see_each
from skuscribe.catalogue.source import Source
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.store import decisions_of
from skuscribe.fingerprint import seen_with, settled_hash
from skuscribe.look.bundle import read_bundle
from skuscribe.run.entry import entries_of
from skuscribe.run.filling import Filling
from skuscribe.run.folder import UNSETTLED, Head, RunFolder, done_of, locked
from skuscribe.run.former import Former
from skuscribe.run.loading import Loader, loader_for
from skuscribe.run.resettle import resettle
from skuscribe.run.row import Row
from skuscribe.run.shard import Shard, shards_of
from skuscribe.settings import Settings
from skuscribe.settling import Words, words_of
from skuscribe.subject.cutout import Ground
from skuscribe.worker import Product, Result

AHEAD = 2
"""Shards whose photos are loaded before their turn."""


class Watch(Protocol):
    """Is told how the work goes."""

    def looked(self, id: str, result: Result) -> None:
        """Hear of a product that was looked at; its shard is not written yet."""

    def finished(self, rows: Sequence[Row]) -> None:
        """Hear of a shard that was written."""

    def skipped(self, count: int) -> None:
        """Hear of a shard of so many rows that was there already."""


@dataclass(frozen=True)
class Wish:
    """What the user wants of a run.

    Attributes:
        workers: processes, >= 1.
        fresh: forget what the folder holds.
        retry: try again what failed.
        cutouts: on what results carry the product alone, None for not.
    """

    workers: int = 1
    fresh: bool = False
    retry: bool = False
    cutouts: Ground | None = None


def work_through(
    source: Source, name: str, out: Path, settings: Settings, wish: Wish, watch: Watch
) -> Head:
    """Make a record of every product of a source, or say why there is none.

    A run that was stopped goes on: what is finished is not looked at again, and the files in the
    end are the same bytes as those of a run that was not stopped.

    Args:
        source: opened.
        name: how it is called.
        out: folder of the run; it may hold one already.
        settings: of the tagger.
        wish: how to work.
        watch: is told how it goes.

    Raises:
        SkuscribeError: `run.fingerprint_differs`, `run.locked`, `run.invalid`; what opening the
            models and reading the source raise.
        OSError: the folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    with locked(out), loader_for(settings, out / "photos") as loader:
        folder, words = RunFolder(out), words_of(settings, decisions=decisions_of(out))
        head = _begun(folder, _head(source, name, settings, words), wish, words)
        unfinished = Unfinished(shards_of(entries_of(source)), folder, watch)
        fillings = (
            Filling(shard, loader, unfinished.former, words) for shard in _ahead(unfinished, loader)
        )
        look = partial(_looked_at, settings=settings, wish=wish)
        _fill(fillings, look, folder, watch)
        return folder.complete(head, unfinished.count)


def _head(source: Source, name: str, settings: Settings, words: Words) -> Head:
    bundle = read_bundle(settings.model)
    reading = reading_by(version_of(settings.ocr), settings.read_all)
    seen = seen_with(bundle.identity, reading, bundle.card.answering.rule)
    return Head(
        source=name,
        seen=seen.hash,
        settled=settled_hash(words.shop.digest, words.voice),
        shop=str(settings.shop.absolute()) if settings.shop else "",
        fetch=settings.fetch,
        photos=str(source.folder.absolute()),
        **words.voice.model_dump(),
    )


def _begun(folder: RunFolder, head: Head, wish: Wish, words: Words) -> Head:
    """Make the folder ready, with what it holds already settled as it is wished now."""
    if wish.fresh:
        folder.clear()
    folder.tidy()
    former = folder.head()
    if former is not None and former.seen != head.seen:
        raise SkuscribeError(ErrorCode.RUN_FINGERPRINT_DIFFERS, where=str(folder.path))
    if former is not None and former.settled != head.settled:
        folder.write_head(replace(former, settled=UNSETTLED))
        resettle(folder, words, wish.workers)
    may_load_now = former is not None and head.fetch and not former.fetch
    if wish.retry or may_load_now:
        folder.set_aside([each for each in folder.finished() if done_of(each).failed])
    folder.write_head(head)
    return head


class Unfinished:
    """The shards that are not finished, in order.

    Attributes:
        count: how many shards there are, as far as they have come.
        former: what was seen before the source changed.
    """

    def __init__(self, shards: Iterable[Shard], folder: RunFolder, watch: Watch) -> None:
        self._shards, self._folder, self._watch = shards, folder, watch
        self.count = 0
        self.former = Former(folder.former_shards())

    def __iter__(self) -> Iterator[Shard]:
        """Yield them; the source has changed from the first on that is there with other rows."""
        for shard in self._shards:
            self.count = shard.number + 1
            if self._folder.is_finished(shard):
                self._watch.skipped(len(shard.entries))
                continue
            here = self._folder.place(shard.number)
            if here.exists():
                self._folder.set_aside([each for each in self._folder.finished() if each >= here])
                self.former = Former(self._folder.former_shards())
            yield shard


def _ahead(shards: Iterable[Shard], loader: Loader) -> Iterator[Shard]:
    """Yield shards whose photos are asked for some shards before their turn."""
    stream, asked = iter(shards), deque[Shard]()
    while True:
        for shard in islice(stream, AHEAD - len(asked)):
            loader.ask(shard.entries)
            asked.append(shard)
        if not asked:
            return
        yield asked.popleft()


Look = Callable[[Iterator[Product]], Iterable[Outcome]]


def _fill(fillings: Iterable[Filling], look: Look, folder: RunFolder, watch: Watch) -> None:
    """Write each shard once its rows are there; the next are looked at meanwhile."""
    begun = deque[Filling]()

    def write_full() -> None:
        while begun and begun[0].is_full:
            filling = begun.popleft()
            folder.write(filling.shard, filling.rows)
            watch.finished(filling.rows)

    def to_see() -> Iterator[Product]:
        for filling in fillings:
            begun.append(filling)
            yield from filling.to_see()
            write_full()

    for product, result in look(to_see()):
        next(each for each in begun if each.waits).take(result)
        watch.looked(product.id, result)
        write_full()
    write_full()


def _looked_at(products: Iterator[Product], settings: Settings, wish: Wish) -> Iterable[Outcome]:
    """See products; where there is none to see, no worker is started."""
    first = next(products, None)
    if first is None:
        return ()
    return see_each(chain((first,), products), settings, wish.workers, cutouts=wish.cutouts)
