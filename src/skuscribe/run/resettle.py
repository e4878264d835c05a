"""Settle a run again: new records from what was seen, no photo opened."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from skuscribe.core.errors import SkuscribeError, failed_row
from skuscribe.decisions.store import decisions_of
from skuscribe.fingerprint import settled_hash
from skuscribe.run.folder import (
    OBSERVED,
    UNSETTLED,
    Head,
    RunFolder,
    done_of,
    head_of,
    lines_of,
    locked,
    write_shard,
)
from skuscribe.settings import Settings
from skuscribe.settling import Words, settle_file, words_of

WORTH = 20
"""Shards from which a second process is worth its start."""

Told = Callable[[int], object]
"""Is told how many rows a shard has that was settled."""


def settle_run(
    path: Path, settings: Settings, facts: Mapping[str, str], workers: int, told: Told
) -> Head:
    """Settle a finished or an unfinished run again, with what people decided; return its head.

    Args:
        path: of the run.
        settings: the shop and the voice.
        facts: what goes over the facts of every product.
        workers: processes.
        told: is called after each shard.

    Raises:
        SkuscribeError: `run.invalid`, `run.locked`; `config.*`, the shop is wrong.
        OSError: the folder cannot be written.
    """
    head = head_of(path)
    with locked(path):
        folder, words = RunFolder(path), words_of(settings, facts, decisions_of(path))
        folder.tidy()
        settled = replace(
            head,
            # A fact for all is of this settling alone: the next run takes it back.
            settled=settled_hash(words.shop.digest, words.voice) + ("+facts" if facts else ""),
            shop=str(settings.shop.absolute()) if settings.shop else "",
            **words.voice.model_dump(),
        )
        folder.write_head(replace(head, settled=UNSETTLED))
        resettle(folder, words, workers, told)
        if head.complete:
            return folder.gather(settled)
        folder.write_head(settled)
        return settled


def resettle(
    folder: RunFolder, words: Words, workers: int = 1, told: Told = lambda rows: None
) -> None:
    """Write the records of every finished shard anew.

    Args:
        folder: of the run.
        words: what records are settled with.
        workers: processes.
        told: is called after each shard.

    Raises:
        SkuscribeError: `run.invalid`, a shard is damaged.
    """
    for rows in _settled(folder.finished(), words, workers):
        told(rows)


def _settled(shards: list[Path], words: Words, workers: int) -> Iterator[int]:
    if workers < 2 or len(shards) < WORTH:
        _begin(words)
        yield from map(_settle_shard, shards)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (words,)) as pool:
        yield from pool.map(_settle_shard, shards)


_begun: list[Words] = []


def _begin(words: Words) -> None:
    """Keep what shards are settled with, once in each process."""
    _begun[:] = [words]


def _settle_shard(shard: Path) -> int:
    done, words = done_of(shard), _begun[0]
    records, failed = list[str](), 0
    for id, result in settle_file(shard / OBSERVED, words):
        if isinstance(result, SkuscribeError):
            failed += 1
            records.append(failed_row(id, result))
        else:
            records.append(result.to_json())
    observed = (shard / OBSERVED).read_bytes()
    write_shard(shard, observed, lines_of(records), replace(done, failed=failed))
    return done.rows
