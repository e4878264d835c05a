"""What was understood of a source, shown before the work starts: for people or as JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from skuscribe.catalogue.product import Product
    from skuscribe.catalogue.understood import Understood

SECONDS = {"none": 0.1}
SECONDS_WITH_TEXT = 0.55
"""A photo on one core, as the README's table has it."""


def seconds_for(found: Understood, ocr: str, workers: int) -> float:
    """Return how long the work would take, roughly."""
    return SECONDS.get(ocr, SECONDS_WITH_TEXT) * found.photos / workers


def understood_json(found: Understood) -> str:
    """Return what was understood, as one JSON object."""
    return json.dumps(_document(found), ensure_ascii=False)


def _document(found: Understood) -> dict[str, object]:
    whole = {each.name: getattr(found, each.name) for each in fields(found)}
    return whole | {"samples": [_sample(each) for each in found.samples]}


def _sample(product: Product) -> dict[str, object]:
    return {
        "id": product.id,
        "row": product.row,
        "title": product.title,
        "photos": list(product.photos),
        "facts": dict(product.facts),
        "variants": list(product.variants),
    }


DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def print_understood(console: Console, name: str, found: Understood, seconds: float) -> None:
    """Print what was understood, with the first products and every doubt."""
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    between = DELIMITERS.get(found.delimiter, found.delimiter)
    written = ", ".join(filter(None, (found.encoding, between and f"{between} between cells")))
    table.add_row("Source", Text(f"{name}: {found.kind}" + (f" ({written})" if written else "")))
    products = f"{found.products:,} products on {found.rows:,} rows, {found.photos:,} photos"
    table.add_row("Holds", products)
    for role, column in (
        ("Id", found.id_column),
        ("Photos", ", ".join(found.image_columns)),
        ("Title", found.title_column),
        ("Description", found.description_column),
    ):
        if found.kind != "folder":
            table.add_row(role, Text(column or "no column", style="" if column else "yellow"))
    if found.photos:
        table.add_row("Would take", f"about {spoken(seconds)}")
    console.print(table)
    if found.samples:
        console.print(_samples(found))
    for doubt in found.doubts:
        console.print(Text(f"? {doubt}", style="yellow"))


def _samples(found: Understood) -> object:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2), title="The first products", title_justify="left")
    for heading in ("id", "title", "photos", "facts"):
        table.add_column(heading, overflow="fold")
    for each in found.samples:
        photos = "\n".join(_short(photo) for photo in each.photos[:2])
        photos += f"\nand {len(each.photos) - 2} more" if len(each.photos) > 2 else ""
        said = (f"{key} {value}".replace("\n", ", ") for key, value in each.facts.items())
        facts = "; ".join(said)
        variants = f"\n{len(each.variants)} variants" if each.variants else ""
        cells = (each.id, each.title[:60] + variants, photos or "none", facts)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _short(photo: str) -> str:
    """Return the last part of a path or an address, without what it asks for."""
    return photo.partition("?")[0].rsplit("/", 1)[-1]


def spoken(seconds: float) -> str:
    """Return a stretch of time in words."""
    if seconds < 90:
        return "a second" if seconds < 1.5 else f"{round(seconds)} seconds"
    minutes = seconds / 60
    return f"{round(minutes)} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours"
