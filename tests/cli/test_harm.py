"""What may go wrong around a run: nothing of others is lost, and everything is said in one line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import run

pytestmark = pytest.mark.slow


QUICK = ("--ocr", "none")


@pytest.fixture
def photos(tmp_path: Path, examples: Path) -> Path:
    for name in ("mug.jpg", "banana.jpg", "football.png"):
        shutil.copy(examples / name, tmp_path)
    return tmp_path


def test_a_card_never_replaces_a_file_that_this_program_did_not_write(photos: Path) -> None:
    before = (photos / "football.png").read_bytes()
    (photos / "gallery.html").write_text("my own page")
    for _ in range(2):  # its own cards it may write over
        done = run("tag", "football.png", "--cards", ".", *QUICK, cwd=photos)
        assert done.returncode == 0, done.stderr
    assert (photos / "football.png").read_bytes() == before
    assert (photos / "gallery.html").read_text() == "my own page"
    names = sorted(path.name for path in photos.iterdir())
    assert names == [
        "banana.jpg", "football-2.png", "football.png", "gallery-2.html", "gallery.html", "mug.jpg",
    ]  # fmt: skip
    assert "gallery-2.html" in done.stderr


def test_a_folder_for_cards_that_cannot_be_is_said_before_the_work(photos: Path) -> None:
    (photos / "file").write_text("")
    done = run("tag", "mug.jpg", "--jsonl", "--cards", "file/cards", *QUICK, cwd=photos)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "cards" in done.stderr


def test_observations_never_replace_a_photo(photos: Path) -> None:
    before = (photos / "banana.jpg").read_bytes()
    done = run("tag", "mug.jpg", "--observed", "banana.jpg", *QUICK, cwd=photos)
    assert done.returncode == 2
    assert (photos / "banana.jpg").read_bytes() == before
    for _ in range(2):
        assert run("tag", "mug.jpg", "--observed", "s.jsonl", *QUICK, cwd=photos).returncode == 0


def test_a_full_disk_is_said_as_such_and_what_was_written_is_whole(photos: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "skuscribe", "tag", "mug.jpg", "banana.jpg", "--jsonl", *QUICK],
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", cwd=photos, check=False,
        )  # fmt: skip
    assert done.returncode == 6
    assert "run.disk_full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_ends_the_run_quietly(photos: Path) -> None:
    command = f"{sys.executable} -m skuscribe tag mug.jpg banana.jpg --jsonl --ocr none | true"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, encoding="utf-8", cwd=photos, check=False
    )
    assert done.stderr == ""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_any_terminal_encoding_will_do(photos: Path, encoding: str) -> None:
    shutil.copy(photos / "mug.jpg", photos / "ü😀.jpg")
    for arguments in (("tag", "ü😀.jpg", *QUICK), ("doctor", "--ocr", "none")):
        done = _raw(photos, encoding, *arguments)
        assert done.returncode == 0, done.stderr
    rows = _raw(photos, encoding, "tag", "ü😀.jpg", "--jsonl", *QUICK)
    assert json.loads(rows.stdout.decode("utf-8"))["id"] == "ü😀.jpg"


def _raw(folder: Path, encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "skuscribe", *arguments],
        capture_output=True,
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )


def test_a_file_that_may_not_be_read_is_no_wrong_usage(
    photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it may be read is the photo's own matter (`photo.permission`), not the parser's."""
    from typer.testing import CliRunner

    from skuscribe.cli.app import app

    monkeypatch.setattr(os, "access", lambda *arguments, **named: False)
    done = CliRunner().invoke(app, ["tag", str(photos / "mug.jpg"), *QUICK])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b"workers = " + b"9" * 5000,
        b"decode_seconds = inf",
        b"decode_seconds = nan",
        b"max_bytes = 1000000000000",
        b"max_pixels = 1000000000",
        b'shop = "a\\u0000b"',
        b'ocr = "\xff"',
    ],
)
def test_hostile_settings_are_one_line(photos: Path, content: bytes) -> None:
    (photos / "skuscribe.toml").write_bytes(content)
    done = run("tag", "mug.jpg", *QUICK, cwd=photos)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "config.invalid" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("option", ["--config", "--shop", "--model"])
def test_a_pipe_in_the_place_of_a_file_does_not_hang(photos: Path, option: str) -> None:
    folder = photos / "f"
    folder.mkdir()
    for name in ("pipe.toml", "categories.csv", "card.json"):
        os.mkfifo(folder / name)
    place = folder / "pipe.toml" if option == "--config" else folder
    done = run("tag", "mug.jpg", *QUICK, option, place, cwd=photos)
    assert done.returncode in (2, 4)
    assert "not an ordinary file" in done.stderr


@pytest.mark.parametrize(
    "facts",
    [
        ("Brand=A", "brand=B"),
        ("brand=\u200d",),
    ],
)
def test_facts_that_contradict_or_say_nothing_start_nothing(
    photos: Path, facts: tuple[str, ...]
) -> None:
    given = [part for fact in facts for part in ("--fact", fact)]
    done = run("tag", "mug.jpg", "--jsonl", *QUICK, *given, cwd=photos)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "config.invalid" in done.stderr


def test_the_broken_photo_of_a_product_is_the_one_that_is_blamed(photos: Path) -> None:
    (photos / "bad.jpg").write_text("no photo")
    done = run("tag", "mug.jpg", "bad.jpg", "--product", "--json", *QUICK, cwd=photos)
    assert done.returncode == 3
    assert "bad.jpg" in done.stderr
    assert "mug.jpg" not in done.stderr


PLANTED = """
import sys
sys.argv = ["skuscribe", "tag", "mug.jpg", "--ocr", "none", *sys.argv[1:]]
import skuscribe.{module}
def broken(*a, **k): raise TypeError("planted")
skuscribe.{module}.{name} = broken
from skuscribe.cli.app import main
main()
"""


@pytest.mark.parametrize(
    ("module", "name", "status"),
    [("tagger", "settle", 1), ("cli.show", "terminal_card", 1), ("cli.show", "draw_card", 0)],
)
def test_a_fault_of_ours_shows_its_trace_only_to_those_who_ask(
    photos: Path, module: str, name: str, status: int
) -> None:
    code = PLANTED.format(module=module, name=name)
    for debug in (False, True):
        done = subprocess.run(
            [sys.executable, "-c", code, "--cards", "c", *(["--debug"] if debug else [])],
            capture_output=True, encoding="utf-8", cwd=photos, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert "internal.unexpected" in done.stderr
        assert ("planted" in done.stderr) == debug
