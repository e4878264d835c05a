"""`skuscribe model evaluate`: what the network is worth on labelled photos."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options

if TYPE_CHECKING:
    from skuscribe.learn.evaluate.figures import Figures
    from skuscribe.learn.evaluate.predict import Prediction

Where = Annotated[
    list[str] | None,
    typer.Option(
        help="Rows of a CSV: split=val, or 'source=a|b'. May be repeated.", metavar="COL=VAL"
    ),
]


def evaluate(
    source: Annotated[
        Path,
        typer.Argument(help="Folder of folders named by label, or a CSV: path, label, source."),
    ],
    where: Where = None,
    shop: options.Shop = None,
    model: options.Model = None,
    workers: options.Workers = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Write the figures to this file.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with plots and pictures.")] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", help="Write every prediction to this file.")
    ] = None,
    config: options.ConfigFile = None,
) -> None:
    """Measure the network on labelled photos: how often it is right, silent, or wrong.

    skuscribe model evaluate photos/ --html page.html

    skuscribe model evaluate data/index.csv --where split=val --csv predictions.csv
    """
    from rich.console import Console
    from rich.progress import track

    from skuscribe.core.files import write_whole
    from skuscribe.learn.evaluate.figures import figures_of, vocabulary_of
    from skuscribe.learn.evaluate.labelled import read_labelled
    from skuscribe.learn.evaluate.page import render_page
    from skuscribe.learn.evaluate.predict import Asked, predictions
    from skuscribe.look.bundle import read_bundle
    from skuscribe.shop.profile import read_shop
    from skuscribe.taxonomy.mapping import refuse_unknown_words

    settings = options.settings_from(config, shop=shop, model=model, workers=workers).settings
    bundle, own = read_bundle(settings.model), read_shop(settings.shop)
    refuse_unknown_words(own, bundle.card.labels)
    photos = read_labelled(source, options.pairs_from(where, "--where", "split=val"))
    asked = Asked(settings.model, own.profile.sells)
    console = Console(stderr=True, highlight=False)
    seen = predictions(photos, asked, settings.workers)
    found = list(track(seen, "Looking", total=len(photos), console=console, transient=True))
    borrowed = len(bundle.card.vocabularies) > 1
    figures = figures_of(found, vocabulary_of(bundle.card.labels, borrowed=borrowed))
    if as_json is not None:
        write_whole(as_json, f"{json.dumps(asdict(figures), indent=1)}\n".encode())
    if table is not None:
        write_whole(table, _rows(found).encode())
    if html is not None:
        title = " ".join([source.name, *(where or [])])
        write_whole(html, render_page(title, bundle.identity, figures, found).encode())
    _print(figures)


def _print(figures: Figures) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    kinds = tuple(figures.macro.shares)
    table = Table(box=None, padding=(0, 1))
    table.add_column("source", no_wrap=True)
    for heading in ("photos", *("useful" if k == "match" else k for k in kinds), "exact"):
        table.add_column(heading, justify="right")
    for row in (*figures.sources, figures.macro, figures.whole):
        shares = (f"{100 * row.shares[kind]:.1f}" for kind in kinds)
        summed = row in (figures.macro, figures.whole)
        cells = (str(row.photos), *shares, f"{100 * row.exact_leaf:.1f}")
        table.add_row(Text(row.name), *cells, style="bold" if summed else "")
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"likeliest word right {figures.top1:.1%}, among five {figures.top5:.1%} "
        f"({figures.known} photos of known words); calibration error "
        f"{100 * figures.calibration_error:.1f} points"
    )
    if figures.unplaced or figures.failed:
        console.print(
            f"left out: {figures.unplaced} photos whose label is no word of the table, "
            f"{figures.failed} that could not be read"
        )


def _rows(found: Sequence[Prediction]) -> str:
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    columns = ("stated", "level", "origin", "confidence", "agreement", "error")
    rows.writerow(("path", "source", "label", *columns, "best"))
    for each in found:
        own = (str(each.photo.path), each.photo.source, each.photo.label)
        values = ("" if (value := getattr(each, c)) is None else value for c in columns)
        rows.writerow((*own, *values, "|".join(each.best)))
    return stream.getvalue()
