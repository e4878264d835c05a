"""`palette.csv`: the shop's own names for colours, used where a measured colour is near one."""

from __future__ import annotations

from pathlib import Path

import pytest

import made
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.shop.palette import read_palette
from skuscribe.shop.profile import Shop, read_shop


def written(folder: Path, text: str) -> Path:
    path = folder / "palette.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_have_their_codes_in_lower_case(tmp_path: Path) -> None:
    path = written(tmp_path, "# notes\nname;hex\nFjord;#24507A\nOat;e6dcc8\n")
    assert read_palette(path) == {"Fjord": "#24507a", "Oat": "#e6dcc8"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,hex\nFjord,blue\n", "line 2"),
        ("name,hex\nFjord,#24507a\nFjord,#24507b\n", "line 3"),
        ("name,hex\nFjord,\n", "line 2"),
        ("colour,code\n", "line 1"),
        ("", "line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SkuscribeError) as caught:
        read_palette(written(tmp_path, text))
    assert caught.value.code == "config.invalid"
    assert why in caught.value.where


def test_a_colour_that_is_near_has_the_shops_name_and_shopifys_word() -> None:
    shop = Shop(palette={"Ketchup": "#c4161c", "Sky": "#87ceeb"})
    record = settle(made.observed(), {}, shop, Voice())
    (colour,) = (each for each in record.attributes if each.name == "colour")
    assert colour.value == "Ketchup"
    assert colour.standard is not None
    assert colour.standard.value == "Red"
    assert "red" in record.description.title.lower()
    assert "ketchup" in record.description.tags


def test_a_colour_that_is_far_from_all_keeps_its_own_name() -> None:
    shop = Shop(palette={"Sky": "#87ceeb"})
    record = settle(made.observed(), {}, shop, Voice())
    assert record.attributes[0].value == "bright red"


def test_another_palette_is_another_shop(tmp_path: Path) -> None:
    written(tmp_path, "name,hex\nSky,#87ceeb\n")
    before = read_shop(tmp_path).digest
    written(tmp_path, "name,hex\nSky,#87ceec\n")
    assert read_shop(tmp_path).digest != before
