"""`skuscribe similar`, from the command line: nearest photos, duplicates, proposed variants."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

import made
from command import run
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine, packed
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import Row, row_of
from skuscribe.run.shard import shards_of
from skuscribe.shop.profile import NO_SHOP
from skuscribe.similar.index import index_of

pytestmark = pytest.mark.slow

pytest.importorskip("imagehash")

TURNS = {"red": 0.0, "copy": 0.02, "blue": 0.3, "other": 1.5}
"""Angle of each product's embedding: three are one thing, the last is not."""


def drawn(path: Path, seed: int, quality: int) -> str:
    """Draw lines by chance; return the digest of the file."""
    photo, draw = Image.new("RGB", (200, 160), "white"), np.random.default_rng(seed)
    for _ in range(12):
        corners = [int(each) for each in draw.integers(0, 160, 4)]
        ImageDraw.Draw(photo).line(corners, fill=(30, 60, 90), width=9)
    photo.save(path, "JPEG", quality=quality)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def row(id: str, photo: Path, digest: str, turn: float) -> Row:
    paint = made.colours((made.BLUE if id == "blue" else made.RED, 1.0))
    seen = made.seen(paint=paint)
    info = seen.info.model_copy(update={"name": photo.name, "sha256": digest})
    vector = np.array([np.cos(turn), np.sin(turn), 0.0, 0.0], np.float32)
    seen = seen.model_copy(update={"info": info, "embedding": packed(vector)})
    observed = made.observed(seen, id=id)
    return row_of(ObservedLine(facts={}, observed=observed), settle(observed, {}, NO_SHOP, Voice()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run of a photo, the same with other bytes, one in another colour, and another one."""
    photos, out = tmp_path / "photos", RunFolder(tmp_path / "run")
    photos.mkdir()
    rows = []
    for number, (id, turn) in enumerate(TURNS.items()):
        path = photos / f"{id}.jpg"
        digest = drawn(path, 1 if id in ("red", "copy") else 40 + number, 60 + 10 * number)
        rows.append(row(id, path, digest, turn))
    (shard,) = shards_of([Entry(id) for id in TURNS])
    out.write(shard, rows)
    head = Head("list.csv", "1" * 16, "2" * 16, lang="en", tone="plain", length="medium")
    out.complete(replace(head, photos=str(photos)), 1)
    return out.path


def lines(arguments: Sequence[str | Path]) -> list[dict[str, Any]]:
    done = run("similar", *arguments, "--jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_duplicates_are_files_made_anew(folder: Path) -> None:
    assert [(each["group"], each["id"]) for each in lines([folder, "--duplicates"])] == [
        (1, "red"),
        (1, "copy"),
    ]
    (folder.parent / "photos" / "copy.jpg").unlink()
    done = run("similar", folder, "--duplicates")
    assert "copy.jpg" in done.stderr
    assert "nothing looks alike" in done.stderr


def test_variants_are_proposed_and_no_record_is_changed(folder: Path) -> None:
    before = (folder / "records.jsonl").read_bytes()
    found = lines([folder, "--variants"])
    assert {each["id"] for each in found} == {"red", "copy", "blue"}
    assert {each["item_group_id"] for each in found} == {"red"}
    assert all(each["proposed"] for each in found)
    assert (folder / "records.jsonl").read_bytes() == before
    assert "item_group_id" in run("similar", folder, "--variants").stdout


def test_the_index_is_made_once_and_again_when_the_run_changes(folder: Path) -> None:
    assert len(index_of(folder).vectors) == 4
    made_at = (folder / "similar" / "vectors.f16").stat().st_mtime_ns
    index_of(folder)
    assert (folder / "similar" / "vectors.f16").stat().st_mtime_ns == made_at
    (shard,) = shards_of([Entry("new")])
    RunFolder(folder).write(replace(shard, number=1), [row("new", Path("n.jpg"), "0" * 64, 1.0)])
    index = index_of(folder)
    assert [each.id for each in index.photos()] == [*TURNS, "new"]
    assert [each.id for each in index.named([4, 0])] == ["new", "red"]


def test_a_run_of_another_network_is_refused(folder: Path) -> None:
    done = run("similar", folder.parent / "photos" / "red.jpg", "--in", folder)
    assert done.returncode != 0
    assert "--model" in done.stderr


@pytest.mark.parametrize("wrong", [(), ("--duplicates", "--variants"), ("--in", "x", "--variants")])
def test_wrong_use_is_told(folder: Path, wrong: tuple[str, ...]) -> None:
    assert run("similar", folder, *wrong).returncode == 2


@pytest.mark.slow
def test_a_photo_of_the_run_finds_itself(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for seed in range(3):
        drawn(photos / f"{seed}.jpg", seed, 90)
    assert run("run", photos, "--out", tmp_path / "run", "--ocr", "none").returncode == 0
    found = lines([photos / "1.jpg", "--in", tmp_path / "run", "--top", "2"])
    assert found[0]["photo"] == "1.jpg"
    assert found[0]["similarity"] > 0.999 > found[1]["similarity"]
