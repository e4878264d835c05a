"""A photo lies in the folder of photos or at an address; nothing else is followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skuscribe.catalogue.locate import is_there, located
from skuscribe.core.errors import SkuscribeError


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of photos beside a secret."""
    folder = tmp_path / "photos"
    (folder / "m" / "b").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(b"a")
    (folder / "m" / "b" / "bag.jpg").write_bytes(b"bag")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    return folder


def refusal(photo: str, folder: Path) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        located(photo, folder)
    assert not is_there(photo, folder)
    return caught.value


@pytest.mark.parametrize(
    ("photo", "file"),
    [
        ("a.jpg", "a.jpg"),
        ("./a.jpg", "a.jpg"),
        ("m/../a.jpg", "a.jpg"),
        ("m/b/bag.jpg", "m/b/bag.jpg"),
        ("/m/b/bag.jpg", "m/b/bag.jpg"),
        ("m\\b\\bag.jpg", "m/b/bag.jpg"),
        ("\\m\\b\\bag.jpg", "m/b/bag.jpg"),
    ],
)
def test_paths_are_those_of_the_shop_in_the_folder(photos: Path, photo: str, file: str) -> None:
    found = located(photo, photos)
    assert isinstance(found, Path)
    assert found.resolve() == (photos / file).resolve()
    assert is_there(photo, photos)


@pytest.mark.parametrize(
    "photo",
    [
        *("", " ", ".", "/", "m", "m/b/", "b.jpg", "a.jpg/b.jpg", "C:\\photos\\a.jpg", "a.jpg\0"),
        *("../secret.jpg", "m/../../secret.jpg", "..\\secret.jpg", "/../secret.jpg", "/etc/passwd"),
        *("x" * 5000 + ".jpg", "x/" * 5000 + "a.jpg", "\udcff.jpg", "~/a.jpg", "$HOME/a.jpg"),
    ],
)
def test_nothing_else_is_a_photo(photos: Path, photo: str) -> None:
    error = refusal(photo, photos)
    assert error.code == "photo.not_found"
    assert len(str(error.where)) <= 80


def test_an_absolute_path_is_none_of_this_computer(photos: Path) -> None:
    assert refusal(str(photos.parent / "secret.jpg"), photos).code == "photo.not_found"


@pytest.mark.parametrize(
    "photo",
    [
        *("file:///etc/passwd", "FILE:///etc/passwd", "data:image/png;base64,iVBORw0KGgo="),
        *("ftp://a.test/a.jpg", "javascript:alert(1)", "s3://bucket/a.jpg", "file:a.jpg"),
    ],
)
def test_no_scheme_but_the_webs_is_followed(photos: Path, photo: str) -> None:
    assert refusal(photo, photos).code == "fetch.scheme_refused"


@pytest.mark.parametrize("photo", ["https://a.test/a.jpg", "HTTP://a.test/a.jpg", "//a.test/a.jpg"])
def test_addresses_are_handed_on_as_they_are(photos: Path, photo: str) -> None:
    assert located(photo, photos) == photo


def test_a_link_out_of_the_folder_is_not_followed(photos: Path) -> None:
    os.symlink(photos.parent / "secret.jpg", photos / "b.jpg")
    os.symlink(photos.parent, photos / "up")
    for photo in ("b.jpg", "up/secret.jpg"):
        error = refusal(photo, photos)
        assert (error.code, "leads out" in error.message) == ("photo.not_found", True)


def test_a_link_inside_the_folder_is_followed(photos: Path) -> None:
    os.symlink(photos / "a.jpg", photos / "b.jpg")
    assert located("b.jpg", photos) == photos / "b.jpg"


def test_links_in_a_circle_are_no_photo(photos: Path) -> None:
    os.symlink(photos / "c.jpg", photos / "b.jpg")
    os.symlink(photos / "b.jpg", photos / "c.jpg")
    assert refusal("b.jpg", photos).code == "photo.not_found"


def test_a_pipe_is_no_photo(photos: Path) -> None:
    os.mkfifo(photos / "pipe.jpg")
    assert refusal("pipe.jpg", photos).code == "photo.not_found"


def test_the_folder_itself_may_be_a_link(photos: Path) -> None:
    os.symlink(photos, photos.parent / "link")
    assert is_there("a.jpg", photos.parent / "link")
