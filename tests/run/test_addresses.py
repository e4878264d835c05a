"""A catalogue of addresses is worked through: loaded once, kept, and what is missing left out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import build
from fetch.served import Line, Names, Site, serving
from skuscribe import Record, Settings
from skuscribe.catalogue.sources import open_source
from skuscribe.fetch.fetch import Fetcher
from skuscribe.run import work
from skuscribe.run.loading import Loader
from skuscribe.run.products import records_of
from skuscribe.worker import Result


class Quiet:
    """A watch that hears nothing."""

    def looked(self, id: str, result: Result) -> None: ...

    def finished(self, rows: object) -> None: ...

    def skipped(self, count: int) -> None: ...


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Path]]:
    """A server with two photos, and a catalogue that names them and one that is gone."""
    with serving() as site:
        for name, colour in (("red", (200, 20, 30)), ("blue", (20, 40, 200))):
            body = build.saved(build.disc(colour), "JPEG")
            site.pages[f"/{name}.jpg"] = partial(photo, body=body)
        rows = [
            ("a", site.at("/red.jpg"), site.at("/gone.jpg")),
            ("b", site.at("/blue.jpg"), ""),
            ("c", site.at("/gone.jpg"), ""),
            ("d", "http://127.0.0.2/private.jpg", ""),
        ]
        lines = ["sku,title,image 1,image 2", *(f"{a},Cup,{b},{c}" for a, b, c in rows)]
        (tmp_path / "shop.csv").write_text("\n".join(lines))

        @contextmanager
        def loading(settings: Settings, folder: Path) -> Iterator[Loader]:
            with ThreadPoolExecutor(4) as pool:
                yield Loader(Fetcher(site.policy(), folder, Names()), pool)

        monkeypatch.setattr(work, "loader_for", loading)
        yield site, tmp_path


def photo(line: Line, body: bytes) -> None:
    line.say(200, body, content_type="image/jpeg")


def worked(folder: Path, name: str) -> list[Record]:
    out = folder / name
    source = open_source(folder / "shop.csv")
    work.work_through(source, "shop", out, Settings(ocr="none"), work.Wish(), Quiet())
    return [Record.model_validate(each) for each in records_of(out)]


@pytest.mark.slow
def test_photos_come_from_their_addresses_and_are_kept(shop: tuple[Site, Path]) -> None:
    site, folder = shop
    records = worked(folder, "out")
    assert [record.id for record in records] == ["a", "b"]
    assert [photo.name for record in records for photo in record.photos] == ["red.jpg", "blue.jpg"]
    assert [problem.code for problem in records[0].problems].count("photo.left_out") == 1
    failures = (folder / "out" / "failures.csv").read_text()
    assert "c,fetch.http_status" in failures
    assert "d,fetch.address_refused" in failures

    asked = len(site.asked)
    (folder / "shop.csv").write_text((folder / "shop.csv").read_text().replace("Cup", "Mug"))
    again = worked(folder, "out")
    assert [record.facts[0].value for record in again] == ["Mug", "Mug"]
    assert set(site.asked[asked:]) == {"/gone.jpg"}
