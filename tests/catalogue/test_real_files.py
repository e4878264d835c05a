"""Real shop files are read as their shops meant them; each trap that they hold is told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from command import run
from skuscribe.catalogue.sources import open_source
from skuscribe.catalogue.understood import Understood

FILES = (
    "etsy_excel_resave_cp1252_semicolon.csv",
    "etsy_listings_it.csv",
    "jsonld_schemaorg_jacket.txt",
    "magento2_sample_gear_bags.csv",
    "magento2_sample_gear_bags_images.csv",
    "opencart_oc_product_sk.csv",
    "prestashop14_products_semicolon.csv",
    "shopify_new_cp1252_arlena.csv",
    "shopify_old_plants.csv",
    "shopware5_article_complete.csv",
    "thirtybees_combinations.csv",
    "thirtybees_products.csv",
    "vendure_products_full.csv",
    "woo_core_sample_products.csv",
)


def read(root: Path, name: str) -> tuple[Understood, dict[str, str]]:
    folder = root / "catalogues"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["file"]: row for row in csv.DictReader(stream)}
    return open_source(folder / name).understood(), truth[name]


def names(cell: str) -> tuple[str, ...]:
    """The columns that the index names; what stands in brackets tells why there is none."""
    return () if cell.startswith("(") else tuple(cell.split("|"))


@pytest.mark.parametrize("name", FILES)
def test_every_value_is_what_a_correct_parser_sees(data_root: Path, name: str) -> None:
    found, truth = read(data_root, name)
    assert found.encoding == truth["encoding"]
    if len(truth["delimiter"]) == 1:
        assert found.delimiter == truth["delimiter"]
    assert found.rows == int(truth["rows"])
    assert found.products == int(truth["products"])
    assert found.id_column == truth["id_column"]
    assert found.image_columns == names(truth["image_columns"])
    assert (found.title_column or "-") == truth["title_column"]
    assert (found.description_column or "-") == truth["description_column"]
    if truth["image_separator"][0] in ",;|":
        assert found.image_separator.strip() == truth["image_separator"][0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("etsy_excel_resave_cp1252_semicolon.csv", "cp1252"),
        ("magento2_sample_gear_bags.csv", "no column names photos"),
        ("magento2_sample_gear_bags_images.csv", "no column is a title"),
        ("opencart_oc_product_sk.csv", "share the photo"),
        ("prestashop14_products_semicolon.csv", "no picture for others"),
        ("shopify_new_cp1252_arlena.csv", "no photo is named in"),
        ("shopware5_article_complete.csv", "no photo is named in"),
        ("thirtybees_combinations.csv", "share the photo"),
        ("thirtybees_products.csv", "//localhost"),
        ("vendure_products_full.csv", "name no photo"),
    ],
)
def test_traps_are_told(data_root: Path, name: str, told: str) -> None:
    found, _ = read(data_root, name)
    assert any(told in doubt for doubt in found.doubts), found.doubts


def test_images_of_a_product_come_from_its_rows_columns_and_cells(data_root: Path) -> None:
    plants = {p.id: p for p in read(data_root, "shopify_old_plants.csv")[0].samples}
    assert all(product.photos for product in plants.values())
    woo = {p.id: p for p in read(data_root, "woo_core_sample_products.csv")[0].samples}
    assert len(woo["woo-vneck-tee"].photos) > 2  # the variations' photos are the product's too
    etsy = read(data_root, "etsy_listings_it.csv")[0].samples
    assert max(len(product.photos) for product in etsy) > 3


def test_a_dry_run_tells_programs_the_same(data_root: Path) -> None:
    path = data_root / "catalogues" / "woo_core_sample_products.csv"
    done = run("run", path, "--dry-run", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["kind"] == "woocommerce"
    assert (told["rows"], told["products"]) == (25, 18)
    assert told["id_column"] == "SKU"
    assert told["image_columns"] == ["Images"]
    assert len(told["samples"]) == 5


def test_a_dry_run_shows_people_what_was_understood(data_root: Path) -> None:
    path = data_root / "catalogues" / "shopify_old_plants.csv"
    done = run("run", path, "--dry-run")
    assert done.returncode == 0
    for word in ("shopify", "20 products on 21 rows", "Handle", "Image Src", "Would take"):
        assert word in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("nothere.csv", "--dry-run"), 3, "catalogue.unreadable"),
        (("shop.csv",), 2, "--dry-run"),
        (("shop.csv", "--dry-run", "--column", "colour=x"), 2, "--column"),
        (("shop.csv", "--dry-run", "--column", "id=Skoo"), 2, "did you mean sku"),
        (("shop.csv", "--dry-run", "--encoding", "klingon"), 3, "catalogue.encoding"),
        (("shop.csv", "--dry-run", "--delimiter", "ab"), 2, "--delimiter"),
        (("shop.csv", "--dry-run", "--delimiter", "\\t"), 0, ""),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(
    tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    (tmp_path / "shop.csv").write_text("sku\ttitle\timage\n1\tCup\ta.jpg\n")
    done = run("run", *arguments, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
