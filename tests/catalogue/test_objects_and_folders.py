"""JSON in its three shapes, folders and their links, and rows that belong together."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import build
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.sources import Said, open_source
from skuscribe.core.errors import SkuscribeError


def read(path: Path, **columns: str) -> tuple[list[Product], list[tuple[str, int]]]:
    found = list(open_source(path, Said(columns)).products())
    products = [each for each in found if isinstance(each, Product)]
    return products, [(str(t.code), t.row) for t in found if isinstance(t, Trouble)]


def test_json_lines_are_products_and_broken_lines_are_named(tmp_path: Path) -> None:
    lines = [
        '{"sku": "007", "title": "Cup", "images": ["a.jpg", "b.jpg"], "color": "red"}',
        "",
        "[1, 2]",
        '{"sku": ',
        '{"sku": "8", "title": "Hat", "images": "c.jpg"}',
        "[" * 100_000,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    products, troubles = read(tmp_path / "a.jsonl")
    assert [(each.id, each.photos) for each in products] == [
        ("007", ("a.jpg", "b.jpg")),
        ("8", ("c.jpg",)),
    ]
    assert products[0].facts["colour"] == "red"
    assert troubles == [("catalogue.json_invalid", n) for n in (3, 4, 6)]


JACKET = {
    "@context": "https://schema.org/",
    "@type": "Product",
    "sku": "J-1",
    "name": "Green jacket",
    "image": [{"@type": "ImageObject", "contentUrl": "https://a.test/1.jpg"}, "2.jpg"],
    "brand": {"@type": "Brand", "name": "Nordholm"},
    "offers": {"@type": "Offer", "price": 239.99},
}


@pytest.mark.parametrize("shape", ["alone", "list", "graph", "page"])
def test_schema_org_products_are_found_wherever_they_stand(tmp_path: Path, shape: str) -> None:
    whole = {
        "alone": json.dumps(JACKET),
        "list": json.dumps([JACKET]),
        "graph": json.dumps({"@graph": [{"@type": "WebPage", "mainEntity": JACKET}]}),
        "page": f'<p>Hi</p><script type="application/ld+json">{json.dumps(JACKET)}</script>',
    }
    (tmp_path / "a.txt").write_text(whole[shape])
    (jacket,), troubles = read(tmp_path / "a.txt")
    assert (jacket.id, jacket.title) == ("J-1", "Green jacket")
    assert jacket.photos == ("https://a.test/1.jpg", "2.jpg")
    assert jacket.facts["brand"] == "Nordholm"
    assert not troubles


def test_a_document_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": [')
    with pytest.raises(SkuscribeError) as caught:
        open_source(tmp_path / "a.json")
    assert caught.value.code == "catalogue.json_invalid"


def test_each_photo_of_a_folder_is_a_product_in_the_order_of_paths(tmp_path: Path) -> None:
    (tmp_path / "shoes").mkdir()
    for name in ("b.jpg", "A.PNG", "shoes/c.webp", "notes.txt"):
        build.mark().save(tmp_path / name, "PNG") if name != "notes.txt" else (
            tmp_path / name
        ).write_text("x")
    products, troubles = read(tmp_path)
    assert [each.id for each in products] == ["A.PNG", "b.jpg", "shoes/c.webp"]
    assert not troubles
    doubts = open_source(tmp_path).understood().doubts
    assert any("1 other file is no photo" in doubt for doubt in doubts)


def test_links_out_of_a_folder_are_refused_and_files_visited_once(tmp_path: Path) -> None:
    root, outside = tmp_path / "shop", tmp_path / "secret.jpg"
    root.mkdir()
    build.mark().save(outside)
    build.mark().save(root / "a.jpg")
    os.symlink(outside, root / "b.jpg")
    os.symlink(root / "a.jpg", root / "c.jpg")
    os.symlink(root, root / "loop")
    products, troubles = read(root)
    assert [each.id for each in products] == ["a.jpg"]
    assert [code for code, _ in troubles] == ["archive.link_refused"]


def test_variations_join_their_parent_wherever_they_stand(tmp_path: Path) -> None:
    rows = [
        "ID,Type,SKU,Name,Images,Parent",
        "3,variation,tee-red,Tee - Red,red.jpg,tee",
        "1,variable,tee,Tee,tee.jpg,",
        '2,simple,cup,"Cup, blue",cup.jpg,0',
        "4,variation,cup-xl,Cup XL,xl.jpg,id:2",
        "5,variation,lost,Lost,lost.jpg,nobody",
    ]
    (tmp_path / "woo.csv").write_text("\n".join(rows))
    products, troubles = read(tmp_path / "woo.csv")
    assert [(each.id, each.photos) for each in products] == [
        ("tee", ("tee.jpg", "red.jpg")),
        ("cup", ("cup.jpg", "xl.jpg")),
    ]
    assert troubles == [("catalogue.parent_missing", 6)]


def test_image_rows_and_variants_of_a_handle_are_one_product(tmp_path: Path) -> None:
    rows = [
        "Handle,Title,Body (HTML),Vendor,Variant SKU,Image Src",
        "tee,Tee,<p>Soft</p>,Nordholm,T-S,https://a.test/1.jpg",
        "tee,,,,T-M,https://a.test/2.jpg",
        "tee,,,,,https://a.test/1.jpg",
        "cup,Cup,,,C,https://a.test/3.jpg",
    ]
    (tmp_path / "shopify.csv").write_text("\n".join(rows))
    (tee, cup), _ = read(tmp_path / "shopify.csv")
    assert tee.photos == ("https://a.test/1.jpg", "https://a.test/2.jpg")
    assert tee.variants == ("T-S", "T-M")
    assert (tee.facts["brand"], tee.description) == ("Nordholm", "<p>Soft</p>")
    assert cup.variants == ()


def test_rows_without_a_title_belong_to_the_one_above(tmp_path: Path) -> None:
    rows = [
        "name   ,slug,description,assets  ,sku",
        "Laptop ,laptop,Fast,a.jpg|b.jpg,L1  ",
        "       ,      ,    ,           ,L2  ",
        "Monitor,mon   ,    ,c.jpg      ,M1  ",
    ]
    (tmp_path / "vendure.csv").write_text("\n".join(rows))
    (laptop, monitor), _ = read(tmp_path / "vendure.csv")
    assert (laptop.id, laptop.photos, laptop.variants) == ("L1", ("a.jpg", "b.jpg"), ("L1", "L2"))
    assert monitor.id == "M1"
