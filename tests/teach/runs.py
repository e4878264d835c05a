"""A run made by hand, and what people did to it. No photo, no network."""

from __future__ import annotations

from pathlib import Path

import made
from skuscribe.decisions.event import Action, Event, digest_of
from skuscribe.decisions.store import Decisions
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine, SeenPhoto
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of
from skuscribe.shop.profile import NO_SHOP
from teach.clusters import photo, vector

PRODUCTS = ("mug", "boot", "lamp")


def photos_of(product: str) -> tuple[SeenPhoto, ...]:
    """Two photos of a product that the network takes for a cup."""
    said = made.belief("cup", "hat", sure=0.8)
    return tuple(
        photo(vector(product, n), said, digest=f"{PRODUCTS.index(product)}{n}" * 32)
        for n in range(2)
    )


def made_run(folder: Path) -> Path:
    """A run of three products of two photos each."""
    out = RunFolder(folder)
    (shard,) = shards_of([Entry(id, facts={}) for id in PRODUCTS])
    seen = [made.observed(*photos_of(each.id), id=each.id) for each in shard.entries]
    rows = [
        row_of(ObservedLine(facts={}, observed=each), settle(each, {}, NO_SHOP, Voice()))
        for each in seen
    ]
    out.write(shard, rows)
    out.complete(Head("list.csv", "1" * 16, "2" * 16, "", "en", "plain", "medium"), 1)
    return folder


def decide(run: Path, product: str, action: Action, category: str = "", photos: str = "") -> None:
    digest = photos or digest_of(each.info.sha256 for each in photos_of(product))
    field = "/facts/category" if category else ""
    with Decisions(run) as decisions:
        at = "2026-01-01T00:00:00+00:00"
        decisions.note(Event(product, digest, action, "ada", at, field, "", category))
