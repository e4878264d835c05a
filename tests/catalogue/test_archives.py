"""A ZIP file is unpacked by nobody's word: no name leads out of it, no size is believed."""

from __future__ import annotations

import gc
import io
import json
import stat
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from command import run
from skuscribe.catalogue.locate import is_there
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.readers.archive import ArchiveLimits, unpack
from skuscribe.catalogue.sources import open_source
from skuscribe.core.errors import SkuscribeError

PHOTO = build.saved(build.mark(16, 16), "PNG")
Entry = tuple[str | zipfile.ZipInfo, bytes]


def packed(path: Path, *entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP file of any names, those that stand twice among them."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in entries:
            archive.writestr(name, content)
    return path


def named(name: str, mode: int = 0) -> zipfile.ZipInfo:
    """An entry as other programs write it: Python's own cuts names and modes."""
    entry = zipfile.ZipInfo("x")
    entry.filename, entry.external_attr = name, mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def unpacked(path: Path, limits: ArchiveLimits | None = None) -> tuple[list[str], list[Trouble]]:
    """Unpack beside the archive; return the files by their paths, and what was refused."""
    home = path.with_suffix("")
    home.mkdir()
    troubles = unpack(path, home, limits)
    files = (file for file in home.rglob("*") if file.is_file())
    return sorted(file.relative_to(home).as_posix() for file in files), troubles


def codes(troubles: Sequence[Trouble]) -> list[str]:
    return [str(each.code) for each in troubles]


def refused(path: Path, limits: ArchiveLimits | None = None) -> SkuscribeError:
    """Return what the whole archive was refused for."""
    with pytest.raises(SkuscribeError) as caught:
        unpacked(path, limits)
    return caught.value


UNSAFE = [
    *("../../x.jpg", "a/../../x.jpg", "/abs.jpg", "a\\..\\b.jpg", "\\\\host\\x.jpg", "C:\\x.jpg"),
    *("x.jpg\0.csv", "\0x.jpg", "line\nfeed.jpg", "bell\a.jpg", "inner.zip", "inner.tar.gz"),
]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_leads_anywhere_else_costs_its_entry_alone(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "shop.zip", (named(name), PHOTO), ("b.png", PHOTO))
    before = set(tmp_path.parent.rglob("*"))
    files, troubles = unpacked(path)
    assert files == ["b.png"]
    assert [(str(each.code), each.row) for each in troubles] == [("archive.unsafe_path", 1)]
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "shop", tmp_path / "shop/b.png"}


@pytest.mark.parametrize(
    "name",
    ["Bildschirmfoto 3.00\u202fPM.png", "靴\u3000赤.png", "a\xa0b.png", "é/ü.png", "./a.png"],
)
def test_names_that_people_give_their_photos_are_kept(tmp_path: Path, name: str) -> None:
    files, troubles = unpacked(packed(tmp_path / "shop.zip", (named(name), PHOTO)))
    assert (files, troubles) == ([name.removeprefix("./")], [])


@pytest.mark.parametrize(
    "name", ["", "x" * 400 + ".png", "a.png/b.png", "a" * 200 + "/" + "b/" * 3000 + "c.png"]
)
def test_a_name_that_no_file_can_have_costs_its_entry_alone(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "shop.zip", ("a.png", PHOTO), (named(name), PHOTO), ("z.png", PHOTO))
    files, _ = unpacked(path)
    assert files == ["a.png", "z.png"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    link = (named("link.png", kind | 0o777), b"/etc/passwd")
    files, troubles = unpacked(packed(tmp_path / "shop.zip", link, ("b.png", PHOTO)))
    assert (files, codes(troubles)) == (["b.png"], ["archive.link_refused"])


def test_an_entry_that_unpacks_to_much_more_than_it_packs_is_refused(tmp_path: Path) -> None:
    bomb = ("bomb.png", bytes(50_000_000))
    files, troubles = unpacked(packed(tmp_path / "shop.zip", bomb, ("b.png", PHOTO)))
    assert (files, codes(troubles)) == (["b.png"], ["archive.ratio"])


def test_an_entry_that_holds_more_than_it_says_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("liar.png", bytes(50_000_000)), ("b.png", PHOTO))
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 10)))
    files, troubles = unpacked(path)
    assert (files, codes(troubles)) == (["b.png"], ["archive.unreadable"])


def test_entries_that_share_their_bytes_are_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("a.png", PHOTO))
    content, entries = path.read_bytes(), 50
    start = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    central = content[start:end]
    tail = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, entries, entries, len(central) * entries, start, 0
    )
    path.write_bytes(content[:start] + central * entries + tail)
    files, troubles = unpacked(path)
    assert len(files) <= 1
    assert codes(troubles) == ["archive.unreadable"] * (entries - len(files))


def test_two_entries_of_one_name_are_both_kept(tmp_path: Path) -> None:
    other = build.saved(build.disc(size=16, radius=5), "PNG")
    path = packed(tmp_path / "shop.zip", ("a.png", PHOTO), ("a.png", other))
    assert unpacked(path) == (["a (2).png", "a.png"], [])
    assert (tmp_path / "shop" / "a (2).png").read_bytes() == other


def test_a_place_for_many_entries_of_one_name_is_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "shop.zip", *[("a.png", b"")] * 300)
    looks, exists = [0], Path.exists

    def counted(file: Path) -> bool:
        looks[0] += 1
        return exists(file)

    monkeypatch.setattr(Path, "exists", counted)
    assert len(unpacked(path)[0]) == 300
    assert looks[0] < 1000


def test_a_photo_that_is_too_large_costs_itself_alone(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("a.png", bytes(5000)), ("b.png", PHOTO))
    files, troubles = unpacked(path, ArchiveLimits(photo_bytes=4000))
    assert (files, codes(troubles)) == (["b.png"], ["archive.too_large"])


def test_more_than_is_allowed_in_all_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", *((f"{n}.png", bytes(5000)) for n in range(5)))
    error = refused(path, ArchiveLimits(total_bytes=20_000))
    assert (error.code, error.where) == ("archive.too_large", "shop.zip")


def test_what_is_refused_counts_among_what_is_allowed_in_all(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", *((f"{n}.png", bytes(5_000_000)) for n in range(9)))
    error = refused(path, ArchiveLimits(total_bytes=3_000_000))
    assert error.code == "archive.too_large"


def test_more_entries_than_are_allowed_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", *((f"{n}.png", b"") for n in range(11)))
    assert refused(path, ArchiveLimits(entries=10)).code == "archive.too_many_entries"


def test_sixty_thousand_empty_entries_are_refused(tmp_path: Path) -> None:
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, *[0] * 7, 5, *[0] * 6) + b"a.png"
    central, count = entry * 60_000, 60_000
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), 0, 0)
    (tmp_path / "shop.zip").write_bytes(central + tail)
    assert refused(tmp_path / "shop.zip").code == "archive.too_many_entries"


@pytest.mark.parametrize(
    "content",
    [b"", b"sku,title\n1,Cup\n", b"PK\3\4" + bytes(100), b"PK\5\6" + b"\xff" * 18],
    ids=["empty", "text", "no end", "an end that lies"],
)
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "shop.zip").write_bytes(content)
    error = refused(tmp_path / "shop.zip")
    assert (error.code, error.where) == ("archive.unreadable", "shop.zip")


def test_an_archive_without_its_directory_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("a.png", PHOTO))
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"PK\1\2")])
    assert refused(path).code == "archive.unreadable"


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("a.png", PHOTO))
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert refused(path).code == "archive.encrypted"


def test_what_systems_leave_is_passed_over(tmp_path: Path) -> None:
    names = ("__MACOSX/._a.png", ".DS_Store", "shop/.DS_Store", ".git/a.png", "readme.md")
    path = packed(tmp_path / "shop.zip", *((name, PHOTO) for name in names), ("a.png", PHOTO))
    assert unpacked(path) == (["a.png"], [])


CATALOGUE = b"sku,title,image\n1,Cup,photos/a.png\n2,Hat,/photos/b.png\n3,Cap,gone.png\n"
SHOP = (
    *(("shop/catalogue.csv", CATALOGUE), ("shop/photos/a.png", PHOTO)),
    *(("shop/photos/b.png", PHOTO), ("__MACOSX/shop/._catalogue.csv", b"\0"), (".DS_Store", b"")),
)


def test_a_catalogue_and_the_photos_beside_it_are_products(tmp_path: Path) -> None:
    source = open_source(packed(tmp_path / "shop.zip", *SHOP))
    found = [each for each in source.products() if isinstance(each, Product)]
    assert [each.id for each in found] == ["1", "2", "3"]
    assert [is_there(photo, source.folder) for each in found for photo in each.photos] == [
        *(True, True, False)
    ]
    understood = source.understood()
    assert (understood.rows, understood.products, understood.troubles) == (3, 3, {})
    assert any("the first is gone.png" in doubt for doubt in understood.doubts)


def test_photos_without_a_catalogue_are_a_folder_of_photos(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("b.png", PHOTO), ("a/c.png", PHOTO), ("../d.png", PHOTO))
    source = open_source(path)
    found = list(source.products())
    assert {each.id for each in found if isinstance(each, Product)} == {"a/c.png", "b.png"}
    assert codes([each for each in found if isinstance(each, Trouble)]) == ["archive.unsafe_path"]
    understood = source.understood()
    assert understood.troubles == {"archive.unsafe_path": 1}
    assert any("archive.unsafe_path, 1 entry: entry 3" in each for each in understood.doubts)


def test_of_several_catalogues_one_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("old/a.csv", CATALOGUE * 2), ("b.csv", CATALOGUE))
    understood = open_source(path).understood()
    assert understood.rows == 3
    assert "of the archive b.csv is read; not read: old/a.csv" in understood.doubts


def test_products_outlive_the_name_of_their_source(tmp_path: Path) -> None:
    found = list(open_source(packed(tmp_path / "shop.zip", *SHOP)).products())
    assert [each.id for each in found if isinstance(each, Product)] == ["1", "2", "3"]


@pytest.mark.parametrize("entries", [(), (("readme.md", b"x"),), (("a/", b""),)])
def test_an_archive_without_photos_and_products_is_empty(
    tmp_path: Path, entries: tuple[Entry, ...]
) -> None:
    path = packed(tmp_path / "shop.zip", *entries)
    with pytest.raises(SkuscribeError) as caught:
        open_source(path).understood()
    assert (caught.value.code, caught.value.where) == ("catalogue.empty", "shop.zip")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives are unpacked in the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_what_was_unpacked_goes_when_its_source_does(tmp_path: Path, temporary: Path) -> None:
    source = open_source(packed(tmp_path / "shop.zip", *SHOP))
    assert source.folder.is_relative_to(temporary)
    assert len(list(temporary.iterdir())) == 1
    del source
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_nothing_stays_of_an_archive_that_is_refused(tmp_path: Path, temporary: Path) -> None:
    path = packed(tmp_path / "shop.zip", ("a.png", PHOTO), ("a.csv", b"17,shoe.jpg\n"))
    done = run("run", path, "--dry-run", TMPDIR=str(temporary))
    assert (done.returncode, "catalogue.no_header" in done.stderr) == (3, True), done.stderr
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("name", ["shop.zip", "shop.csv", "shop"])
def test_an_archive_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    assert open_source(packed(tmp_path / name, *SHOP)).understood().products == 3


def test_the_command_line_reads_an_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "shop.zip", *SHOP, ("../../x.png", PHOTO))
    done = run("run", path, "--dry-run", "--json")
    assert (done.returncode, "Warning" in done.stderr) == (0, False), done.stderr
    told = json.loads(done.stdout)
    assert (told["products"], told["troubles"]) == (3, {"archive.unsafe_path": 1})


def small(method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("catalogue.csv", "sku,title,image\n1,Cup,a.png\n2,Hat,b.png\n")
        archive.writestr("a.png", PHOTO)
    return stream.getvalue()


SMALL = {
    method: small(method)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
}


@given(
    method=st.sampled_from(sorted(SMALL)),
    place=st.integers(0, max(map(len, SMALL.values()))),
    byte=st.integers(0, 255),
    cut=st.booleans(),
)
@settings(deadline=None)
def test_whatever_is_damaged_is_refused_with_a_code(
    tmp_path_factory: pytest.TempPathFactory, method: int, place: int, byte: int, cut: bool
) -> None:
    content, place = SMALL[method], place % len(SMALL[method])
    content = content[:place] + (b"" if cut else bytes([byte]) + content[place + 1 :])
    folder = tmp_path_factory.mktemp("zip")
    (folder / "shop.zip").write_bytes(content)
    assert all(code.startswith("archive.") for code in told(folder / "shop.zip"))


def told(path: Path) -> list[str]:
    """The codes that an archive, or the entries of it, are refused for."""
    try:
        return codes(unpacked(path)[1])
    except SkuscribeError as error:
        return [str(error.code)]
