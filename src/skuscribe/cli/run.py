"""`skuscribe run`: a catalogue in, a folder of records out; it can be stopped and goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skuscribe.catalogue.sources import Said
    from skuscribe.settings import Settings
    from skuscribe.subject.cutout import Ground

EXAMPLES = """
Examples:

skuscribe run photos/ --out records

skuscribe run products_export.csv --dry-run

skuscribe run products_export.csv --out records --fetch

skuscribe run photos/ --out records --cutouts cutouts --cutout-ground white

skuscribe run list.csv --photos pictures/ --column id=Artikelnr --column "images=Bild 1|Bild 2"
"""

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
        Path,
        typer.Argument(
            help="A folder or ZIP of photos, or a catalogue: CSV, TSV, Excel, Parquet, JSON "
            "Lines, JSON-LD, a Google feed."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run: records.jsonl, failures.csv.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what was understood; look at no photo.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what the folder holds; decisions stay.")
    ] = False,
    retry: Annotated[
        str | None, typer.Option(help="failed: try again what failed.", metavar="failed")
    ] = None,
    photos: Annotated[
        Path | None, typer.Option(help="Folder of the photos; the catalogue's own by default.")
    ] = None,
    second: Annotated[
        list[Path] | None,
        typer.Option(
            "--with", help="A second file of the same products, such as their images. Repeatable."
        ),
    ] = None,
    column: Columns = None,
    encoding: Annotated[str | None, typer.Option(help="Of a text file, such as cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Between cells, one character.")] = None,
    fetch: Annotated[
        bool | None, typer.Option("--fetch/--no-fetch", help="Load photos from their addresses.")
    ] = None,
    fetch_hosts: Annotated[
        str | None, typer.Option(help="Load from these hosts alone: cdn.example.com,*.example.com")
    ] = None,
    max_rows: Annotated[int | None, typer.Option(help="Refuse catalogues with more rows.")] = None,
    cutouts: options.Cutouts = None,
    cutout_ground: options.CutoutGround = "nothing",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object: what was understood, or done.")
    ] = False,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Tell progress as JSON lines.")
    ] = False,
    ocr: options.Ocr = None,
    read_all: options.ReadAll = None,
    lang: options.Lang = None,
    tone: options.Tone = None,
    length: options.Length = None,
    shop: options.Shop = None,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
) -> None:
    """Work through a catalogue: a record for every product, or the reason why there is none.

    Stopped at any moment, it goes on where it was when it is run again.
    """
    if not dry_run and out is None:
        raise typer.BadParameter("say where records go, or add --dry-run", param_hint="--out")
    if retry not in (None, "failed"):
        raise typer.BadParameter("only 'failed' can be tried again", param_hint="--retry")
    settings = options.settings_from(
        config,
        ocr=ocr,
        read_all=read_all,
        lang=lang,
        tone=tone,
        length=length,
        shop=shop,
        model=model,
        workers=workers,
        fetch=fetch,
        fetch_hosts=fetch_hosts,
        max_rows=max_rows,
    ).settings
    said = _said(column, encoding, delimiter, photos, second or (), settings.max_rows)
    if dry_run or out is None:
        _dry_run(source, said, settings, as_json)
        return
    alone = None if cutouts is None else (cutouts, options.ground_from(cutout_ground))
    again = fresh, retry is not None
    _work(source, said, out, settings, again, alone, as_json, json_progress)


def _said(
    column: Sequence[str] | None,
    encoding: str | None,
    delimiter: str | None,
    photos: Path | None,
    seconds: Sequence[Path],
    max_rows: int,
) -> Said:
    from skuscribe.catalogue.columns import ROLES
    from skuscribe.catalogue.sources import Said

    columns = options.pairs_from(column, "--column", "id=SKU")
    if unknown := [role for role in columns if role not in ROLES]:
        raise typer.BadParameter(
            f"'{unknown[0]}' is none of {', '.join(ROLES)}", param_hint="--column"
        )
    sign = None if delimiter is None else delimiter.replace("\\t", "\t")
    if sign is not None and (len(sign) != 1 or sign in '"\r\n'):
        raise typer.BadParameter("give one character, such as ;", param_hint="--delimiter")
    if photos is not None and not photos.is_dir():
        raise typer.BadParameter(f"'{photos}' is no folder", param_hint="--photos")
    return Said(columns, encoding, sign, photos, tuple(seconds), max_rows)


def _dry_run(source: Path, said: Said, settings: Settings, as_json: bool) -> None:
    from rich.console import Console

    from skuscribe.catalogue.sources import open_source
    from skuscribe.cli.understood import print_understood, seconds_for, understood_json

    with Console(stderr=True, highlight=False).status("Reading"):
        found = open_source(source, said).understood()
    if as_json:
        typer.echo(understood_json(found))
        return
    seconds = seconds_for(found, settings.ocr, options.workers_for(settings.workers, found.photos))
    print_understood(Console(highlight=False), source.name, found, seconds)


def _work(
    source: Path,
    said: Said,
    out: Path,
    settings: Settings,
    again: tuple[bool, bool],
    alone: tuple[Path, Ground] | None,
    as_json: bool,
    json_progress: bool,
) -> None:
    from skuscribe.catalogue.sources import open_source
    from skuscribe.cli.pictures import Pictures, made
    from skuscribe.cli.progress import Progress, opened
    from skuscribe.run.work import Wish, work_through

    catalogue = open_source(source, said)
    found = catalogue.understood()
    total = found.products + sum(found.troubles.values())
    workers = options.workers_for(settings.workers, total)
    _make_ready(out)
    opened(source.name, found)
    folder, ground = alone or (None, None)
    pictures = None if folder is None else Pictures(made(folder, "--cutouts"))
    wish = Wish(workers, *again, cutouts=ground)
    with Progress(total, as_json=json_progress, cutouts=pictures) as progress:
        head = work_through(catalogue, source.name, out, settings, wish, progress)
    progress.sum_up(out, head, as_json=as_json)
    raise typer.Exit(progress.exit_status(head))


def _make_ready(out: Path) -> None:
    """Make the folder, and say before the work if it cannot be written."""
    from skuscribe.cli.failure import writing

    with writing(out, "name another folder with --out"):
        out.mkdir(parents=True, exist_ok=True)
        (out / ".lock").touch()
