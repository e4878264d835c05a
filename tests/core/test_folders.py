"""Files and folders that are being written are not seen until they are whole."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from skuscribe.core.files import write_folder, write_whole, written_whole


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def half_written(path: Path, failure: BaseException) -> None:
    with written_whole(path) as stream:
        stream.write(b"half")
        raise failure


class Breaking(Mapping[str, bytes]):
    """Files of which the second cannot be made."""

    def __getitem__(self, name: str) -> bytes:
        if name == "b":
            raise KeyboardInterrupt
        return b"new"

    def __iter__(self) -> Iterator[str]:
        return iter(("a", "b"))

    def __len__(self) -> int:
        return 2


def test_a_file_is_not_there_before_its_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with written_whole(path) as stream:
        stream.write(b"one")
        assert not path.exists()
        stream.write(b" two")
    assert path.read_bytes() == b"one two"


def test_a_reader_sees_the_old_file_while_the_new_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    with written_whole(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("failure", [ValueError, OSError, KeyboardInterrupt, SystemExit])
def test_a_failure_inside_the_block_leaves_the_old_file_and_no_rest(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    with pytest.raises(failure):
        half_written(path, failure("broken"))
    assert content_of(tmp_path) == {"a.txt": b"old"}


def test_a_failure_inside_the_block_leaves_nothing_where_nothing_was(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"):
        half_written(tmp_path / "a.txt", ValueError("broken"))
    assert names(tmp_path) == []


def test_a_block_that_writes_nothing_makes_an_empty_file(tmp_path: Path) -> None:
    with written_whole(tmp_path / "a.txt"):
        pass
    assert content_of(tmp_path) == {"a.txt": b""}


def test_a_file_may_be_read_by_others_as_ordinary_files_are(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", b"")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o644


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"precious")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert target.read_bytes() == b"precious"
    assert link.read_bytes() == b"new"


def test_a_file_cannot_take_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "a", b"new")
    assert names(tmp_path) == ["a"]


def test_a_folder_is_written_with_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "x" / "y"
    write_folder(folder, {"a": b"1", "b": b"2"})
    assert content_of(folder) == {"a": b"1", "b": b"2"}
    assert names(folder.parent) == ["y"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_folder_is_replaced_whole_and_keeps_no_former_file(tmp_path: Path) -> None:
    write_folder(tmp_path / "f", {"a": b"old", "gone": b"old"})
    write_folder(tmp_path / "f", {"a": b"new"})
    assert content_of(tmp_path / "f") == {"a": b"new"}
    assert names(tmp_path) == ["f"]


def test_a_failure_while_files_are_made_leaves_the_old_folder_and_no_rest(tmp_path: Path) -> None:
    write_folder(tmp_path / "f", {"a": b"old"})
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "f", Breaking())
    assert content_of(tmp_path / "f") == {"a": b"old"}
    assert names(tmp_path) == ["f"]


def test_a_failure_where_no_folder_was_leaves_none(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "f", Breaking())
    assert names(tmp_path) == []


def test_a_folder_comes_back_when_the_new_one_cannot_be_moved_to_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "f"
    write_folder(folder, {"a": b"old"})
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target == folder and self.suffix == ".tmp":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="Input/output"):
        write_folder(folder, {"a": b"new"})
    assert content_of(folder) == {"a": b"old"}
    assert names(tmp_path) == ["f"]


def test_a_folder_without_files_is_an_empty_folder(tmp_path: Path) -> None:
    write_folder(tmp_path / "f", {})
    assert names(tmp_path / "f") == []


def test_neighbours_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".f.mine.tmp").write_bytes(b"mine")
    write_folder(tmp_path / "f", {"a": b"1"})
    write_whole(tmp_path / "g", b"2")
    assert names(tmp_path) == [".f.mine.tmp", "f", "g"]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_folder_never_takes_the_place_of_what_is_none(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "bundle"
    if kind == "file":
        place.write_text("mine")
    else:
        (tmp_path / "elsewhere").mkdir()
        place.symlink_to(tmp_path / "elsewhere")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NotADirectoryError):
        write_folder(place, {"a": b""})
    assert sorted(tmp_path.iterdir()) == before
