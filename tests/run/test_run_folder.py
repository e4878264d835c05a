"""The folder of a run: a shard is there whole or not at all, and a strange folder is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import made
from run.working import contents, files
from skuscribe import SkuscribeError
from skuscribe.core.codes import ErrorCode
from skuscribe.record.observed import ObservedLine
from skuscribe.run.entry import Entry
from skuscribe.run.folder import Head, RunFolder, head_of, locked
from skuscribe.run.row import Row, row_of, row_without
from skuscribe.run.shard import Shard, shards_of

HEAD = Head(source="list.csv", seen="1" * 16, settled="2" * 16)


def row(id: str) -> Row:
    return row_of(ObservedLine(facts={}, observed=made.observed(id=id)), made.record(id=id))


def shards(*ids: str) -> list[Shard]:
    return list(shards_of((Entry(id) for id in ids), size=3))


def written(out: Path, *ids: str) -> RunFolder:
    folder = RunFolder(out)
    for shard in shards(*ids):
        folder.write(shard, [row(entry.id) for entry in shard.entries])
    return folder


def test_rows_are_cut_into_shards_in_order() -> None:
    found = shards("a", "b", "c", "d")
    assert [(each.number, len(each.entries)) for each in found] == [(0, 3), (1, 1)]
    assert shards() == []


def test_a_shard_that_is_written_is_finished_for_the_same_rows_alone(tmp_path: Path) -> None:
    folder = written(tmp_path, "a", "b", "c")
    assert [folder.is_finished(each) for each in shards("a", "b", "c", "d")] == [True, False]
    assert not folder.is_finished(shards("a", "c", "b")[0])
    assert folder.finished() == [folder.place(0)]


@pytest.mark.parametrize("name", ["observed.jsonl", "records.jsonl", "done.json"])
def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from skuscribe.core import files as core

    whole = core.write_whole

    def full(path: Path, content: bytes) -> None:
        if path.name == name:
            raise OSError(28, "No space left on device")
        whole(path, content)

    folder = written(tmp_path, "a", "b", "c")
    before = files(tmp_path)
    monkeypatch.setattr(core, "write_whole", full)
    for ids in ("abc", "abcd"):
        last = shards(*ids)[-1]
        with pytest.raises(OSError, match="No space"):
            folder.write(last, [row(entry.id) for entry in last.entries])
    assert files(tmp_path) == before
    assert [path.name for path in (tmp_path / "shards").iterdir()] == ["000000"]


def test_what_a_kill_left_half_written_is_taken_away(tmp_path: Path) -> None:
    folder = written(tmp_path, "a")
    before = files(tmp_path)
    half = tmp_path / "shards" / ".000001.x.tmp"
    half.mkdir()
    (half / "records.jsonl").write_text("{")
    (tmp_path / ".records.jsonl.x.tmp").write_text("{")
    assert folder.finished() == [folder.place(0)]
    folder.tidy()
    assert files(tmp_path) == before
    assert not half.exists()


def test_all_shards_are_gathered_and_counted_without_those_that_are_too_many(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, "a", "b", "c", "d", "e", "f", "g")
    failed = row_without("d,\n1", SkuscribeError(ErrorCode.PHOTO_EMPTY))
    folder.write(shards("a", "b", "c", "d")[1], [failed])
    head = folder.complete(HEAD, 2)
    assert (head.rows, head.failed, head.complete) == (4, 1, True)
    assert folder.head() == head
    rows, failures = contents(tmp_path)
    assert [json.loads(line)["id"] for line in rows.splitlines()] == ["a", "b", "c", "d,\n1"]
    assert failures.startswith(b'id,code,message,what to do\r\n"d,\n1",photo.empty,')
    assert len(folder.finished()) == 2


def test_shards_that_are_set_aside_keep_what_they_saw(tmp_path: Path) -> None:
    folder = written(tmp_path, "a", "b", "c", "d")
    for _ in range(2):
        folder.set_aside(folder.finished())
        written(tmp_path, "a")
    assert folder.finished() == [folder.place(0)]
    assert len(folder.former_shards()) == 3


def test_a_head_comes_back_as_it_was_written(tmp_path: Path) -> None:
    RunFolder(tmp_path).write_head(HEAD)
    assert head_of(tmp_path) == HEAD
    RunFolder(tmp_path).clear()
    assert RunFolder(tmp_path).head() is None


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"schema": "skuscribe.run/9", "source": "", "seen": "", "settled": ""}',
        '{"schema": "skuscribe.run/1", "source": ""}',
        '{"schema": "skuscribe.run/1", "source": "", "seen": "", "settled": "", "more": 1}',
    ],
)
def test_a_folder_of_no_run_or_of_another_version_is_refused(
    tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(SkuscribeError) as caught:
        head_of(tmp_path)
    assert caught.value.code == "run.invalid"


def test_a_folder_serves_one_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(SkuscribeError) as caught, locked(tmp_path):
        pass
    assert caught.value.code == "run.locked"
    with locked(tmp_path):
        pass
