"""A shop's own file with our cells changed, only what changed, and the way back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skuscribe.cli.export_options import ShopFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from skuscribe.export.differences import Compared
    from skuscribe.export.merge import Merged
    from skuscribe.export.selected import Selected
    from skuscribe.export.sheet import Sheet

SHOWN = 20
"""Cells that a table on the terminal has; the CSV beside the file has all."""

CHANNELS = frozenset({"shopify", "google", "woocommerce"})
ID_COLUMNS = {("shopify", "today"): "URL handle", ("shopify", "legacy"): "Handle"}


def write_into(
    run: Path, file: ShopFile, out: Path, diff: Path | None, *, every: bool, currency: str
) -> int:
    """Write the shop's file with our cells, and beside it what others changed; return the exit."""
    from skuscribe.export.differences import compared
    from skuscribe.export.fields import places_named, said_in
    from skuscribe.export.merge import merged
    from skuscribe.export.rewrite import rewritten
    from skuscribe.export.selected import selected_of
    from skuscribe.export.sheet import read_sheet

    theirs = read_sheet(file.into, file.said)
    base = read_sheet(file.base, file.said) if file.base else None
    locked, replaced, appended = (
        places_named(theirs, names) for names in (file.lock, file.replace, file.append)
    )
    kind = theirs.columns.kind.name
    channel = kind if kind in CHANNELS else "table"
    selected = selected_of(run, channel, every=every, currency=currency)
    ours, lost = said_in(theirs, selected)
    result = merged(theirs, ours, base, locked=locked, replaced=replaced, appended=appended)
    content = rewritten(theirs, result.edits, utf8=file.utf8)
    if diff:
        content = changed_alone(content, out.name, diff, file.said)
    put(out, content)
    since = compared(base, theirs) if base else None
    if since:
        _report(result, since, out)
    return _sum_up(theirs, result, selected, out, lost)


def put(out: Path, content: bytes) -> None:
    """Write a file whole; what stood there can be brought back.

    Raises:
        SkuscribeError: `run.disk_full`, `config.invalid`.
    """
    from skuscribe.cli.failure import writing
    from skuscribe.core.files import write_whole
    from skuscribe.export.undo import undoable

    with writing(out, "name another file with --out"), undoable(out):
        write_whole(out, content)


def changed_alone(content: bytes, name: str, old: Path, said: object) -> bytes:
    """Return a file with only the products that differ from a former file.

    Raises:
        SkuscribeError: `catalogue.*`, `export.not_rewritable`.
    """
    from skuscribe.catalogue.sources import Said
    from skuscribe.export.differences import products_changed
    from skuscribe.export.rewrite import with_rows
    from skuscribe.export.sheet import read_sheet

    form = said if isinstance(said, Said) else None
    with tempfile.TemporaryDirectory(prefix="skuscribe-") as folder:
        whole = Path(folder) / name
        whole.write_bytes(content)
        later = read_sheet(whole, form)
    changed = products_changed(read_sheet(old, form), later)
    products = {later.rows[row].key[0] for row in changed}
    typer.echo(f"{len(products):,} products differ from {old}", err=True)
    return with_rows(later, changed)


def undo(file: Path, *, force: bool) -> None:
    """Bring back what a file was before it was written over."""
    from skuscribe.cli.failure import writing
    from skuscribe.export import undo as former

    with writing(file, "check the folder"):
        former.undo(file, force=force)
    typer.echo(f"{file} is what it was before", err=True)


def _report(result: Merged, since: Compared, out: Path) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from skuscribe.cli.failure import writing
    from skuscribe.core.files import written_whole
    from skuscribe.export.report import rows_of, write_report

    beside = out.with_name(f"{out.stem}.conflicts.csv")
    with writing(beside, "name another file with --out"), written_whole(beside) as stream:
        write_report(result, since, stream)
    rows = list(rows_of(result, since))
    console, table = Console(stderr=True, highlight=False), Table(box=None, padding=(0, 2))
    for heading in ("", "product", "column", "last", "theirs", "ours"):
        table.add_column(heading, overflow="fold")
    for row in rows[:SHOWN]:
        named = (row[n] for n in ("what", "product", "column", "last", "theirs", "ours"))
        table.add_row(*(Text(_short(cell)) for cell in named))
    if rows:
        console.print(table)
    said = f"{len(result.conflicts):,} conflicts, {len(rows) - len(result.conflicts):,} changed"
    console.print(Text(f"{said} since the last time: all stay, see {beside}"), soft_wrap=True)
    if since.added or since.gone:
        console.print(Text(f"rows since: {since.added:,} more, {since.gone:,} gone"))
    if since.most_ids_differ:
        console.print(Text("most ids are not those of the last time", style="yellow"))


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _sum_up(sheet: Sheet, result: Merged, selected: Selected, out: Path, lost: int) -> int:
    from rich.console import Console
    from rich.text import Text

    from skuscribe.core.exits import ExitStatus

    console, cells = Console(stderr=True, highlight=False, soft_wrap=True), result.edits.values()
    console.print(Text(f"{sum(map(len, cells)):,} cells of {len(cells):,} rows changed in {out}"))
    for said, counts in (("is filled and stays", result.kept), ("is locked", result.locked)):
        _told(console, said, counts)
    for reason, count in selected.tally.stayed.most_common():
        console.print(Text(f"  {count:,} stayed: {reason}", style="dim"))
    for id, lack in selected.tally.wrong:
        console.print(Text(f"  {id}: {lack.field} {lack.message}", style="yellow"))
    if lost:
        console.print(Text(f"  {lost:,} products have no row in {sheet.name}", style="yellow"))
    failed = lost or selected.tally.refused
    return ExitStatus.SOME_FAILED if failed else ExitStatus.DONE


def _told(console: object, said: str, counts: Mapping[str, int]) -> None:
    from rich.console import Console
    from rich.text import Text

    if isinstance(console, Console):
        for column, count in counts.items():
            console.print(Text(f"  {count:,} cells: {column} {said}", style="dim"))
