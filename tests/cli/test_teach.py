"""`skuscribe shop teach`, `check` and `forget`, and what `tag` and `settle` say afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import build
from command import run
from run.working import files, here, records, table
from skuscribe.shop.examples import EXAMPLES_FILE, Examples, read_examples, write_examples
from teach.runs import decide, made_run

pytestmark = pytest.mark.slow

LABELS = {"rain boot": "ring", "desk lamp": "triangle", "Gizmo": "stripes"}
PHOTOS = 4


def draw(path: Path, shape: str, number: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    build.shape(shape, number).save(path)
    return path


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with photos by label, a shop that was taught them, and one photo more of each."""
    folder = tmp_path_factory.mktemp("learnt")
    for place, (label, shape) in enumerate(LABELS.items()):
        for number in range(PHOTOS):
            draw(folder / "photos" / label / f"{number}.png", shape, 20 * place + number)
        draw(folder / f"{shape}.png", shape, 20 * place + 15)
    done = here(folder, "shop", "teach", "shop", "photos", "--workers", "1")
    assert done.returncode == 0, done.stderr
    (folder / "said").write_text(done.stderr)
    return folder


@pytest.fixture
def work(learnt: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    shutil.copytree(learnt, tmp_path, dirs_exist_ok=True)
    return tmp_path


def teach(work: Path, *arguments: str) -> CompletedProcess[str]:
    return here(work, "shop", "teach", "shop", *arguments)


def kept(work: Path) -> Examples:
    found = read_examples(work / "shop")
    assert found is not None
    return found


def counted(work: Path) -> dict[str, int]:
    labels = kept(work).labels
    return {label: labels.count(label) for label in dict.fromkeys(labels)}


def tagged(work: Path, *photos: str) -> list[dict[str, Any]]:
    """The records of photos; what was seen stays in `seen.jsonl`."""
    done = run("tag", *photos, "--jsonl", "--ocr", "none", "--shop", "shop",
                "--observed", "seen.jsonl", cwd=work)  # fmt: skip
    assert done.returncode == 0, done.stderr
    (work / "records.jsonl").write_text(done.stdout)
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(done: CompletedProcess[str], code: str, says: str) -> None:
    assert done.returncode != 0
    assert code in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_teaching_tells_what_it_is_worth(learnt: Path) -> None:
    said = (learnt / "said").read_text()
    for words in (*LABELS, "before", "after", "(12 photos)", "taught 12 photos of 3 labels"):
        assert words in said
    assert counted(learnt) == dict.fromkeys(LABELS, PHOTOS)


def test_photos_and_whole_paths_are_not_kept(learnt: Path) -> None:
    assert [path.name for path in (learnt / "shop").iterdir()] == [EXAMPLES_FILE]
    found = kept(learnt)
    assert not any(str(learnt) in text for text in (*found.groups, *found.labels))


@pytest.mark.slow
def test_a_photo_like_those_that_were_taught_has_their_label_settled_or_tagged(work: Path) -> None:
    found = tagged(work, *(f"{shape}.png" for shape in LABELS.values()))
    said = [(r["category"]["label"], r["category"]["origin"]) for r in found]
    assert said == [(label, "taught") for label in LABELS]
    assert found[0]["category"]["google"]["path"] == "Apparel & Accessories > Shoes"
    assert found[2]["category"]["google"] is None
    again = run("settle", "seen.jsonl", "--jsonl", "--shop", "shop", cwd=work)
    assert again.returncode == 0, again.stderr
    assert again.stdout == (work / "records.jsonl").read_text()
    without = run("settle", "seen.jsonl", "--jsonl", cwd=work)
    assert '"taught"' not in without.stdout


def test_show_tells_what_was_taught(learnt: Path) -> None:
    shown = here(learnt, "shop", "show", "shop")
    assert shown.returncode == 0, shown.stderr
    assert "12 photos of 3 labels" in shown.stdout


def test_photos_by_name_are_added(work: Path) -> None:
    for number in range(2):
        draw(work / f"disc {number}.png", "disc", number)
    done = teach(work, "--label", " mug ", "disc 0.png", "disc 1.png")
    assert done.returncode == 0, done.stderr
    assert counted(work)["mug"] == 2
    assert len(kept(work)) == 14


def test_a_photo_that_comes_again_takes_its_new_label(work: Path) -> None:
    done = teach(work, "--label", "Thing", "photos/Gizmo/0.png")
    assert done.returncode == 0, done.stderr
    assert counted(work)["Gizmo"] == PHOTOS - 1
    assert counted(work)["Thing"] == 1


def test_one_that_replaces_forgets_what_was_taught_before(work: Path) -> None:
    done = teach(work, "--replace", "--label", "mug", "ring.png")
    assert done.returncode == 0, done.stderr
    assert counted(work) == {"mug": 1}
    assert "taught 1 photo of 1 label;" in done.stderr


def test_a_catalogue_with_a_column_of_labels_teaches(work: Path) -> None:
    table(work / "list.csv", ["id", "image", "Regal"], ["A", "ring.png", "mug"],
          ["B", "triangle.png", "cup"])  # fmt: skip
    done = teach(work, "list.csv", "--column", "label=Regal", "--replace")
    assert done.returncode == 0, done.stderr
    assert dict(zip(kept(work).groups, kept(work).labels, strict=True)) == {
        "A": "mug",
        "B": "cup",
    }


@pytest.mark.parametrize("more", [[], ["--replace"]])
def test_more_than_a_shop_may_teach_is_refused(
    work: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.setattr("skuscribe.shop.examples.MOST", 2)
    before = files(work / "shop")
    photos = ("ring.png", "triangle.png", "stripes.png")
    done = teach(work, "--label", "mug", *photos, *more)
    refused(done, "config.invalid", "2 are the most")
    assert files(work / "shop") == before


def test_what_people_decided_teaches_and_the_run_settles_with_it(work: Path) -> None:
    out = made_run(work / "out")
    assert "nobody has approved" in teach(work, "--from-decisions", "out").stderr
    decide(out, "mug", "change", "Gizmo")
    decide(out, "boot", "change", "rain boot")
    done = here(work, "shop", "teach", "fresh", "--from-decisions", "out")
    assert done.returncode == 0, done.stderr
    assert "taught 4 photos of 2 labels" in done.stderr
    found = read_examples(work / "fresh")
    assert found is not None
    assert set(zip(found.groups, found.labels, strict=True)) == {
        ("mug", "Gizmo"),
        ("boot", "rain boot"),
    }
    (out / "decisions.sqlite").unlink()
    settled = here(work, "settle", "out", "--shop", "fresh")
    assert settled.returncode == 0, settled.stderr
    rows = {row["id"]: row["category"] for row in records(out)}
    assert (rows["mug"]["label"], rows["mug"]["origin"]) == ("Gizmo", "taught")
    assert (rows["boot"]["label"], rows["lamp"]["label"]) == ("rain boot", "cup")
    refused(teach(work, "--from-decisions", "out"), "config.invalid", "nobody has approved")


@pytest.mark.slow
def test_what_the_network_is_sure_of_and_nobody_taught_is_still_answered(
    work: Path, examples: Path
) -> None:
    photo = str(examples / "mug.jpg")
    (found,) = tagged(work, photo)
    alone = run("settle", "seen.jsonl", "--json", cwd=work)
    category = json.loads(alone.stdout)["category"]
    assert (found["category"]["label"], found["category"]["origin"]) == (
        category["label"],
        category["origin"],
    )


def test_labels_are_text_on_the_terminal(work: Path) -> None:
    done = teach(work, "--label", "[bold]\x1b[31m<b>[/red]", "ring.png")
    assert done.returncode == 0, done.stderr
    assert "[bold]" in done.stderr
    assert "\x1b" not in done.stderr
    refused(here(work, "shop", "forget", "shop", "[/x]"), "config.invalid", "'[/x]'")


def test_the_most_photos_of_a_label_can_be_said(work: Path) -> None:
    done = teach(work, "photos", "--replace", "--keep", "--most", "1")
    assert done.returncode == 0, done.stderr
    assert set(counted(work).values()) == {1}
    assert "two products" in done.stderr


def test_the_same_photo_under_two_labels_is_refused_and_nothing_is_written(work: Path) -> None:
    before = files(work / "shop")
    shutil.copy(work / "photos/rain boot/0.png", work / "photos/Gizmo/copy.png")
    refused(teach(work, "photos"), "shop.teaching_refused", "Gizmo and rain boot")
    assert files(work / "shop") == before
    done = teach(work, "photos", "--keep", "--replace")
    assert done.returncode == 0, done.stderr
    assert counted(work) == {"Gizmo": PHOTOS, "desk lamp": PHOTOS, "rain boot": PHOTOS - 1}


def test_where_every_photo_stands_under_two_labels_there_is_nothing_to_keep(work: Path) -> None:
    before = files(work / "shop")
    for label in ("one", "two"):
        (work / "twice" / label).mkdir(parents=True)
        shutil.copy(work / "ring.png", work / "twice" / label)
    for more in ([], ["--keep"], ["--keep", "--replace"]):
        refused(teach(work, "twice", *more), "shop.teaching_refused", "one and two")
    assert files(work / "shop") == before


def test_labels_that_tell_nothing_are_refused_and_can_be_kept(work: Path) -> None:
    before = files(work / "shop")
    for number in range(12):
        draw(work / "mixed" / "AB"[number % 2] / f"{number}.png", "disc", 40 + number)
    refused(teach(work, "mixed", "--replace"), "shop.teaching_refused", "shuffled")
    assert files(work / "shop") == before
    assert teach(work, "mixed", "--replace", "--keep").returncode == 0
    assert counted(work) == {"A": 6, "B": 6}


def test_a_photo_that_cannot_be_read_is_told_and_the_rest_goes_on(work: Path) -> None:
    (work / "photos" / "Gizmo" / "broken.png").write_text("hello")
    done = teach(work, "photos", "--replace")
    assert done.returncode == 0, done.stderr
    assert "broken.png" in done.stderr
    assert "photo.unreadable" in done.stderr
    assert len(kept(work)) == 12


def test_where_no_photo_can_be_read_nothing_is_taught(work: Path) -> None:
    before = files(work / "shop")
    (work / "broken.png").write_text("hello")
    refused(teach(work, "--label", "mug", "broken.png"), "photo.unreadable", "none of the photos")
    refused(teach(work, "--label", "mug", "gone.png"), "photo.", "gone.png")
    assert files(work / "shop") == before


def test_one_label_is_forgotten_then_all_and_an_unknown_one_is_named(work: Path) -> None:
    before = files(work / "shop")
    refused(here(work, "shop", "forget", "shop", "lamp"), "config.invalid", "'lamp' was not taught")
    assert files(work / "shop") == before
    done = here(work, "shop", "forget", "shop", "desk lamp")
    assert done.returncode == 0, done.stderr
    assert "8 photos are left" in done.stderr
    assert counted(work) == {"Gizmo": PHOTOS, "rain boot": PHOTOS}
    done = here(work, "shop", "forget", "shop")
    assert done.returncode == 0, done.stderr
    assert "everything is forgotten" in done.stderr
    assert list((work / "shop").iterdir()) == []
    refused(here(work, "shop", "forget", "shop", "Gizmo"), "config.invalid", "nothing was taught")
    refused(here(work, "shop", "check", "shop"), "config.invalid", "shop teach")


def test_the_last_label_that_is_forgotten_leaves_no_file(work: Path) -> None:
    assert here(work, "shop", "forget", "shop", *LABELS).returncode == 0
    assert list((work / "shop").iterdir()) == []


def test_checking_writes_nothing_in_the_shop(work: Path) -> None:
    before = files(work / "shop")
    done = here(work, "shop", "check", "shop")
    assert done.returncode == 0, done.stderr
    assert "(12 photos)" in done.stderr
    shutil.copy(work / "ring.png", work / "photos" / "Gizmo" / "odd.png")
    done = here(work, "shop", "check", "shop", "photos", "--html", "check.html")
    assert done.returncode == 0, done.stderr
    assert "(13 photos)" in done.stderr
    assert "Gizmo is taken for rain boot once" in done.stderr
    text = (work / "check.html").read_text()
    assert "Gizmo, taken for rain boot" in text
    assert "data:image/jpeg;base64," in text
    assert "<script" not in text
    assert files(work / "shop") == before


def test_a_page_of_what_was_taught_needs_no_photo(work: Path) -> None:
    shutil.rmtree(work / "photos")
    done = here(work, "shop", "check", "shop", "--html", "check.html")
    assert done.returncode == 0, done.stderr
    assert "desk lamp" in (work / "check.html").read_text()


def test_a_page_of_photos_that_cannot_be_read_is_written(work: Path) -> None:
    (work / "photos" / "Gizmo" / "broken.png").write_text("hello")
    done = here(
        work, "shop", "check", "shop", "--label", "mug", "ring.png", "gone.png", "--html", "c.html"
    )
    assert done.returncode == 0, done.stderr
    assert "gone.png" in done.stderr
    assert (work / "c.html").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("teach", "shop"), "--from-decisions"),
        (("teach", "shop", "ring.png", "triangle.png"), "--label"),
        (("teach", "shop", "photos/Gizmo"), "no photo in it has a label"),
        (("teach", "shop", "photos", "--most", "0"), "--most"),
        (("teach", "shop", "--label", " ", "ring.png"), "the label is empty"),
        (("check", "nowhere"), "shop init"),
        (("check", "shop", "photos", "--column", "Type"), "--column"),
    ],
)
def test_wrong_usage_changes_nothing(work: Path, arguments: tuple[str, ...], says: str) -> None:
    before = files(work)
    done = here(work, "shop", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert files(work) == before


def test_what_was_taught_to_another_network_is_taught_again(work: Path) -> None:
    write_examples(work / "shop", replace(kept(work), bundle="other 1"))
    before = files(work / "shop")
    refused(teach(work, "--label", "mug", "ring.png"), "config.invalid", "--replace")
    refused(here(work, "tag", "ring.png", "--shop", "shop"), "config.invalid", "--replace")
    assert files(work / "shop") == before
    assert teach(work, "--replace", "--label", "mug", "ring.png").returncode == 0


def test_a_damaged_file_is_one_clear_line_everywhere(work: Path) -> None:
    (work / "shop" / EXAMPLES_FILE).write_bytes(b"PK\3\4")
    for arguments in (
        ("tag", "ring.png", "--shop", "shop"),
        ("shop", "show", "shop"),
        ("shop", "check", "shop"),
        ("shop", "forget", "shop", "Gizmo"),
        ("shop", "teach", "shop", "--label", "mug", "ring.png"),
    ):
        refused(here(work, *arguments), "config.invalid", EXAMPLES_FILE)
    assert teach(work, "--replace", "--label", "mug", "ring.png").returncode == 0


def test_all_can_be_forgotten_where_the_file_is_damaged(work: Path) -> None:
    (work / "shop" / EXAMPLES_FILE).write_bytes(b"PK\3\4")
    assert here(work, "shop", "forget", "shop").returncode == 0
    assert list((work / "shop").iterdir()) == []


@pytest.mark.parametrize("command", ["teach", "check"])
def test_what_cannot_be_written_is_one_clear_line(work: Path, command: str) -> None:
    (work / "file").write_text("")
    place = ("file",) if command == "teach" else ("shop", "--html", "photos")
    label = ("--label", "mug", "ring.png") if command == "teach" else ()
    refused(here(work, "shop", command, *place, *label), "config.invalid", "cannot be written")


def test_no_torch_is_needed(work: Path) -> None:
    code = (
        "import sys\nfrom skuscribe.cli.app import main\ntry:\n    main()\n"
        "finally:\n    print('torch' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "shop", "teach", "shop", "--label", "mug", "ring.png"],
        capture_output=True, encoding="utf-8", cwd=work, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("SKUSCRIBE_")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "False"
