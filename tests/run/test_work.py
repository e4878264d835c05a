"""A catalogue worked through: nothing is looked at twice, and the bytes are always the same."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from run.working import Work, contents, draw_one, files, records, table
from skuscribe import Record, Settings, SkuscribeError, Tagger
from skuscribe.core.files import write_folder
from skuscribe.decisions.event import Event
from skuscribe.decisions.fields import field_of
from skuscribe.decisions.store import Decisions, decisions_of, now
from skuscribe.run.folder import RunFolder, head_of
from skuscribe.run.products import photos_of, value_of
from skuscribe.run.resettle import settle_run
from skuscribe.run.work import Wish

QUICK, SHORT = Settings(ocr="none"), Settings(ocr="none", length="short")

FRESH: dict[tuple[str, str], tuple[bytes, bytes]] = {}


def fresh(work: Work, source: Path, settings: Settings = QUICK) -> tuple[bytes, bytes]:
    """What a run that was never stopped makes of the same photos; made once."""
    state = {name: content for name, (content, _) in files(source).items()}
    key = settings.model_dump_json(), repr(state)
    if key not in FRESH:
        work(source, source.parent / "fresh", settings)
        FRESH[key] = contents(source.parent / "fresh")
    return FRESH[key]


def code(row: Mapping[str, dict[str, str]]) -> str:
    return row["error"]["code"] if "error" in row else ""


def test_every_photo_has_its_record_in_order(
    work: Work, photos: Path, out: Path, silent_tagger: Tagger
) -> None:
    told = work(photos, out)
    found = [Record.model_validate(row) for row in records(out)]
    assert found == [silent_tagger.tag(photo) for photo in sorted(photos.iterdir())]
    assert told.looked_at == [record.id for record in found]
    assert (told.written, told.there) == (5, 0)
    head = head_of(out)
    assert (head.rows, head.failed, head.complete) == (5, 0, True)


def test_a_second_run_looks_at_nothing_and_changes_no_byte(
    work: Work, photos: Path, out: Path
) -> None:
    work(photos, out)
    before, shards = contents(out), files(out / "shards")
    told = work(photos, out)
    assert (told.looked_at, told.there) == ([], 5)
    assert contents(out) == before
    assert files(out / "shards") == shards


@pytest.mark.parametrize("moment", [1, 3, 5])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(
    work: Work, photos: Path, out: Path, moment: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        work(photos, out, stop_at=moment)
    assert not (out / "records.jsonl").exists()
    told = work(photos, out)
    assert told.there == (moment - 1) // 2 * 2
    assert contents(out) == fresh(work, photos)


def test_a_full_disk_stops_a_run_that_goes_on_once_there_is_room(
    work: Work, photos: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, written: Mapping[str, bytes]) -> None:
        if folder.name == "000001":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_folder(folder, written)

    with monkeypatch.context() as patched:
        patched.setattr("skuscribe.run.folder.write_folder", full)
        with pytest.raises(OSError, match="No space"):
            work(photos, out)
    assert work(photos, out).there == 2
    assert contents(out) == fresh(work, photos)


def change(photos: Path) -> None:
    draw_one(photos / "02.png", 40)


def add(photos: Path) -> None:
    draw_one(photos / "00b.png", 40)


def remove(photos: Path) -> None:
    (photos / "01.png").unlink()


def remove_most(photos: Path) -> None:
    for photo in sorted(photos.iterdir())[1:]:
        photo.unlink()


def rename(photos: Path) -> None:
    (photos / "00.png").rename(photos / "99.png")


def touch(photos: Path) -> None:
    os.utime(photos / "00.png", (1, 1))


@pytest.mark.parametrize(
    ("done", "looked_at"),
    [
        (change, ["02.png"]),
        (add, ["00b.png"]),
        (remove, []),
        (remove_most, []),
        (rename, []),
        (touch, []),
    ],
)
def test_when_the_photos_change_only_new_bytes_are_looked_at(
    work: Work, photos: Path, out: Path, done: Callable[[Path], None], looked_at: list[str]
) -> None:
    work(photos, out)
    done(photos)
    assert work(photos, out).looked_at == looked_at
    assert contents(out) == fresh(work, photos)
    assert not (out / "former").exists()


def test_a_run_that_was_stopped_after_the_photos_changed_forgets_nothing(
    work: Work, photos: Path, out: Path
) -> None:
    work(photos, out)
    add(photos)
    change(photos)
    with pytest.raises(KeyboardInterrupt):
        work(photos, out, stop_at=2)
    assert set(work(photos, out).looked_at) <= {"00b.png", "02.png"}
    assert contents(out) == fresh(work, photos)


def test_a_broken_photo_costs_its_row_and_is_tried_again_when_asked(
    work: Work, photos: Path, out: Path
) -> None:
    (photos / "02.png").write_bytes(b"no photo")
    work(photos, out)
    assert [code(row) for row in records(out)].count("photo.unreadable") == 1
    assert (out / "failures.csv").read_text().splitlines()[1].startswith("02.png,photo.unreadable,")

    assert work(photos, out).looked_at == []
    others = files(out / "shards" / "000000") | files(out / "shards" / "000002")
    assert work(photos, out, wish=Wish(retry=True)).looked_at == ["02.png"]
    draw_one(photos / "02.png", 2)
    assert work(photos, out, wish=Wish(retry=True)).looked_at == ["02.png"]
    assert files(out / "shards" / "000000") | files(out / "shards" / "000002") == others
    assert head_of(out).failed == 0
    assert contents(out) == fresh(work, photos)


def test_products_that_show_the_same_photos_are_looked_at_once(
    work: Work, photos: Path, out: Path
) -> None:
    source = table(
        photos / "list.csv",
        ("id", "image", "title", "brand"),
        ("a", "00.png", "Ring", "Nordholm"),
        ("b", "00.png", "", ""),
        ("c", "01.png", "", ""),
    )
    assert work(source, out).looked_at == ["a", "c"]
    first, second, _ = records(out)
    assert (first["id"], second["id"]) == ("a", "b")
    assert first["photos"] == second["photos"]
    facts = {fact["key"]: fact["value"] for fact in first["facts"]}
    assert facts == {"name": "Ring", "brand": "Nordholm"}
    assert first["brand"]["value"] == "Nordholm"
    assert second["facts"] == []


def test_a_fact_that_people_changed_goes_over_that_of_the_catalogue(
    work: Work, photos: Path, out: Path
) -> None:
    source = table(
        photos / "list.csv", ("id", "image", "title", "color"), ("a", "00.png", "Ring", "red")
    )
    work(source, out)
    with Decisions(out) as store:
        for field in ("title", "color"):
            ((record,), pointer) = records(out), field_of(field)
            before = value_of(record, pointer)
            assert before in {"Ring", "red"}
            photos_ = photos_of(record)
            store.note(Event("a", photos_, "change", "ada", now(), pointer, before, "Teal"))
    settle_run(out, Settings(), {}, 1, lambda rows: None)
    (record,) = records(out)
    assert [fact["value"] for fact in record["facts"]] == ["Teal", "Teal"]
    assert [each["before"] for each in record["decided"]["fields"]] == ["Ring", "red"]


def test_a_photo_that_is_missing_is_left_out_and_said(work: Work, photos: Path, out: Path) -> None:
    source = table(
        photos / "list.csv",
        ("id", "image 1", "image 2"),
        ("a", "00.png", "gone.png"),
        ("b", "gone.png", ""),
        ("c", "01.png", "https://cdn.example.com/c.jpg"),
        ("d", "https://cdn.example.com/d.jpg", ""),
    )
    work(source, out)
    a, b, c, d = records(out)
    for record in (a, c):
        assert len(record["photos"]) == 1
        assert "photo.left_out" in {problem["code"] for problem in record["problems"]}
    assert [code(row) for row in (b, d)] == ["photo.not_found", "fetch.disabled"]
    before = contents(out)
    settle_run(out, Settings(), {}, 1, lambda rows: None)
    assert contents(out) == before


def test_other_words_settle_what_is_there(work: Work, photos: Path, out: Path) -> None:
    work(photos, out)
    assert work(photos, out, SHORT).looked_at == []
    assert contents(out) == fresh(work, photos, SHORT)
    assert head_of(out).length == "short"


def stopped(rows: int) -> None:
    raise KeyboardInterrupt


def test_settling_that_was_stopped_leaves_no_mixture(work: Work, photos: Path, out: Path) -> None:
    work(photos, out)
    with pytest.raises(KeyboardInterrupt):
        settle_run(out, SHORT, {}, 1, stopped)
    assert work(photos, out).looked_at == []
    assert contents(out) == fresh(work, photos)


def test_a_run_that_was_stopped_while_it_settled_leaves_no_mixture(
    work: Work, photos: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(photos, out)
    with monkeypatch.context() as patched:
        patched.setattr("skuscribe.run.resettle.write_shard", lambda *_: stopped(0))
        with pytest.raises(KeyboardInterrupt):
            work(photos, out, SHORT)
    assert work(photos, out, SHORT).looked_at == []
    assert contents(out) == fresh(work, photos, SHORT)


def test_fresh_forgets_what_was_seen_and_keeps_decisions_and_loaded_photos(
    work: Work, photos: Path, out: Path
) -> None:
    work(photos, out)
    (out / "photos").mkdir()
    (out / "photos" / "loaded").write_bytes(b"loaded")
    with Decisions(out):
        pass
    assert len(work(photos, out, wish=Wish(fresh=True)).looked_at) == 5
    assert (out / "photos" / "loaded").read_bytes() == b"loaded"
    assert decisions_of(out) == {}
    assert (out / "decisions.sqlite").exists()


def test_a_folder_of_another_network_is_not_touched(work: Work, photos: Path, out: Path) -> None:
    work(photos, out)
    said = json.loads((out / "run.json").read_text()) | {"seen": "0" * 16}
    (out / "run.json").write_text(json.dumps(said))
    before = files(out)
    for wish in (Wish(), Wish(retry=True)):
        with pytest.raises(SkuscribeError) as caught:
            work(photos, out, wish=wish)
        assert caught.value.code == "run.fingerprint_differs"
    assert files(out) == before
    assert len(work(photos, out, wish=Wish(fresh=True)).looked_at) == 5


def test_a_damaged_shard_is_said(work: Work, photos: Path, out: Path) -> None:
    work(photos, out)
    (RunFolder(out).place(1) / "done.json").write_text("{")
    with pytest.raises(SkuscribeError) as caught:
        work(photos, out)
    assert caught.value.code == "run.invalid"
