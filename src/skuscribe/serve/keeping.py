"""Dropped photos kept as a run: made by the code of `skuscribe run`, which finds them seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from skuscribe.catalogue.sources import open_source
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.observed import ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import RunFolder
from skuscribe.run.row import Row, row_of
from skuscribe.run.shard import shards_of
from skuscribe.run.work import Wish, work_through
from skuscribe.serve.dropped import Card, Dropped
from skuscribe.serve.stored import is_run_name
from skuscribe.tagger import Tagged
from skuscribe.worker import Result


class _Unwatched:
    """Hears how the work goes, and tells nobody: no photo is looked at."""

    def looked(self, id: str, result: Result) -> None: ...

    def finished(self, rows: Sequence[Row]) -> None: ...

    def skipped(self, count: int) -> None: ...


def photos_beside(run: Path) -> Path:
    """Return the folder where the photos of a kept run lie."""
    return run.with_name(f"{run.name}-photos")


def keep(dropped: Dropped, into: Path, name: str) -> Path:
    """Make a run of the photos that have a record, and return its folder.

    The photos are copied to a folder beside it. Either all of it stands there or nothing does.

    Args:
        dropped: the photos; none of them is waiting.
        into: folder where the run is made.
        name: of the run.

    Raises:
        SkuscribeError: `serve.name_refused`; `serve.nothing_to_keep`; see `run.work.work_through`.
        OSError: the folder cannot be written.
    """
    cards = [card for card in dropped.cards() if card.tagged is not None]
    if not cards or len(dropped.cards()) < dropped.count:
        raise SkuscribeError(ErrorCode.SERVE_NOTHING_TO_KEEP)
    run = into / name
    photos = photos_beside(run)
    if not is_run_name(name) or run.exists() or photos.exists():
        raise SkuscribeError(ErrorCode.SERVE_NAME_REFUSED)
    photos.mkdir(parents=True)  # outside: of two presses the second takes nothing away
    run.mkdir()
    try:
        _copied(cards, dropped.folder, photos)
        _seen_before(cards, RunFolder(run))
        work_through(open_source(photos), photos.name, run, dropped.settings, Wish(), _Unwatched())
    except BaseException:
        shutil.rmtree(run, ignore_errors=True)
        shutil.rmtree(photos, ignore_errors=True)
        raise
    return run


def _copied(cards: Iterable[Card], source: Path, photos: Path) -> None:
    for card in cards:
        shutil.copyfile(source / card.stored, photos / card.stored)


def _seen_before(cards: Sequence[Card], folder: RunFolder) -> None:
    """Write what was seen where a run looks for what it saw before its source changed."""
    rows = {card.stored: _row(card.tagged) for card in cards if card.tagged is not None}
    for shard in shards_of(Entry(id) for id in rows):
        folder.write(shard, [rows[entry.id] for entry in shard.entries])
    folder.set_aside(folder.finished())


def _row(tagged: Tagged) -> Row:
    return row_of(ObservedLine(facts={}, observed=tagged.observed), tagged.record)
