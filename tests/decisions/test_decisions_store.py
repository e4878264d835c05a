"""The store of decisions: nothing is lost, nothing changes places, strange files are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from skuscribe import SkuscribeError
from skuscribe.decisions.event import Event
from skuscribe.decisions.store import FILE, MIGRATIONS, Decisions, decisions_of, now

WRITER = """
import sys
from pathlib import Path
from skuscribe.decisions.event import Event
from skuscribe.decisions.store import Decisions
with Decisions(Path(sys.argv[1])) as store:
    for number in range(40):
        store.note(Event(sys.argv[2], "0", "change", "ada", "now", "/facts/n", "", str(number)))
"""


def event(product: str, number: int = 0) -> Event:
    return Event(product, "0" * 16, "change", "ada", now(), "/facts/n", "", str(number))


def numbers(events: list[Event]) -> list[int]:
    return [int(each.after) for each in events]


def refused(folder: Path) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        decisions_of(folder)
    assert caught.value.code == "run.invalid"
    return caught.value


def test_events_come_back_in_order_by_product(tmp_path: Path) -> None:
    with Decisions(tmp_path) as store:
        for number in range(6):
            store.note(event("b" if number % 2 else "a", number))
        assert [each.product for each in store.all()] == ["a"] * 3 + ["b"] * 3
        assert numbers(store.of("b")) == [1, 3, 5]
        assert store.products() == {"a", "b"}
        assert store.of("c") == []


def test_a_store_that_is_opened_again_holds_the_same(tmp_path: Path) -> None:
    strange = Event("ключ 'x'; --", "0", "change", "", "now", "/facts/n", "a\nb\0c", "“ü”")
    for _ in range(2):
        with Decisions(tmp_path) as store:
            store.note(strange)
    assert decisions_of(tmp_path) == {strange.product: [strange, strange]}


def test_where_nobody_decided_there_is_nothing_and_no_file(tmp_path: Path) -> None:
    assert decisions_of(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_events_that_are_noted_together_are_kept_all_or_none(tmp_path: Path) -> None:
    wrong = Event("a", "0", "approve", "ada", None)  # type: ignore[arg-type]
    with Decisions(tmp_path) as store:
        with pytest.raises(sqlite3.IntegrityError):
            store.note(event("a"), wrong)
        store.note(event("a", 1))
        assert numbers(store.of("a")) == [1]


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    begun = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, name]) for name in ("a", "b")
    ]
    assert [each.wait() for each in begun] == [0, 0]
    found = decisions_of(tmp_path)
    assert {name: numbers(events) for name, events in found.items()} == {
        "a": list(range(40)),
        "b": list(range(40)),
    }


def test_a_reader_is_not_kept_out_by_a_writer(tmp_path: Path) -> None:
    with Decisions(tmp_path) as writer, Decisions(tmp_path) as reader:
        writer.note(event("a"))
        assert len(reader.of("a")) == 1


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with Decisions(tmp_path) as store:
        store.note(event("a"))
    with closing(sqlite3.connect(tmp_path / FILE)) as base:
        base.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    assert "upgrade" in refused(tmp_path).hint


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"my own notes, long enough to be read as a file" * 40)
    refused(tmp_path)


def test_a_store_that_is_damaged_within_is_refused(tmp_path: Path) -> None:
    with Decisions(tmp_path) as store:
        store.note(*(event(f"product {number}", number) for number in range(500)))
    content = bytearray((tmp_path / FILE).read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    (tmp_path / FILE).write_bytes(content)
    refused(tmp_path)


def test_each_migration_runs_once(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as base:
        base.execute(MIGRATIONS[0])
        base.execute("INSERT INTO events VALUES (7, 'a', '0', 'skip', 'ada', 'now', '', '', '')")
        base.execute("PRAGMA user_version = 1")
    for _ in range(2):
        assert [each.action for each in decisions_of(tmp_path)["a"]] == ["skip"]
    with closing(sqlite3.connect(tmp_path / FILE)) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert base.execute("SELECT name FROM sqlite_master WHERE name = 'by_product'").fetchall()
