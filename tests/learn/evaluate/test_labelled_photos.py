"""Labelled photos are found in folders and in CSVs; what is no such list is refused in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.learn.evaluate.labelled import Labelled, read_labelled
from skuscribe.taxonomy.words import word_of


def files(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def table(folder: Path, *lines: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join((*lines, "")), encoding=encoding)
    return folder / name


def named(photos: list[Labelled]) -> dict[str, str]:
    return {photo.path.name: photo.word for photo in photos}


def refusal(source: Path, **where: str) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        read_labelled(source, where)
    assert caught.value.code is ErrorCode.CONFIG_INVALID
    assert caught.value.where == str(source)
    assert caught.value.hint
    return caught.value


def test_a_folder_of_folders_is_labelled_by_the_folders(tmp_path: Path) -> None:
    files(tmp_path / "shots", "mug/b.jpg", "mug/a.PNG", "banana/c.webp")
    photos = read_labelled(tmp_path / "shots")
    assert [(p.path.name, p.label, p.source) for p in photos] == [
        ("c.webp", "banana", "shots"),
        ("a.PNG", "mug", "shots"),
        ("b.jpg", "mug", "shots"),
    ]
    assert photos[1].truth[-1] == "Mugs"


@pytest.mark.parametrize("folder", ["soccer_ball", "soccer-ball", "Soccer Ball"])
def test_a_folders_name_may_be_written_as_file_names_are(tmp_path: Path, folder: str) -> None:
    files(tmp_path, f"{folder}/a.jpg")
    (photo,) = read_labelled(tmp_path)
    word = word_of("soccer ball")
    assert word is not None
    assert (photo.word, photo.truth) == (word.word, word.path)


def test_a_word_with_a_hyphen_keeps_it(tmp_path: Path) -> None:
    (photo,) = read_labelled(files(tmp_path, "t-shirt/a.jpg"))
    assert photo.word == "t-shirt"
    assert photo.truth


def test_what_is_no_photo_and_what_lies_deeper_is_passed_over(tmp_path: Path) -> None:
    files(tmp_path, "mug/a.jpg", "mug/notes.txt", "mug/more/b.jpg", "c.jpg", "empty/.keep")
    assert list(named(read_labelled(tmp_path))) == ["a.jpg"]


def test_a_label_that_is_no_word_stands_nowhere_on_the_tree(tmp_path: Path) -> None:
    (photo,) = read_labelled(files(tmp_path, "zorb/a.jpg"))
    assert (photo.word, photo.truth) == ("zorb", ())


@pytest.mark.parametrize("column", ["path", "file"])
def test_a_table_names_its_photos_by_path_or_by_file(tmp_path: Path, column: str) -> None:
    source = table(tmp_path, f"label,{column},source", "eggplant,x/a.jpg,far", "mug,b.jpg,")
    assert read_labelled(source) == [
        Labelled(tmp_path / "x" / "a.jpg", "eggplant", photos_truth("aubergine"), "far"),
        Labelled(tmp_path / "b.jpg", "mug", photos_truth("mug"), "list"),
    ]


def photos_truth(word: str) -> tuple[str, ...]:
    found = word_of(word)
    assert found is not None
    return found.path


def test_synonyms_and_capitals_are_one_word(tmp_path: Path) -> None:
    source = table(tmp_path, "path,label", "a.jpg,Eggplant", "b.jpg, aubergine ", "c.jpg,EGGPLANT")
    assert set(named(read_labelled(source)).values()) == {"aubergine"}


def test_photos_lie_beside_the_table_in_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (photo,) = read_labelled(table(tmp_path, "file,label", "a/b.jpg,mug"))
    assert photo.path == tmp_path / "photos" / "a" / "b.jpg"


def test_an_absolute_path_is_taken_as_it_is(tmp_path: Path) -> None:
    there = tmp_path / "elsewhere" / "a.jpg"
    (photo,) = read_labelled(table(tmp_path / "lists", "path,label", f"{there},mug"))
    assert photo.path == there


def test_a_table_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    source = table(tmp_path, "path,label", "ä.jpg,mug", encoding="utf-8-sig")
    assert named(read_labelled(source)) == {"ä.jpg": "mug"}


ROWS = ("path,label,split,source", "a.jpg,mug,val,x", "b.jpg,mug,train,x", "c.jpg,cup,val,y")


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, ["a.jpg", "b.jpg", "c.jpg"]),
        ({"split": "val"}, ["a.jpg", "c.jpg"]),
        ({"split": "val", "source": "y"}, ["c.jpg"]),
        ({"split": "val|train"}, ["a.jpg", "b.jpg", "c.jpg"]),
        ({"label": "cup|hat"}, ["c.jpg"]),
    ],
)
def test_rows_are_chosen_by_their_values(
    tmp_path: Path, where: dict[str, str], found: list[str]
) -> None:
    assert list(named(read_labelled(table(tmp_path, *ROWS), where))) == found


def test_a_choice_that_leaves_nothing_is_refused(tmp_path: Path) -> None:
    assert "no labelled photo" in str(refusal(table(tmp_path, *ROWS), split="test"))


def test_a_choice_by_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "has no column shop, year" in str(refusal(table(tmp_path, *ROWS), shop="a", year="1"))


@pytest.mark.parametrize("header", ["path,word", "photo,label", "Path,Label", ""])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, header: str) -> None:
    said = str(refusal(table(tmp_path, header, "a.jpg,mug")))
    assert "has no column path (or file) and label" in said


def test_a_table_without_a_row_is_refused(tmp_path: Path) -> None:
    assert "no labelled photo" in str(refusal(table(tmp_path, "path,label")))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "has no column" in str(refusal(table(tmp_path)))


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    files(tmp_path, "a.jpg", "mug/notes.txt")
    assert "no labelled photo" in str(refusal(tmp_path))


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "no such folder or file" in str(refusal(tmp_path / "nowhere"))


def test_a_table_of_another_encoding_is_refused(tmp_path: Path) -> None:
    source = table(tmp_path, "path,label", "straße.jpg,mug", encoding="latin-1")
    assert "cannot be read" in str(refusal(source))


def test_a_photo_instead_of_a_table_is_refused(examples: Path) -> None:
    refusal(examples / "mug.jpg")


def test_measuring_needs_no_torch() -> None:
    """A shop measures on its own photos without the extra that trains."""
    probe = (
        "import sys; import skuscribe.learn.evaluate.page, skuscribe.learn.evaluate.predict; "
        "print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "False"
