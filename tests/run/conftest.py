"""Runs in this process: real taggers, without a process of their own for each run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from run.working import SHARD, Watched, Work, draw
from skuscribe import Settings, Tagger
from skuscribe.batch import Outcome
from skuscribe.catalogue.sources import open_source
from skuscribe.run.shard import shards_of
from skuscribe.run.work import Wish, work_through
from skuscribe.worker import Product, result_of

QUICK = Settings(ocr="none")

Taggers = dict[str, Tagger]


@pytest.fixture(scope="session")
def taggers(silent_tagger: Tagger) -> Taggers:
    """Opened taggers, by what they are set to."""
    return {QUICK.model_dump_json(): silent_tagger}


@pytest.fixture
def work(taggers: Taggers, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Work a source through."""

    def see_each(
        products: Iterable[Product], settings: Settings, _: int, cutouts: object = None
    ) -> Iterator[Outcome]:
        key = settings.model_dump_json()
        tagger = taggers.setdefault(key, taggers.get(key) or Tagger(settings))
        for product in products:
            yield product, result_of(tagger, product, False)

    def work_(
        source: Path,
        out: Path,
        settings: Settings = QUICK,
        wish: Wish | None = None,
        stop_at: int = 0,
    ) -> Watched:
        watch = Watched(stop_at)
        work_through(open_source(source), source.name, out, settings, wish or Wish(), watch)
        return watch

    monkeypatch.setattr("skuscribe.run.work.see_each", see_each)
    monkeypatch.setattr("skuscribe.run.work.shards_of", partial(shards_of, size=SHARD))
    return work_


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Five photos: three shards."""
    return draw(tmp_path / "photos", 5)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of the run."""
    return tmp_path / "out"
