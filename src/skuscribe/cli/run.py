"""`skuscribe run`: a catalogue; so far what was understood of it, before any work starts."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options

if TYPE_CHECKING:
    from rich.console import Console

    from skuscribe.catalogue.product import Product
    from skuscribe.catalogue.understood import Understood

SECONDS = {"none": 0.1}
SECONDS_WITH_TEXT = 0.55
"""A photo on one core, as the README's table has it."""

Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="Which column holds what: id=SKU, 'images=Photo 1|Photo 2', title, description, "
        "parent. May be repeated.",
        metavar="ROLE=NAME",
    ),
]


def run(
    source: Annotated[
        Path, typer.Argument(help="A folder of photos, a CSV or TSV, JSON Lines, JSON-LD.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what was understood; look at no photo.")
    ] = False,
    column: Columns = None,
    encoding: Annotated[str | None, typer.Option(help="Of a text file, such as cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Between cells, one character.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    ocr: options.Ocr = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
) -> None:
    """Read a catalogue as its shop meant it, and show what was understood.

    skuscribe run products_export.csv --dry-run

    skuscribe run list.csv --dry-run --column id=Artikelnr --column "images=Bild 1|Bild 2"
    """
    from rich.console import Console

    from skuscribe.catalogue.columns import ROLES
    from skuscribe.catalogue.sources import Said, open_source

    if not dry_run:
        raise typer.BadParameter(
            "working through a catalogue is not there yet; add --dry-run to see what is understood",
            param_hint="--dry-run",
        )
    columns = options.pairs_from(column, "--column", "id=SKU")
    if unknown := [role for role in columns if role not in ROLES]:
        raise typer.BadParameter(
            f"'{unknown[0]}' is none of {', '.join(ROLES)}", param_hint="--column"
        )
    sign = None if delimiter is None else delimiter.replace("\\t", "\t")
    if sign is not None and (len(sign) != 1 or sign in '"\r\n'):
        raise typer.BadParameter("give one character, such as ;", param_hint="--delimiter")
    settings = options.settings_from(config, ocr=ocr, workers=workers).settings
    said = Said(columns, encoding, sign)
    console = Console(stderr=True, highlight=False)
    with console.status("Reading"):
        found = open_source(source, said).understood()
    if as_json:
        typer.echo(json.dumps(_document(found), ensure_ascii=False))
        return
    seconds = SECONDS.get(settings.ocr, SECONDS_WITH_TEXT)
    at_once = options.workers_for(settings.workers, found.photos)
    _print(Console(highlight=False), source.name, found, seconds * found.photos / at_once)


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


def _print(console: Console, name: str, found: Understood, seconds: float) -> None:
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
    table.add_row("Would take", f"about {_spoken(seconds)}")
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
        photos = "\n".join(photo.rsplit("/", 1)[-1] for photo in each.photos[:2])
        photos += f"\nand {len(each.photos) - 2} more" if len(each.photos) > 2 else ""
        facts = ", ".join(f"{key} {value}" for key, value in each.facts.items())
        variants = f"\n{len(each.variants)} variants" if each.variants else ""
        cells = (each.id, each.title[:60] + variants, photos or "none", facts)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds"
    minutes = seconds / 60
    return f"{round(minutes)} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours"
