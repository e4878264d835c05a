"""`skuscribe report`: what a whole run came to, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """
Examples:

skuscribe report records/ --out report.html

skuscribe report records/ --out report.html --seconds 0.4 --hourly 0.08
"""


def report(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", metavar="RUN")],
    out: Annotated[Path, typer.Option(help="The page to write.", metavar="FILE")],
    photos: Annotated[
        Path | None, typer.Option(help="Folder of the photos that the run saw, if they were moved.")
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(help="Seconds a photo; else by when the run's shards were finished.", min=0),
    ] = None,
    hourly: Annotated[
        float, typer.Option(help="What the machine costs an hour, in US dollars.", min=0)
    ] = 0.10,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write over a page that is there.")
    ] = False,
) -> None:
    """Write one page about a run: what it holds, what to look at and why, what failed, its cost.

    The page is whole in itself: no script, no network, as small for 100,000 products as for ten.
    """
    from skuscribe.cli.failure import writing
    from skuscribe.core.files import write_whole
    from skuscribe.export.images import Originals
    from skuscribe.report.pace import seconds_a_photo
    from skuscribe.report.page import Pace, drawn_from, page
    from skuscribe.report.tally import tally_of
    from skuscribe.run.folder import head_of
    from skuscribe.run.products import records_of

    head = head_of(run)
    if out.exists() and not overwrite:
        raise typer.BadParameter(f"'{out}' is there; add --overwrite", param_hint="--out")
    tally = tally_of(run)
    shared = tally.digests.shared(lambda: records_of(run))
    pace = Pace(seconds or seconds_a_photo(run), hourly)
    folder = photos or (Path(head.photos) if head.photos else None)
    draw = drawn_from(Originals(run, folder))
    text = page(head.source or run.name, tally, shared, pace, draw)
    with writing(out, "name another file with --out"):
        write_whole(out, text.encode("utf-8", "replace"))
    typer.echo(f"{tally.products:,} products, {tally.review:,} to look at; see {out}")
