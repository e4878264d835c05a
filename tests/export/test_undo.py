"""What is written over can be brought back byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import write_whole
from skuscribe.export.undo import kept_at, undo, undoable

OLD, NEW = b"\xef\xbb\xbfid;t\r\n1;\xff\r\n", b"new"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was written over."""
    path = tmp_path / "a.csv"
    path.write_bytes(OLD)
    with undoable(path):
        write_whole(path, NEW)
    assert path.read_bytes() == NEW
    return path


def test_the_bytes_of_before_come_back_and_nothing_is_left(file: Path) -> None:
    undo(file)
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]
    with pytest.raises(SkuscribeError, match="no former version"):
        undo(file)


def test_a_file_that_was_changed_since_stays_unless_forced(file: Path) -> None:
    file.write_bytes(b"mine")
    with pytest.raises(SkuscribeError, match=r"export\.undo_refused.*changed after.*--force"):
        undo(file)
    assert file.read_bytes() == b"mine"
    undo(file, force=True)
    assert file.read_bytes() == OLD


def test_a_damaged_copy_is_never_brought_back(file: Path) -> None:
    kept_at(file)[0].write_bytes(b"half")
    with pytest.raises(SkuscribeError, match="damaged"):
        undo(file, force=True)
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", b'{"schema": "x", "before": 1, "written": 2}'])
def test_a_note_that_says_nothing_brings_nothing_back(file: Path, note: bytes) -> None:
    kept_at(file)[1].write_bytes(note)
    with pytest.raises(SkuscribeError, match=r"export\.undo_refused"):
        undo(file)
    assert file.read_bytes() == NEW


def test_a_failure_leaves_what_was_kept_before(file: Path) -> None:
    with pytest.raises(ValueError, match="stop"), undoable(file):
        raise ValueError("stop")
    undo(file)
    assert file.read_bytes() == OLD


def test_a_new_file_has_nothing_before_it(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    with undoable(path):
        write_whole(path, NEW)
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(SkuscribeError, match=r"export\.undo_refused"):
        undo(path)
