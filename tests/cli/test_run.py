"""`skuscribe run` through the real command line: the same bytes, whatever happened on the way."""

from __future__ import annotations

import csv
import errno
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import build
from command import run
from run.working import here
from skuscribe.run.folder import locked

pytestmark = pytest.mark.slow

QUICK = ("--ocr", "none", "--workers", "1")


def draw(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(exist_ok=True)
        build.shape(build.SHAPES[number % 5], number).save(folder / name)


def again(folder: Path, *arguments: str, source: str = "photos") -> CompletedProcess[str]:
    return run("run", source, "--out", "out", *QUICK, *arguments, cwd=folder)


def contents(out: Path) -> dict[str, bytes]:
    """Every file of a run; where its photos lie is another place in each copy of the folder."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name != ".lock")
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    if head := found.get("run.json"):
        found["run.json"] = json.dumps(json.loads(head) | {"photos": ""}).encode()
    return found


def records(folder: Path) -> list[dict[str, object]]:
    return [json.loads(row) for row in (folder / "out" / "records.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with photos, one of them broken, and a run of them."""
    folder = tmp_path_factory.mktemp("worked")
    draw(folder / "photos", "a.png", "b b.png", "inner/c.png", "z.png")
    (folder / "photos" / "m.jpg").write_bytes(b"no photo")
    done = again(folder)
    assert done.returncode == 1, done.stderr
    (folder / "said.txt").write_text(done.stderr)
    return folder


@pytest.fixture
def copied(worked: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return Path(shutil.copytree(worked, tmp_path / "copied"))


def test_a_run_gives_the_same_bytes_as_tagging_its_photos(worked: Path) -> None:
    names = ("a.png", "b b.png", "inner/c.png", "m.jpg", "z.png")
    tagged = run("tag", *names, "--jsonl", *QUICK, cwd=worked / "photos").stdout.splitlines()
    made = (worked / "out" / "records.jsonl").read_text().splitlines()
    for name, mine, theirs in zip(names, made, tagged, strict=True):
        if "/" not in name:  # `tag` names a photo by its last part, a run by its path
            assert mine == theirs
        assert json.loads(mine)["id"] == name


def test_a_broken_photo_is_a_row_and_is_told(worked: Path) -> None:
    assert [row["id"] for row in records(worked) if "error" in row] == ["m.jpg"]
    with (worked / "out" / "failures.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["id"], row["code"]) == ("m.jpg", "photo.unreadable")
    assert row["message"]
    assert row["what to do"]


def test_without_a_terminal_the_run_is_told_in_plain_lines(worked: Path) -> None:
    said = (worked / "said.txt").read_text()
    assert "photos: folder, 5 products" in said
    assert "4 records in out/records.jsonl" in said
    assert "1 rows failed: out/failures.csv" in said
    assert "\x1b" not in said


def test_a_second_run_changes_no_byte_and_says_so_to_programs(worked: Path) -> None:
    before = contents(worked / "out")
    done = again(worked, "--json", "--json-progress")
    assert done.returncode == 1
    assert contents(worked / "out") == before
    head = json.loads(done.stdout)
    assert (head["rows"], head["failed"], head["complete"]) == (5, 1, True)
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert told[-1]["done"] == told[-1]["total"] == 5
    assert set(told[-1]) == {"done", "total", "failed", "rate", "seconds_left", "item"}


def test_what_failed_is_tried_again_once_it_is_mended(copied: Path) -> None:
    build.shape("ring", 9).save(copied / "photos" / "m.jpg", "JPEG")
    done = again(copied, "--retry", "failed")
    assert done.returncode == 0, done.stderr
    assert all("error" not in row for row in records(copied))
    assert (copied / "out" / "failures.csv").read_text().count("\n") == 1


def test_when_everything_failed_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "id,image\na,https://cdn.example.com/a.jpg\nb,gone.jpg\n", encoding="utf-8"
    )
    done = again(tmp_path, source="list.csv")
    assert done.returncode == 3
    codes = [row["error"]["code"] for row in records(tmp_path)]  # type: ignore[index]
    assert codes == ["fetch.disabled", "photo.not_found"]
    assert "--fetch" in done.stderr


def test_a_folder_of_another_network_is_left_alone(copied: Path) -> None:
    head = copied / "out" / "run.json"
    head.write_text(json.dumps(json.loads(head.read_text()) | {"seen": "0" * 16}))
    before = contents(copied / "out")
    done = again(copied)
    assert done.returncode == 5
    assert "run.fingerprint_differs" in done.stderr
    assert "--fresh" in done.stderr
    assert contents(copied / "out") == before


def test_a_folder_that_another_process_holds_is_left_alone(copied: Path) -> None:
    before = contents(copied / "out")
    with locked(copied / "out"):
        for done in (again(copied), here(copied, "settle", "out")):
            assert done.returncode == 5
            assert "run.locked" in done.stderr
    assert contents(copied / "out") == before


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("run", "photos"), 2, "--out"),
        (("run", "photos", "--out", "out", "--retry", "all"), 2, "--retry"),
        (("run", "photos", "--out", "said.txt"), 2, "said.txt"),
        (("run", "nowhere", "--out", "new"), 3, "nowhere"),
        (("run", "photos/a.png", "--out", "new"), 3, "picture"),
        (("settle", "out", "--json"), 2, "in its folder"),
        (("settle", "out", "--explain"), 2, "in its folder"),
        (("settle", "photos"), 3, "run.invalid"),
    ],
)
def test_wrong_usage_changes_nothing(
    worked: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    before = contents(worked)
    done = here(worked, *arguments)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(worked) == before


def test_settling_a_run_gives_the_same_bytes_as_running_it_so(copied: Path, tmp_path: Path) -> None:
    (copied / "shop").mkdir()
    (copied / "shop" / "shop.toml").write_text('name = "Nordholm"\n')
    (copied / "shop" / "categories.csv").write_text("label,category\nbook,Books\n")
    words = ("--shop", "shop", "--length", "short")
    assert here(copied, "settle", "out", *words).returncode == 1
    settled = contents(copied / "out")
    shutil.rmtree(copied / "out")
    assert again(copied, *words).returncode == 1
    assert contents(copied / "out") == settled


def test_settling_keeps_what_the_run_was_settled_with_and_is_taken_back(copied: Path) -> None:
    before = contents(copied / "out")
    here(copied, "settle", "out", "--length", "long", "--fact", "brand=Nordholm")
    assert records(copied)[0]["brand"]["value"] == "Nordholm"  # type: ignore[index]
    long = json.loads((copied / "out" / "run.json").read_text())
    assert (long["length"], long["lang"]) == ("long", "en")
    here(copied, "settle", "out")
    without = long | {"settled": long["settled"].removesuffix("+facts")}  # a fact is said each time
    assert json.loads((copied / "out" / "run.json").read_text()) == without != long
    here(copied, "settle", "out", "--length", "medium")
    assert contents(copied / "out") == before


def test_a_full_disk_is_said_and_the_run_goes_on_once_there_is_room(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, files: Mapping[str, bytes]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = contents(copied / "out")
    with monkeypatch.context() as patched:
        patched.setattr("skuscribe.run.folder.write_folder", full)
        done = here(copied, "settle", "out", "--length", "long")
    assert done.returncode == 6
    assert "run.disk_full" in done.stderr
    assert "run again" in done.stderr
    assert here(copied, "run", "photos", "--out", "out", *QUICK).returncode == 1
    assert contents(copied / "out") == before
