"""A path to bytes: what is read is whole, bounded, and looked at before it is opened."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.source import checked, read_bytes


def code_of(content: bytes, size: int, most: int) -> str:
    with pytest.raises(SkuscribeError) as caught:
        checked(content, size, most)
    return str(caught.value.code)


def test_text_and_path_name_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\0\r\n\x1a" * 100)
    assert read_bytes(path, 400) == read_bytes(str(path), 400) == b"\0\r\n\x1a" * 100


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"content")
    (tmp_path / "link").symlink_to("a.bin")
    assert read_bytes(tmp_path / "link", 10) == b"content"


def test_the_bound_holds_for_what_the_source_says_and_for_what_it_gives() -> None:
    assert checked(b"abc", 3, 3) == b"abc"
    assert code_of(b"abc", 4, 3) == "photo.too_many_bytes"
    assert code_of(b"abcd", 3, 3) == "photo.too_many_bytes"


def test_too_much_is_told_before_nothing() -> None:
    assert code_of(b"", 4, 3) == "photo.too_many_bytes"
    assert code_of(b"", 0, 3) == "photo.empty"


def test_a_file_that_is_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("opened")

    path = tmp_path / "a.bin"
    path.write_bytes(b"12345")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SkuscribeError, match="more than 4 bytes"):
        read_bytes(path, 4)


def test_a_file_that_grows_while_it_is_read_is_still_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"12345")
    opened = Path.open

    def growing(self: Path, mode: str) -> object:
        with opened(self, "ab") as stream:
            stream.write(b"6" * 1000)
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", growing)
    with pytest.raises(SkuscribeError) as caught:
        read_bytes(path, 10)
    assert caught.value.code == "photo.too_many_bytes"


def test_no_more_is_asked_of_a_file_than_is_allowed_and_one_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(-1 if size is None else size)
            return super().read(size)

    path = tmp_path / "a.bin"
    path.write_bytes(b"12345")
    monkeypatch.setattr(Path, "open", lambda self, mode: Stream(b"12345"))
    assert read_bytes(path, 10) == b"12345"
    assert asked == [11]
