"""A photo that was fetched is not fetched again, unless it is asked for or damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fetch.served import JPEG, PNG, Line, Names, Site
from skuscribe.core.errors import SkuscribeError
from skuscribe.fetch.cache import Cache, entry_of
from skuscribe.fetch.fetch import Fetcher


@pytest.fixture
def fetcher(site: Site, tmp_path: Path) -> Fetcher:
    def page(line: Line) -> None:
        if line.headers["If-None-Match"] == '"1"':
            line.say(304)
        else:
            line.say(200, PNG, content_type="image/png", etag='"1"', last_modified="yesterday")

    site.pages["/a.png"] = page
    return Fetcher(site.policy(), tmp_path / "kept", Names())


def test_the_second_time_no_server_is_asked(fetcher: Fetcher, site: Site) -> None:
    first, second = fetcher.fetch(site.at("/a.png")), fetcher.fetch(site.at("/a.png#x"))
    assert (first.cached, second.cached) == (False, True)
    assert (first.content, first.content_type) == (second.content, second.content_type)
    assert len(site.asked) == 1


def test_other_queries_are_other_photos(fetcher: Fetcher, site: Site) -> None:
    for query in ("?w=1", "?w=2"):
        fetcher.fetch(site.at(f"/a.png{query}"))
    assert len(site.asked) == 2


def test_the_server_confirms(fetcher: Fetcher, site: Site) -> None:
    fetcher.fetch(site.at("/a.png"))
    got = fetcher.fetch(site.at("/a.png"), refresh=True)
    assert (got.content, got.cached) == (PNG, True)
    assert site.headers[1]["if-none-match"] == '"1"'
    assert site.headers[1]["if-modified-since"] == "yesterday"


def test_the_server_has_another(fetcher: Fetcher, site: Site) -> None:
    fetcher.fetch(site.at("/a.png"))
    site.pages["/a.png"] = lambda line: line.say(200, JPEG)
    assert fetcher.fetch(site.at("/a.png"), refresh=True).content == JPEG
    assert fetcher.fetch(site.at("/a.png")).content == JPEG


def damage_photo(path: Path) -> None:
    path.write_bytes(JPEG)


def damage_sidecar(path: Path) -> None:
    path.with_suffix(".json").write_text("[]")


def nest_sidecar(path: Path) -> None:
    path.with_suffix(".json").write_text("[" * 9_999)


def inject_header(path: Path) -> None:
    sidecar = path.with_suffix(".json")
    sidecar.write_text(json.dumps(json.loads(sidecar.read_text()) | {"etag": 7}))


def lose_photo(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "damage", [damage_photo, damage_sidecar, nest_sidecar, inject_header, lose_photo]
)
def test_a_damaged_photo_is_fetched_anew(
    fetcher: Fetcher, site: Site, tmp_path: Path, damage: object
) -> None:
    fetcher.fetch(site.at("/a.png"))
    (photo,) = (path for path in (tmp_path / "kept").rglob("*") if len(path.name) == 64)
    damage(photo)  # type: ignore[operator]
    assert fetcher.fetch(site.at("/a.png")).content == PNG
    assert len(site.asked) == 2
    assert fetcher.fetch(site.at("/a.png")).cached


def test_addresses_are_not_written_down(fetcher: Fetcher, site: Site, tmp_path: Path) -> None:
    fetcher.fetch(site.at("/a.png?key=secret"))
    files = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert len(files) == 2
    assert not any(b"secret" in path.read_bytes() or "secret" in str(path) for path in files)


def test_failures_are_not_kept(fetcher: Fetcher, site: Site, tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError):
        fetcher.fetch(site.at("/none"))
    assert not (tmp_path / "kept").exists()


def test_what_is_kept_needs_permission_too(fetcher: Fetcher, site: Site, tmp_path: Path) -> None:
    fetcher.fetch(site.at("/a.png"))
    for changes in ({"enabled": False}, {"hosts": ("other.test",)}):
        with pytest.raises(SkuscribeError):
            Fetcher(site.policy(**changes), tmp_path / "kept").fetch(site.at("/a.png"))


def test_a_folder_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    site.pages["/a.png"] = lambda line: line.say(200, PNG)
    fetcher = Fetcher(site.policy(), tmp_path / "kept", Names())
    assert fetcher.fetch(site.at("/a.png")).content == PNG


def test_odd_validators_are_not_sent(fetcher: Fetcher, site: Site, tmp_path: Path) -> None:
    entry = entry_of(PNG, "image/png", "a\r\nHost: evil.test", "gestern früh")
    Cache(tmp_path / "kept", 10_000).put(site.at("/a.png"), PNG, entry)
    assert fetcher.fetch(site.at("/a.png"), refresh=True).content == PNG
    assert not {"if-none-match", "if-modified-since"} & set(site.headers[0])
