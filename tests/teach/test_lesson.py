"""Photos and their labels: of a folder of folders, of a catalogue, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from run.working import draw_one, table
from skuscribe.catalogue.sources import Said, open_source
from skuscribe.core.errors import SkuscribeError
from skuscribe.teach.lesson import ENOUGH, Lesson, chosen, of_photos, of_source


def drawn(folder: Path, *names: str) -> Path:
    """Draw photos in a folder."""
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        draw_one(folder / name, number)
    return folder


def told(lessons: list[Lesson], folder: Path) -> list[tuple[str, str, str]]:
    return [(e.photo.relative_to(folder).as_posix(), e.label, e.group) for e in lessons]


def lesson(label: str, group: str, name: str) -> Lesson:
    return Lesson(Path(name), label, group)


def test_a_folder_of_folders_is_labels_and_photos(tmp_path: Path) -> None:
    drawn(tmp_path, "rain boot/a.png", "rain boot/b.png", "Stühle & Co/a.png", "loose.png")
    found = told(of_source(open_source(tmp_path), by_folder=True), tmp_path)
    assert sorted(found) == [
        ("Stühle & Co/a.png", "Stühle & Co", "Stühle & Co/a.png"),
        ("rain boot/a.png", "rain boot", "rain boot/a.png"),
        ("rain boot/b.png", "rain boot", "rain boot/b.png"),
    ]


@pytest.mark.parametrize(
    ("column", "said"),
    [("Type", {}), ("category", {}), ("Regal", {"label": "Regal"})],
)
def test_a_catalogue_has_a_column_of_labels(
    tmp_path: Path, column: str, said: dict[str, str]
) -> None:
    drawn(tmp_path, "1.png", "2.png", "3.png")
    rows = [["id", "image", column], ["A", "1.png, 2.png", "lamp"],
            ["B", "3.png", " desk  lamp\t"], ["C", "1.png", ""]]  # fmt: skip
    source = open_source(table(tmp_path / "list.csv", *rows), Said(columns=said))
    assert told(of_source(source, by_folder=False), tmp_path) == [
        ("1.png", "lamp", "A"),
        ("2.png", "lamp", "A"),
        ("3.png", "desk lamp", "B"),
    ]


def test_photos_may_lie_in_another_folder(tmp_path: Path) -> None:
    drawn(tmp_path / "pictures", "1.png")
    rows = table(tmp_path / "list.csv", ["id", "image", "Type"], ["A", "1.png", "lamp"])
    source = open_source(rows, Said(photos=tmp_path / "pictures"))
    (found,) = of_source(source, by_folder=False)
    assert found.photo.samefile(tmp_path / "pictures" / "1.png")


def test_addresses_and_photos_outside_teach_nothing(tmp_path: Path) -> None:
    drawn(tmp_path, "shop/1.png", "2.png")
    rows = table(
        tmp_path / "shop" / "list.csv",
        ["id", "image", "Type"],
        ["A", "https://example.com/1.png", "lamp"],
        ["B", "../2.png", "lamp"],
        ["C", "1.png", "lamp"],
    )
    found = of_source(open_source(rows), by_folder=False)
    assert [each.group for each in found] == ["C"]


def test_photos_by_name_are_products_of_their_own() -> None:
    found = of_photos([Path("a.jpg"), Path("b.jpg")], " rain\n boot ")
    assert [each.label for each in found] == ["rain boot"] * 2
    assert len({each.group for each in found}) == 2


@pytest.mark.parametrize("label", ["", " ", "\x1b\n"])
def test_an_empty_label_is_refused(label: str) -> None:
    with pytest.raises(SkuscribeError, match="the label is empty") as caught:
        of_photos([Path("a.jpg")], label)
    assert caught.value.code == "config.invalid"


@pytest.mark.parametrize("by_folder", [True, False])
def test_where_no_photo_has_a_label_it_is_said(tmp_path: Path, by_folder: bool) -> None:
    drawn(tmp_path, "1.png")
    rows = table(tmp_path / "list.csv", ["id", "image"], ["A", "1.png"])
    source = open_source(tmp_path if by_folder else rows)
    with pytest.raises(SkuscribeError, match="no photo in it has a label") as caught:
        of_source(source, by_folder=by_folder)
    assert caught.value.code == "config.invalid"
    assert "--column label=" in caught.value.hint


def test_many_products_are_looked_at_rather_than_many_photos_of_one() -> None:
    lessons = [lesson("lamp", "A", f"A{n}") for n in range(30)]
    lessons += [lesson("lamp", group, f"{group}{n}") for group in "BC" for n in range(2)]
    assert [e.photo.name for e in chosen(lessons, 3)] == ["A0", "B0", "C0"]
    assert [e.photo.name for e in chosen(lessons, 5)] == ["A0", "B0", "C0", "A1", "B1"]
    assert len(chosen(lessons)) == ENOUGH


def test_every_label_has_its_photos() -> None:
    lessons = [lesson(label, str(n), str(n)) for n in range(4) for label in ("lamp", "boot")]
    found = chosen(lessons, 3)
    assert [each.label for each in found] == ["lamp"] * 3 + ["boot"] * 3
