"""`tag --cutouts`: the product of each photo on nothing, from the same pass."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import build
from command import run
from skuscribe.cli.pictures import name_of
from skuscribe.subject.cutout import cutout_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    folder = tmp_path_factory.mktemp("cutouts")
    photos = [examples / name for name in ("tomato.webp", "mug.jpg")]
    done = run("tag", *photos, "--jsonl", "--ocr", "none", "--cutouts", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_each_photo_has_its_cutout_at_its_own_size(cut: Path, examples: Path) -> None:
    assert sorted(path.name for path in cut.iterdir()) == ["mug.png", "tomato.png"]
    with Image.open(cut / "tomato.png") as image, Image.open(examples / "tomato.webp") as photo:
        assert image.mode == "RGBA"
        assert image.size == photo.size
        corner, middle = (
            image.getpixel((2, 2)),
            image.getpixel((image.width // 2, image.height // 2)),
        )
    assert isinstance(corner, tuple)
    assert isinstance(middle, tuple)
    assert corner[3] == 0
    assert middle[3] == 255
    assert middle[0] > middle[1] + 40  # the tomato's red is as it was


def test_a_picture_of_somebody_else_is_not_written_over(cut: Path, examples: Path) -> None:
    other = cut.parent / "others"
    other.mkdir()
    Image.new("RGB", (4, 4)).save(other / "mug.png")
    before = (other / "mug.png").read_bytes()
    photo = examples / "mug.jpg"
    run("tag", photo, "--jsonl", "--ocr", "none", "--cutouts", "others", cwd=cut.parent)
    assert (other / "mug.png").read_bytes() == before
    assert (other / "mug-2.png").exists()


def test_a_file_is_no_folder_for_cutouts(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    done = run("tag", "a.jpg", "--cutouts", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "--cutouts" in done.stderr


def test_the_edge_is_soft_and_the_inside_whole() -> None:
    mask = np.zeros((40, 40), np.bool_)
    mask[10:30, 10:30] = True
    pixels = np.full((40, 40, 3), 7, np.uint8)
    content = cutout_of(pixels, mask)
    assert content == cutout_of(pixels, mask)
    with Image.open(io.BytesIO(content)) as image:
        alpha = np.asarray(image)[..., 3]
    assert (alpha[14:26, 14:26] == 255).all()
    assert (alpha[:6] == 0).all()
    assert 0 < alpha[20, 9] < 255


def test_a_run_writes_the_same_cutouts_under_names_that_never_meet(
    tmp_path: Path, cut: Path, examples: Path
) -> None:
    photos = tmp_path / "photos"
    for folder in ("a", "b"):
        (photos / folder).mkdir(parents=True)
        shutil.copy(examples / "tomato.webp", photos / folder)
    shutil.copy(examples / "mug.jpg", photos)
    done = run("run", "photos", "--out", "out", "--ocr", "none", "--cutouts", "cut", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (tmp_path / "cut").iterdir())
    assert len(names) == 3
    contents = {path.read_bytes() for path in (tmp_path / "cut").iterdir()}
    assert contents == {path.read_bytes() for path in cut.iterdir()}


def test_cutouts_stand_on_white_where_it_is_asked_for(tmp_path: Path, examples: Path) -> None:
    photo = examples / "tomato.webp"
    white = ("--cutouts", "out", "--cutout-ground", "white")
    done = run("tag", photo, "--jsonl", "--ocr", "none", *white, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "out" / "tomato.png") as image:
        assert image.mode == "RGB"
        assert image.getpixel((2, 2)) == (255, 255, 255)


def test_a_large_photo_is_cut_out_at_its_full_size(tmp_path: Path) -> None:
    build.disc(size=2400, radius=800).save(tmp_path / "large.png")
    done = run("tag", "large.png", "--jsonl", "--ocr", "none", "--cutouts", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "out" / "large.png") as image:
        assert image.size == (2400, 2400)


def test_an_unknown_ground_is_said_before_the_work(tmp_path: Path) -> None:
    done = run("tag", "a.jpg", "--cutouts", "out", "--cutout-ground", "lawn", cwd=tmp_path)
    assert done.returncode == 2
    assert "nothing or white" in done.stderr


@given(st.lists(st.text(), unique=True, min_size=2))
def test_ids_that_differ_have_files_that_differ_on_any_system(ids: list[str]) -> None:
    names = [name_of(id) for id in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9._-]{1,89}", name) for name in names)
