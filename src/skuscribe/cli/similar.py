"""`skuscribe similar`: photos of a run that look like one, and those that look alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skuscribe.cli import options

if TYPE_CHECKING:
    from rich.table import Table

EXAMPLES = """
Examples:

skuscribe similar mug.jpg --in records/

skuscribe similar mug.jpg --in records/ --top 5 --jsonl

skuscribe similar records/ --duplicates

skuscribe similar records/ --variants --jsonl > groups.jsonl
"""


def similar(
    photo: Annotated[Path, typer.Argument(help="A photo; or a run.", metavar="PHOTO|RUN")],
    run: Annotated[
        Path | None, typer.Option("--in", help="Folder of the run to look in.", metavar="RUN")
    ] = None,
    top: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 20,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Groups of photos that are nearly the same file.")
    ] = False,
    variants: Annotated[
        bool, typer.Option("--variants", help="Propose products that differ in colour alone.")
    ] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="A JSON line each.")] = False,
    photos: Annotated[
        Path | None, typer.Option(help="Folder of the photos that the run saw, if they were moved.")
    ] = None,
    model: options.Model = None,
) -> None:
    """Find photos of a run that look like a photo, or groups of photos that look alike.

    Nothing is merged and no record is changed; what belongs together is proposed.
    """
    if (duplicates + variants + (run is not None)) != 1:
        said = "one of: PHOTO --in RUN, RUN --duplicates, RUN --variants"
        raise typer.BadParameter(said, param_hint="PHOTO|RUN")
    if run is not None:
        rows = _near(photo, run, top, model)
    elif duplicates:
        rows = _duplicates(photo, photos)
    else:
        rows = _variants(photo)
    _print(rows, as_jsonl=as_jsonl)


def _near(photo: Path, run: Path, top: int, model: Path | None) -> Iterator[dict[str, Any]]:
    from skuscribe.similar.index import index_of
    from skuscribe.similar.look import embedding_of
    from skuscribe.similar.nearest import nearest

    index = index_of(run)
    found = nearest(index.vectors, embedding_of(photo, run, model), top)
    for (_, cosine), placed in zip(found, index.named([place for place, _ in found]), strict=True):
        yield {"id": placed.id, "photo": placed.name, "similarity": round(cosine, 4)}


def _duplicates(run: Path, photos: Path | None) -> Iterator[dict[str, Any]]:
    from skuscribe.cli.failure import say
    from skuscribe.export.images import Originals
    from skuscribe.run.folder import head_of
    from skuscribe.similar.duplicates import duplicates_of

    head = head_of(run)
    folder = photos or (Path(head.photos) if head.photos else None)
    for number, group in enumerate(duplicates_of(run, Originals(run, folder), say), start=1):
        for each in group:
            yield {"group": number, "id": each.id, "photo": each.name, "sha256": each.sha256}


def _variants(run: Path) -> Iterator[dict[str, Any]]:
    from skuscribe.similar.variants import variants_of

    for number, group in enumerate(variants_of(run), start=1):
        for each in group.products:
            row = {"item_group_id": group.id, "id": each.id, "colour": each.colour}
            yield {"group": number, **row, "proposed": True}


def _print(rows: Iterator[dict[str, Any]], *, as_jsonl: bool) -> None:
    """Print lines of JSON as they come, or one table."""
    if as_jsonl:
        for row in rows:
            typer.echo(json.dumps(row))
        return
    from rich.console import Console

    found = list(rows)
    if not found:
        typer.echo("nothing looks alike", err=True)
        return
    Console(highlight=False).print(_table(found))


def _table(rows: list[dict[str, Any]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    from skuscribe.record.text import clean_text

    names = [name for name in rows[0] if name not in ("sha256", "proposed")]
    table = Table(box=None, padding=(0, 2))
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean_text(str(row[name]))) for name in names))
    return table
