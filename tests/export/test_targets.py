"""Every target's file keeps the published rules, and says what the record says."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from export import strict
from export.listings import IMAGES, cup
from skuscribe.cli.export import KINDS
from skuscribe.export.listing import Listing
from skuscribe.export.options import ExportOptions
from skuscribe.export.targets import TARGETS

GOLDEN = Path(__file__).parents[1] / "golden" / "exports"
SCRIPT = {"title": "=1+1 <b>cup</b>", "text": "Sells & <script>alert(1)</script>\n\nTwo."}
ENDINGS = {
    "shopify": "csv", "google": "txt", "google-rss": "xml", "woocommerce": "csv", "jsonld": "json",
    "csv": "csv", "jsonl": "jsonl",
}  # fmt: skip


def written(target: str, *listings: Listing, **options: object) -> bytes:
    stream = io.BytesIO()
    TARGETS[target].write(listings, stream, ExportOptions(**options))  # type: ignore[arg-type]
    return stream.getvalue()


def test_the_command_names_every_target() -> None:
    assert set(KINDS) == set(TARGETS)


@pytest.mark.parametrize("target", ENDINGS)
def test_files_are_those_that_were_read_by_eye(target: str) -> None:
    golden = GOLDEN / f"{target}.{ENDINGS[target]}"
    listings = (cup(), cup("Cup 2", words=SCRIPT, colour="navy blue"))
    content = written(target, *listings, title="cups", new=True)
    if os.environ.get("SKUSCRIBE_GOLDEN") == "1":
        golden.write_bytes(content)
    assert content == golden.read_bytes()


@pytest.mark.parametrize("legacy", [False, True])
def test_shopify_gets_a_row_a_photo_under_one_handle(legacy: bool) -> None:
    dialect = "legacy" if legacy else "today"
    rows = strict.shopify(written("shopify", cup(), dialect=dialect), legacy=legacy)
    assert len(rows) == len(IMAGES)
    assert rows[0]["Title"] == "Nordholm red ceramic cup"
    assert rows[1]["Title"] == ""


def test_shopify_html_shows_what_was_said_and_runs_nothing() -> None:
    (row, _) = strict.shopify(written("shopify", cup(words=SCRIPT)))
    assert strict.text_of(row["Description"]).startswith("Sells & <script>alert(1)</script>Two.")
    assert row["Title"] == "1+1 <b>cup</b>"


def test_a_column_that_would_blank_a_product_is_left_out() -> None:
    bare = cup("bare", words={"tags": []})
    assert all("Tags" not in row for row in strict.shopify(written("shopify", cup(), bare)))
    rows = strict.shopify(written("shopify", cup(), bare, new=True))
    tags = [row["Tags"] for row in rows if row["Title"]]
    assert tags == ["cup, red, bright red, nordholm, ceramic", ""]


def test_the_merchants_colour_is_never_contradicted() -> None:
    listing = cup(colour="navy blue")
    (row, _) = strict.shopify(written("shopify", listing))
    assert not [name for name in row if "color" in name]
    (item,) = strict.google_text(written("google", listing))
    assert item["color"] == ["navy blue"]


@pytest.mark.parametrize("target", ["google", "google-rss"])
def test_google_gets_one_item_a_product(target: str) -> None:
    read = {"google": strict.google_text, "google-rss": strict.google_rss}[target]
    items = read(written(target, cup(), cup("two", words=SCRIPT)))
    assert [item["id"] for item in items] == [["cup"], ["two"]]
    assert items[0]["gtin"] == ["4006381333931"]
    assert items[1]["description"] == ["Sells & <script>alert(1)</script> Two."]
    assert items[0]["image_link"] == [IMAGES[0]]


def test_what_a_model_wrote_is_told_to_google_and_what_a_person_wrote_is_not() -> None:
    by_model = cup(words={"writer": "some-model"})
    (item,) = strict.google_text(written("google", by_model))
    assert item["structured_title"] == ['trained_algorithmic_media:"Nordholm red ceramic cup"']
    edited = Listing(by_model.record, "cup", frozenset({"title"}))
    (item,) = strict.google_rss(written("google-rss", edited))
    assert item["title"] == ["Nordholm red ceramic cup"]
    assert "structured_description" in item


def test_woocommerce_escapes_commas_and_guards_every_cell_as_its_importer_expects() -> None:
    (row,) = strict.rows_of(written("woocommerce", cup("-5", words={"tags": ["a, b", "c"]})))
    assert row["Tags"] == "a\\, b, c"
    assert row["SKU"] == "'-5"
    assert row["Attribute 1 name"] == "Color"


def test_a_graph_of_products_has_an_offer_and_no_tag() -> None:
    one, two = strict.jsonld(written("jsonld", cup(), cup("two", words=SCRIPT)))
    assert one["offers"] == {
        "@type": "Offer",
        "price": "19.90",
        "priceCurrency": "EUR",
        "availability": "https://schema.org/InStock",
    }
    assert two["description"] == SCRIPT["text"]


def test_cells_of_excel_are_text() -> None:
    content = written("xlsx", cup("00123", words={"title": "=1+1"}))
    header, row = load_workbook(io.BytesIO(content)).active.iter_rows()
    cells = {name.value: cell for name, cell in zip(header, row, strict=True)}
    assert (cells["title"].value, cells["title"].data_type) == ("=1+1", "s")
    assert (cells["id"].value, cells["id"].data_type) == ("00123", "s")


def test_parquet_has_lists_and_nulls() -> None:
    table = pq.read_table(io.BytesIO(written("parquet", cup("00123"))))
    (row,) = table.to_pylist()
    assert row["id"] == "00123"
    assert row["tags"] == ["cup", "red", "bright red", "nordholm", "ceramic"]
    assert row["merchant_path"] is None


def test_records_as_lines_are_records() -> None:
    (line,) = written("jsonl", cup()).decode().splitlines()
    assert json.loads(line)["schema"] == "skuscribe.record/1"
