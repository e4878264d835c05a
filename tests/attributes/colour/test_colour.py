"""Colours: of the product and not of its ground, named as shops name them, the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import build
from made import case
from skuscribe.attributes.colour.attribute import measure, settle
from skuscribe.attributes.colour.cluster import clusters_of
from skuscribe.attributes.colour.names import finer_name, table
from skuscribe.attributes.colour.space import delta_e, hex_of, lab_of, lab_of_hex
from skuscribe.attributes.colour.words import rules
from skuscribe.attributes.scene import Scene
from skuscribe.photo.read import read_photo
from skuscribe.record.model import Attribute
from skuscribe.record.stations import Look, Photo, Subject
from skuscribe.subject.find import find_subject

RGB = tuple[int, int, int]


def look() -> Look:
    one = np.ones(1, np.float32)
    return Look((), np.ones((48, 64), np.float32), one)


def named(photo: Photo, subject: Subject, label: str | None = None) -> tuple[Attribute, ...]:
    """Measure and settle, as the pipeline does."""
    return settle(measure(Scene(photo, look(), subject)), case(label, subject))


def colours_of(image: Image.Image, label: str | None = None) -> tuple[Attribute, ...]:
    photo = read_photo(image)
    return named(photo, find_subject(photo, look()), label)


def code_of(rgb: RGB) -> str:
    return "#" + bytes(rgb).hex()


def words(found: tuple[Attribute, ...]) -> list[str]:
    return [a.standard.value for a in found if a.standard]


@pytest.mark.parametrize(
    ("rgb", "word"),
    [
        ((200, 20, 30), "Red"),
        ((20, 30, 70), "Navy"),
        ((30, 90, 190), "Blue"),
        ((20, 120, 60), "Green"),
        ((240, 210, 40), "Yellow"),
        ((240, 120, 20), "Orange"),
        ((110, 40, 140), "Purple"),
        ((240, 140, 180), "Pink"),
        ((110, 66, 36), "Brown"),
        ((220, 200, 165), "Beige"),
        ((15, 15, 17), "Black"),
        ((130, 131, 132), "Gray"),
    ],
)
def test_the_product_has_its_colour_on_white_and_on_black(rgb: RGB, word: str) -> None:
    for ground in ((255, 255, 255), (12, 12, 12)):
        if delta_e(lab_of_hex(code_of(rgb)), lab_of_hex(code_of(ground))) < 15:
            continue  # nobody sees black on black
        image = Image.new("RGB", (300, 300), ground)
        ImageDraw.Draw(image).rectangle((70, 70, 230, 230), fill=rgb)
        assert words(colours_of(image)) == [word]


def test_a_white_product_on_a_coloured_ground_is_white() -> None:
    image = Image.new("RGB", (300, 300), (60, 130, 90))
    ImageDraw.Draw(image).rectangle((70, 70, 230, 230), fill=(252, 252, 252))
    assert words(colours_of(image)) == ["White"]


def test_two_halves_are_two_colours_with_their_shares() -> None:
    image = Image.new("RGB", (300, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((50, 70, 169, 230), fill=(200, 20, 30))
    draw.rectangle((170, 70, 250, 230), fill=(30, 60, 180))

    found = colours_of(image)

    assert words(found) == ["Red", "Blue"]
    shares = [a.evidence.swatch.share for a in found if a.evidence.swatch]
    assert shares == pytest.approx([0.6, 0.4], abs=0.04)


def test_light_and_shade_on_one_material_are_one_colour() -> None:
    size = 400
    y, x = np.mgrid[0:size, 0:size]
    dx, dy = (x - 200) / 130, (y - 200) / 130
    inside = dx**2 + dy**2 <= 1
    light = np.clip(0.55 + 0.5 * (-0.5 * dx - 0.6 * dy), 0.3, 1.1)[..., None]
    pixels = np.where(inside[..., None], np.array([190, 30, 36]) * light, 255)
    assert words(colours_of(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))) == ["Red"]


def test_without_a_sure_subject_the_colour_is_unsure_and_nothing_is_named() -> None:
    photo = read_photo(np.full((200, 300, 3), (30, 90, 190), np.uint8))
    (only,) = named(photo, find_subject(photo, look()))
    assert only.state == "unsure"
    assert only.value == ""
    assert only.standard is None


def test_the_picture_on_a_screen_is_not_the_product() -> None:
    image = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((50, 50, 350, 250), fill=(18, 18, 20))
    draw.rectangle((62, 62, 338, 238), fill=(30, 140, 220))
    assert words(colours_of(image, "television")) == ["Black"]
    assert "Blue" in words(colours_of(image, "book"))


def test_rescaling_and_saving_again_keep_the_colour() -> None:
    import io

    image = build.disc((34, 90, 170))
    stream = io.BytesIO()
    image.resize((200, 200)).save(stream, "JPEG", quality=40)
    photo = read_photo(stream.getvalue())
    again = named(photo, find_subject(photo, look()))
    first = colours_of(image)
    labs = [a[0].evidence.swatch.lab for a in (first, again) if a[0].evidence.swatch]
    assert delta_e(*labs) < 5


def test_clusters_are_the_same_every_time_and_shares_sum_to_one() -> None:
    lab = lab_of(build.noise().reshape(-1, 3))
    first = clusters_of(lab)
    assert all(clusters_of(lab) == first for _ in range(5))
    assert sum(cluster.share for cluster in first) == pytest.approx(1)


def test_one_pixel_is_enough() -> None:
    pixels = np.full((20, 20, 3), 90, np.uint8)
    photo = Photo("a", "", 20, 20, pixels, pixels, None, ())
    mask = np.zeros((20, 20), np.bool_)
    mask[3, 4] = True
    (only,) = named(photo, Subject(mask, (), (), (), (0, 0, 1, 1), 0.9, "alpha"))
    assert only.standard is not None
    assert only.standard.value == "Gray"


def test_the_table_names_its_own_colours() -> None:
    for word, entries in table().items():
        for name, lab in entries:
            assert finer_name(word, lab) == name


def test_the_words_are_shopifys(data_root: object) -> None:
    import csv
    from pathlib import Path

    path = Path(str(data_root)) / "taxonomy" / "vocabulary.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    theirs = {row["name"] for row in rows if row["attribute_handle"] == "color"}
    assert {*table(), *rules().words} <= theirs


@given(st.tuples(*[st.integers(0, 255)] * 3))
@settings(max_examples=60, deadline=None)
def test_hex_and_lab_are_inverse(rgb: RGB) -> None:
    code = code_of(rgb)
    lab = lab_of_hex(code)
    assert hex_of(lab) == code
    assert lab_of(np.array([rgb], np.uint8))[0] == pytest.approx(lab, abs=0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_ciede2000_of_the_published_pairs(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert delta_e(one, other) == pytest.approx(expected, abs=1e-4)


@given(st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from(sorted(table())))
@settings(max_examples=40, deadline=None)
def test_the_finer_name_is_the_nearest_of_its_word(rgb: RGB, word: str) -> None:
    lab = lab_of_hex(code_of(rgb))
    assert finer_name(word, lab) == min((delta_e(lab, e), name) for name, e in table()[word])[1]


def test_a_word_without_finer_names_is_its_own() -> None:
    assert finer_name("Silver", (70.0, 0.0, 0.0)) == "silver"
