"""`skuscribe export`: a run's products as a file for a shop, a feed or a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import export_into
from skuscribe.cli import export_options as shop
from skuscribe.cli.export_check import check as check_run

if TYPE_CHECKING:
    from skuscribe.export.listing import Listing
    from skuscribe.export.options import ExportOptions, Written
    from skuscribe.export.selected import Selected

EXAMPLES = """
Examples:

skuscribe export records/ --to shopify --check

skuscribe export records/ --to google --check --jsonl > lacks.jsonl

skuscribe export records/ --to shopify --out products.csv

skuscribe export records/ --to google --out feed.txt --photos-at https://shop.example/img --currency EUR

skuscribe export records/ --to xlsx --out products.xlsx --all

skuscribe export records/ --to shopify --out products.csv --images out/ --photos pictures/

skuscribe export records/ --into products_export.csv --out products.csv --lock title

skuscribe export records/ --base last.csv --theirs products_export.csv --out products.csv

skuscribe export undo products.csv
"""  # noqa: E501 - a command is one line

KINDS = (
    "shopify", "google", "google-rss", "woocommerce", "jsonld", "csv", "jsonl", "parquet", "xlsx",
)  # fmt: skip


def export(
    run: shop.Run,
    undone: shop.Undone = None,
    to: Annotated[str, typer.Option("--to", help=f"{', '.join(KINDS)}.", metavar="TARGET")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Show what products lack for it; write nothing.")
    ] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="With --check: a JSON line a product.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Also products that nobody has approved.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write over a file that is there.")
    ] = False,
    new: Annotated[
        bool,
        typer.Option(
            "--new", help="The products are new to the shop: also columns that only some fill."
        ),
    ] = False,
    dialect: Annotated[
        str, typer.Option(help="Shopify's column names: today or legacy.")
    ] = "today",
    currency: Annotated[
        str, typer.Option(help="Of prices that say none, such as EUR.", metavar="CODE")
    ] = "",
    photos_at: Annotated[
        str, typer.Option(help="Address of the folder where the shop's photos are.", metavar="URL")
    ] = "",
    images: Annotated[
        Path | None, typer.Option(help="Folder to write the photos to, upright, as JPEG.")
    ] = None,
    image_side: Annotated[
        int, typer.Option(help="Long side of these photos in pixels, at most.", min=64, max=8192)
    ] = 2048,
    photos: Annotated[
        Path | None, typer.Option(help="Folder of the photos that the run saw, for --images.")
    ] = None,
    into: shop.Into = None,
    base: shop.Base = None,
    lock: shop.Lock = None,
    replace: shop.Replace = None,
    tags: shop.Tags = "keep",
    diff: shop.Diff = None,
    utf8: shop.Utf8 = False,
    column: shop.Column = None,
    encoding: shop.Encoding = None,
    delimiter: shop.Delimiter = None,
    force: shop.Force = False,
) -> None:
    """Write the products of a run that people approved, as a shop, a feed or people read them.

    Only what the target takes is written: a product with a value that it would refuse stays, and
    is told. A shop's columns that we have nothing to say about are not in the file. With --into it
    is the shop's own file, every other byte as it was.
    """
    if undone is not None:
        if run != Path("undo"):
            raise typer.BadParameter(f"'{undone}' is one too many", param_hint="FILE")
        export_into.undo(undone, force=force)
        return
    if (into is None) and (
        base or lock or replace or tags != "keep" or utf8 or column or encoding or delimiter
    ):
        raise typer.BadParameter("say which file it is of", param_hint="--into")
    if into is not None:
        if to or check or out is None:
            raise typer.BadParameter(
                "takes --out, and neither --to nor --check", param_hint="--into"
            )
        _refuse_taken(out, overwrite)
        said = shop.said_from(column, encoding, delimiter)
        file = shop.ShopFile(
            into, base, tuple(lock or ()), *shop.by_tags(tags, replace), utf8, said
        )
        raise typer.Exit(
            export_into.write_into(run, file, out, diff, every=every, currency=currency)
        )
    _refuse_wrong_use(to, out, check, dialect, currency, photos_at)
    if diff and to not in ("shopify", "google", "woocommerce", "csv"):
        raise typer.BadParameter("of a CSV or feed of text alone", param_hint="--diff")
    from skuscribe.export.images import addresses_at
    from skuscribe.export.options import ExportOptions
    from skuscribe.export.selected import nowhere, selected_of
    from skuscribe.export.targets import TARGETS
    from skuscribe.run.folder import head_of

    head, target = head_of(run), TARGETS[to]
    where = addresses_at(photos_at, written=images is not None) if photos_at else nowhere
    selected = selected_of(run, target.channel, every=every, addresses=where, currency=currency)
    if check or out is None:
        raise typer.Exit(check_run(selected, to, head.rows, _counted, as_jsonl=as_jsonl))
    _refuse_taken(out, overwrite)
    options = ExportOptions(
        dialect="legacy" if dialect == "legacy" else "today",
        new=new,
        title=head.source or "Products",
        site=photos_at,
    )
    written = _write(selected, to, out, options, head.rows, diff)
    failed = _images(selected, run, photos, images, image_side, head.rows) if images else 0
    raise typer.Exit(_sum_up(selected, written, out, failed))


def _refuse_taken(out: Path, overwrite: bool) -> None:
    if out.exists() and not overwrite:
        raise typer.BadParameter(f"'{out}' is there; add --overwrite", param_hint="--out")


def _refuse_wrong_use(
    to: str, out: Path | None, check: bool, dialect: str, currency: str, photos_at: str
) -> None:
    if to not in KINDS:
        raise typer.BadParameter(f"'{to}' is none of {', '.join(KINDS)}", param_hint="--to")
    if out is None and not check:
        raise typer.BadParameter("say where the file goes, or add --check", param_hint="--out")
    if dialect not in ("today", "legacy"):
        raise typer.BadParameter("today or legacy", param_hint="--dialect")
    if currency and not (currency.isascii() and currency.isupper() and len(currency) == 3):
        raise typer.BadParameter("three capitals, such as EUR", param_hint="--currency")
    if photos_at and not photos_at.startswith(("https://", "http://")):
        raise typer.BadParameter("an address with https://", param_hint="--photos-at")


def _counted(listings: Iterator[Listing], total: int, said: str) -> Iterator[Listing]:
    """Yield listings and tell how far it is, on a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    shown = console.is_terminal
    yield from track(
        listings, said, total=total, console=console, transient=True, disable=not shown
    )


class _Watched:
    """Listings that tell how far it is each time they are gone through."""

    def __init__(self, selected: Selected, total: int, said: str) -> None:
        self._selected, self._total, self._said = selected, total, said

    def __iter__(self) -> Iterator[Listing]:
        return _counted(iter(self._selected), self._total, self._said)


def _write(
    selected: Selected, to: str, out: Path, options: ExportOptions, total: int, diff: Path | None
) -> Written:
    from io import BytesIO

    from skuscribe.catalogue.sources import Said
    from skuscribe.cli.failure import writing
    from skuscribe.core.files import written_whole
    from skuscribe.export.targets import TARGETS
    from skuscribe.export.undo import undoable

    watched = _Watched(selected, total, "writing")
    with (
        writing(out, "name another file with --out"),
        undoable(out),
        written_whole(out) as stream,
    ):
        if diff is None:
            return TARGETS[to].write(watched, stream, options)
        whole, id = BytesIO(), export_into.ID_COLUMNS.get((to, options.dialect))
        written = TARGETS[to].write(watched, whole, options)
        said = Said({"id": id} if id else {})
        stream.write(export_into.changed_alone(whole.getvalue(), out.name, diff, said))
        return written


def _images(
    selected: Selected, run: Path, photos: Path | None, folder: Path, side: int, total: int
) -> int:
    """Write the photos; return how many could not be."""
    from skuscribe.cli.failure import say, writing
    from skuscribe.export.images import Originals, write_images

    originals, failed = Originals(run, photos), 0
    with writing(folder, "choose another folder for --images"):
        for listing in _Watched(selected, total, "photos"):
            failures = write_images(listing, originals, folder, side)
            failed += len(failures)
            for failure in failures[: max(0, 5 - failed + len(failures))]:
                say(failure)
    return failed


def _sum_up(selected: Selected, written: Written, out: Path, failed: int) -> int:
    from rich.console import Console
    from rich.text import Text

    from skuscribe.core.exits import ExitStatus

    console, tally = Console(stderr=True, highlight=False, soft_wrap=True), selected.tally
    console.print(Text(f"{tally.listed:,} products in {out}"))
    for reason, count in tally.stayed.most_common():
        console.print(Text(f"  {count:,} stayed: {reason}", style="dim"))
    for id, lack in tally.wrong:
        console.print(Text(f"  {id}: {lack.field} {lack.message}", style="yellow"))
    for column, count in written.left_out.items():
        said = f"  column {column} left out: {count:,} products fill it, empty cells would blank"
        console.print(Text(f"{said} the others (--new writes it)", style="dim"))
    if failed:
        console.print(Text(f"{failed:,} photos could not be written", style="yellow"))
    return ExitStatus.SOME_FAILED if failed or tally.refused else ExitStatus.DONE
