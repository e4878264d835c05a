"""`brands.csv`: the brands that a shop carries come first, whatever the product is."""

from __future__ import annotations

from pathlib import Path

import pytest

import made
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.shop.brands import read_brands
from skuscribe.shop.profile import Shop, read_shop


def written(folder: Path, text: str) -> Path:
    path = folder / "brands.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_aliases_are_separated_and_may_be_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "# notes\nname,aliases\nNordholm,NDH | Nord Holm\nFjordglas,\n")
    assert read_brands(path) == {"Nordholm": ("NDH", "Nord Holm"), "Fjordglas": ()}
    assert read_brands(written(tmp_path, "name\nFjordglas\n")) == {"Fjordglas": ()}


@pytest.mark.parametrize(
    ("text", "why"), [("name,aliases\nA,\nA,B\n", "line 3"), ("brand\nA\n", "line 1")]
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SkuscribeError) as caught:
        read_brands(written(tmp_path, text))
    assert (caught.value.code, why in caught.value.where) == ("config.invalid", True)


def test_a_shops_brand_is_stated_and_said_by_its_name() -> None:
    shop = Shop(brands={"Nordholm": ("NDHM",)})
    record = settle(made.observed(made.seen(lines=[made.line("ndhm")])), {}, shop, Voice())
    assert record.brand is not None
    assert (record.brand.value, record.brand.evidence.text) == ("Nordholm", 0)
    assert "Nordholm" in record.description.title


def test_other_brands_are_another_shop(tmp_path: Path) -> None:
    written(tmp_path, "name\nNordholm\n")
    before = read_shop(tmp_path).digest
    written(tmp_path, "name\nNordholn\n")
    assert read_shop(tmp_path).digest != before
