"""`skuscribe decisions`: what people decided about a run's products, without the page."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from skuscribe.decisions.event import Action, Event

EXAMPLES = """
Examples:

skuscribe decisions records/ list

skuscribe decisions records/ approve mug-01 mug-02

skuscribe decisions records/ change mug-01 colour "dusty rose"

skuscribe decisions records/ accept --error 0.02 --dry-run

skuscribe decisions records/ export decided.csv

Then settle the run, and its records say so: skuscribe settle records/
"""

app = typer.Typer(
    no_args_is_help=True, help="What people decided about a run's products.", epilog=EXAMPLES
)

Products = Annotated[list[str], typer.Argument(help="Ids of products.", metavar="ID...")]
By = Annotated[str | None, typer.Option(help="Who decides; your user name by default.")]


@app.callback()
def _run(
    context: typer.Context,
    run: Annotated[Path, typer.Argument(help="Folder of a run.", metavar="RUN")],
) -> None:
    context.obj = run


@app.command("list")
def list_(context: typer.Context) -> None:
    """Show what stands for each product that somebody decided about."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from skuscribe.decisions.standing import standing

    run, events = _events(context.obj)
    table = Table(box=None, padding=(0, 2))
    for heading in ("product", "state", "changed", "outdated"):
        table.add_column(heading, overflow="fold")
    photos = _photos(run) if events else {}
    for product, found in events.items():
        now = standing(found, photos.get(product, ""))
        changed = "\n".join(
            f"{each.field.lstrip('/')}: {each.before or 'nothing'} > {each.after or 'nothing'}"
            for each in now.decided.fields
        )
        gone = "" if product in photos else "not in the run"
        old = gone or (f"{len(now.outdated)}: the photo changed" if now.outdated else "")
        table.add_row(*(Text(cell) for cell in (product, now.decided.state, changed, old)))
    console = Console(highlight=False)
    console.print(table if events else "Nobody has decided anything yet.")


@app.command()
def approve(context: typer.Context, products: Products, by: By = None) -> None:
    """Say that records are right as they stand."""
    _note(context.obj, "approve", products, by)


@app.command()
def reject(context: typer.Context, products: Products, by: By = None) -> None:
    """Say that products should not go to the shop."""
    _note(context.obj, "reject", products, by)


@app.command()
def skip(context: typer.Context, products: Products, by: By = None) -> None:
    """Leave products for later."""
    _note(context.obj, "skip", products, by)


@app.command()
def undo(context: typer.Context, products: Products, by: By = None) -> None:
    """Take back what was decided last about products."""
    _note(context.obj, "undo", products, by)


@app.command()
def change(
    context: typer.Context,
    product: Annotated[str, typer.Argument(help="Its id.", metavar="ID")],
    field: Annotated[str, typer.Argument(help="colour, brand ..., description/title ...")],
    value: Annotated[str, typer.Argument(help="What it should say; empty for nothing.")],
    by: By = None,
) -> None:
    """Change what a record says."""
    from skuscribe.decisions.fields import field_of

    _note(context.obj, "change", [product], by, field_of(field), value)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A CSV; standard output without.")] = None,
) -> None:
    """Write every decision, one a row."""
    import io

    from skuscribe.cli.failure import writing
    from skuscribe.core.files import write_whole
    from skuscribe.decisions.table import write_table

    _, events = _events(context.obj)
    text = io.StringIO(newline="")
    count = write_table((each for found in events.values() for each in found), text)
    if file is None:
        sys.stdout.write(text.getvalue())
        return
    with writing(file, "name another file"):
        write_whole(file, text.getvalue().encode())
    typer.echo(f"{count:,} decisions in {file}", err=True)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV: product, action, field, after.")],
    by: By = None,
) -> None:
    """Read decisions from a CSV; those that are there already are left out."""
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError
    from skuscribe.decisions.store import Decisions, now
    from skuscribe.decisions.table import read_table, unknown

    run, known = _events(context.obj)
    try:
        events = read_table(file, by or user(), now(), _photos(run))
    except OSError as error:
        said = f"cannot be read ({error.strerror})"
        raise SkuscribeError(
            ErrorCode.DECISION_INVALID, said, hint="check the path", where=str(file)
        ) from error
    fresh = list(unknown(events, (each for found in known.values() for each in found)))
    with Decisions(run) as store:
        store.note(*fresh)
    typer.echo(f"{len(fresh):,} decisions read, {len(events) - len(fresh):,} known", err=True)


def _events(run: Path) -> tuple[Path, dict[str, list[Event]]]:
    from skuscribe.decisions.store import decisions_of
    from skuscribe.run.folder import head_of

    head_of(run)
    return run, decisions_of(run)


def _photos(run: Path) -> dict[str, str]:
    from skuscribe.run.products import photos_of, records_of

    return {record["id"]: photos_of(record) for record in records_of(run)}


def _note(
    run: Path,
    action: Action,
    products: Iterable[str],
    by: str | None,
    field: str = "",
    after: str = "",
) -> None:
    from skuscribe.run.deciding import decide

    events = decide(run, action, products, by or user(), field, after)
    many = "1 product" if len(events) == 1 else f"{len(events):,} products"
    typer.echo(f"{action}: {many}; skuscribe settle {run} writes it into the records", err=True)


def user() -> str:
    """Return the name of who is at the keyboard."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
