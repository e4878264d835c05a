"""`skuscribe tag`: photos in, records out, as cards for people or JSON for programs."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.core.errors import SkuscribeError

if TYPE_CHECKING:
    from skuscribe.cli.show import Show
    from skuscribe.pipeline import Tagged
    from skuscribe.tagger import Product

EXAMPLES = """
Examples:

skuscribe tag mug.jpg

skuscribe tag front.jpg back.jpg --product --fact brand=Nordholm

skuscribe tag photos/*.jpg --jsonl > records.jsonl

skuscribe tag photos/*.jpg --cards cards
"""


def tag(
    photos: Annotated[list[Path], typer.Argument(help="Photo files.", metavar="PHOTO...")],
    product: Annotated[
        bool, typer.Option("--product", help="All photos show one product: one record.")
    ] = False,
    fact: options.Facts = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: an object, or an array for several.")
    ] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print one JSON line a record.")
    ] = False,
    cards: Annotated[
        Path | None,
        typer.Option(
            help="Write a picture card for each record, and gallery.html, to this folder."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what each claim of the description rests on.")
    ] = False,
    ocr: options.Ocr = None,
    lang: options.Lang = None,
    tone: options.Tone = None,
    length: options.Length = None,
    taxonomy: options.Taxonomy = None,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where a failure happened.")] = False,
) -> None:
    """Turn product photos into records: category, colours, shape, text and a description."""
    if as_json and as_jsonl:
        raise typer.BadParameter("choose one of --json and --jsonl")
    if cards is not None and cards.exists() and not cards.is_dir():
        raise typer.BadParameter(f"'{cards}' is a file, not a folder", param_hint="--cards")
    facts = options.facts_from(fact)
    settings = options.settings_from(
        config,
        ocr=ocr,
        lang=lang,
        tone=tone,
        length=length,
        taxonomy=taxonomy,
        model=model,
        workers=workers,
    ).settings
    if debug:
        _log_everything()
    import cv2

    from skuscribe.cli.show import Show
    from skuscribe.tagger import see_each

    cv2.setNumThreads(1)  # photos run in parallel instead
    products = list(_products(photos, product, facts))
    count = options.workers_for(settings.workers, len(products))
    show = Show(len(products), for_programs=as_json or as_jsonl, explain=explain, cards=cards)
    with show:
        rows = _shown(see_each(products, settings, count), show)
        _print_rows(rows, as_json=as_json, as_jsonl=as_jsonl, one=len(products) == 1)
    raise typer.Exit(show.exit_status)


def _products(photos: list[Path], one: bool, facts: dict[str, str]) -> Iterator[Product]:
    from skuscribe.tagger import Product

    groups = [tuple(photos)] if one else [(photo,) for photo in photos]
    ids = _ids_of([group[0] for group in groups])
    for group, id in zip(groups, ids, strict=True):
        yield Product(id, group, facts)


def _ids_of(photos: list[Path]) -> list[str]:
    """Return an id for each photo: its path in the working folder, or its name elsewhere.

    Names that meet get as many of their folders as tell them apart; the whole path of a photo
    somewhere else, which may name a person, is never written.
    """
    from skuscribe.record.text import safe_name

    working = Path.cwd()
    paths = [Path(os.path.normpath(photo.absolute())) for photo in photos]
    tails = [
        path.relative_to(working).parts if path.is_relative_to(working) else path.parts[-1:]
        for path in paths
    ]
    for depth in range(2, max(len(path.parts) for path in paths) + 1):
        meeting = Counter(tail for tail, _ in set(zip(tails, paths, strict=True)))
        if max(meeting.values()) == 1:
            break
        tails = [
            path.parts[-max(depth, len(tail)) :] if meeting[tail] > 1 else tail
            for tail, path in zip(tails, paths, strict=True)
        ]
    return [safe_name(PurePosixPath(*tail)) for tail in tails]


def _shown(results: Iterable[tuple[Product, Tagged | SkuscribeError]], show: Show) -> Iterator[str]:
    for product, result in results:
        if isinstance(result, SkuscribeError):
            show.failure(product.id, result)
            yield json.dumps({"id": product.id, "error": result.row()}, ensure_ascii=False)
        else:
            show.record(result)
            yield result.record.to_json()


def _print_rows(rows: Iterator[str], *, as_json: bool, as_jsonl: bool, one: bool) -> None:
    if as_jsonl or (as_json and one):
        for row in rows:
            typer.echo(row)
    elif as_json:
        # An array may be long: it is written as it comes, each element on its own line.
        typer.echo("[", nl=False)
        for number, row in enumerate(rows):
            typer.echo(f"{',' if number else ''}\n{row}", nl=False)
        typer.echo("\n]")
    else:
        for _ in rows:
            pass


def _log_everything() -> None:
    import logging

    logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s")
