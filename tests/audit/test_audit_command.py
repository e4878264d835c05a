"""`skuscribe audit`, from the command line to the files."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import made
from command import run
from skuscribe.audit.walk import audit_run, audit_texts
from skuscribe.catalogue.product import Product
from skuscribe.catalogue.sources import open_source
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder
from skuscribe.run.row import row_of
from skuscribe.run.shard import shards_of
from skuscribe.shop.profile import NO_SHOP

pytestmark = pytest.mark.slow

CATALOGUE = """id,title,description,colour,gtin,image
A,Plain thing,<p>A handmade &amp; waterproof thing.</p>,yellow,1234567890123,a.png
B,"=cmd()|<script>alert(1)</script>",A thing.,,,b.png
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(CATALOGUE)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run of B and A, whose photos are blue on a plain ground."""
    photos, path = tmp_path / "photos", tmp_path / "run"
    photos.mkdir()
    Image.new("RGB", (40, 30), "blue").save(photos / "a.png")
    digest = hashlib.sha256((photos / "a.png").read_bytes()).hexdigest()
    plain = made.seen(paint=made.colours((made.BLUE, 1.0)))
    info = plain.info.model_copy(update={"name": "a.png", "sha256": digest})
    blue = plain.model_copy(update={"info": info})
    out = RunFolder(path)
    facts = {"A": {"name": "Plain thing", "colour": "yellow"}, "B": {}}
    (shard,) = shards_of([Entry(id, facts=facts[id]) for id in ("B", "A")])
    rows = []
    for entry in shard.entries:
        seen = made.observed(blue, id=entry.id)
        record = settle(seen, entry.facts, NO_SHOP, Voice())
        rows.append(row_of(ObservedLine(facts=dict(entry.facts), observed=seen), record))
    out.write(shard, rows)
    head = Head("list.csv", "1" * 16, "2" * 16, lang="en", tone="plain", length="medium")
    out.complete(replace(head, photos=str(photos)), 1)
    return path


def table(out: Path) -> list[dict[str, str]]:
    with (out / "audit.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_run_is_audited_worst_first_and_nothing_is_changed(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = run("audit", folder, "--out", tmp_path / "audit")
    assert done.returncode == 0, done.stderr
    rows = table(tmp_path / "audit")
    first = rows[0]
    assert (first["id"], first["kind"], first["field"]) == ("A", "contradicts", "colour")
    assert (first["says"], first["ground"]) == ("yellow", "/attributes/0")
    assert "the listing says yellow, the photo shows" in first["why"]
    severities = [int(row["severity"]) for row in rows]
    assert severities == sorted(severities, reverse=True)
    lines = (tmp_path / "audit" / "audit.jsonl").read_text().splitlines()
    assert [json.loads(line)["why"] for line in lines] == [row["why"] for row in rows]
    assert json.loads(lines[0])["evidence"]["swatch"].startswith("#")
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert after == before


def test_a_catalogue_beside_the_run_tells_descriptions(folder: Path, catalogue: Path) -> None:
    alone = {each.id: each for each in audit_run(folder, NO_SHOP, "google")}
    with_it = {
        each.id: each for each in audit_run(folder, NO_SHOP, "google", open_source(catalogue))
    }
    assert not any(f.kind == "unsupported" for f in alone["A"].findings)
    said = [f.says for f in with_it["A"].findings if f.kind == "unsupported"]
    assert said == ["handmade", "waterproof"]
    assert list(with_it) == ["B", "A"]


def test_a_catalogue_is_audited_by_its_texts_alone(catalogue: Path, tmp_path: Path) -> None:
    done = run("audit", catalogue, "--texts", "--out", tmp_path / "audit")
    assert done.returncode == 0, done.stderr
    assert "no photo was looked at" in done.stderr
    found = {(row["id"], row["kind"], row["field"]) for row in table(tmp_path / "audit")}
    assert ("A", "unsupported", "authenticity") in found
    assert ("A", "rules", "gtin") in found


def test_what_a_listing_says_neither_runs_nor_is_markup(folder: Path, catalogue: Path) -> None:
    out = folder.parent / "audit"
    done = run("audit", folder, "--listings", catalogue, "--out", out)
    assert done.returncode == 0, done.stderr
    page = (out / "audit.html").read_text()
    assert "<script" not in page
    assert 'src="http' not in page
    titles = {row["title"] for row in table(out) if row["id"] == "B"}
    assert titles
    assert all(title.startswith("'=") for title in titles)


def test_the_page_shows_the_photo_while_it_is_there(folder: Path, tmp_path: Path) -> None:
    assert "data:image/jpeg;base64," in _page(folder, tmp_path / "one")
    (tmp_path / "photos" / "a.png").unlink()
    without = _page(folder, tmp_path / "two")
    assert "data:image" not in without
    assert "The listing says yellow" in without


def _page(folder: Path, out: Path) -> str:
    done = run("audit", folder, "--out", out)
    assert done.returncode == 0, done.stderr
    return (out / "audit.html").read_text()


def test_a_source_that_nobody_looked_at_is_refused_with_what_to_do(catalogue: Path) -> None:
    done = run("audit", catalogue, "--out", catalogue.parent / "audit")
    assert done.returncode == 3
    assert "skuscribe run" in done.stderr
    assert "--texts" in done.stderr
    assert not (catalogue.parent / "audit").exists()


@pytest.mark.parametrize("wrong", [("--channel", "ebay"), ("--texts",)])
def test_wrong_use_is_told_before_anything_is_written(folder: Path, wrong: tuple[str, ...]) -> None:
    out = folder.parent / "audit"
    assert run("audit", folder, "--out", out, *wrong).returncode == 2
    assert not out.exists()


def test_an_audit_that_is_there_is_not_written_over(catalogue: Path, tmp_path: Path) -> None:
    arguments = ("audit", catalogue, "--texts", "--out", tmp_path / "audit")
    assert [run(*arguments).returncode for _ in range(2)] == [0, 2]
    assert run(*arguments, "--overwrite").returncode == 0


FILES = ("etsy_listings_it.csv", "magento2_sample_gear_bags.csv", "woo_core_sample_products.csv")


@pytest.mark.parametrize("name", FILES)
def test_real_files_are_audited_whole(data_root: Path, name: str) -> None:
    source = open_source(data_root / "catalogues" / name)
    products = [each for each in source.products() if isinstance(each, Product)]
    audited = list(audit_texts(source, "google"))
    assert len(audited) == len(products)
    # An organic glaze, a soft hue and a quiet room are no promises.
    said = {f.says.casefold() for each in audited for f in each.findings}
    assert not said & {"organic", "soft", "quiet", "warm"}
