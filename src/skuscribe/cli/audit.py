"""`skuscribe audit`: what a shop already says, held against its photos. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.export_options import Column, Delimiter, Encoding, said_from

if TYPE_CHECKING:
    from skuscribe.audit.report import Tally
    from skuscribe.audit.walk import Audited
    from skuscribe.catalogue.source import Source
    from skuscribe.run.folder import Head

EXAMPLES = """
Examples:

skuscribe run catalogue.csv --out records/

skuscribe audit records/ --listings catalogue.csv --out audit/

skuscribe audit catalogue.csv --texts --out audit/
"""


def audit(
    run: Annotated[
        Path,
        typer.Argument(help="Folder of a run; with --texts, a catalogue.", metavar="RUN|FILE"),
    ],
    out: Annotated[
        Path, typer.Option(help="Folder for audit.csv, audit.jsonl and audit.html.", metavar="DIR")
    ],
    texts: Annotated[
        bool, typer.Option("--texts", help="Audit a catalogue by its columns alone, no photo.")
    ] = False,
    listings: Annotated[
        Path | None,
        typer.Option(
            help="The catalogue that the run was made of: a run keeps no descriptions.",
            metavar="FILE",
        ),
    ] = None,
    channel: Annotated[
        str, typer.Option(help="Whose rules titles and texts keep.", metavar="NAME")
    ] = "google",
    photos: Annotated[
        Path | None, typer.Option(help="Folder of the photos that the run saw, if they were moved.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write over an audit that is there.")
    ] = False,
    column: Column = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    shop: options.Shop = None,
) -> None:
    """Find where listings contradict their photos, promise what nothing supports, lack or break.

    Worst first, each with both sides and its ground. Photos are looked at by `skuscribe run`,
    which can go on where it stopped; an audit of the run opens none but to draw it. Ends with 1
    when rows of the run have no record, whatever is found.
    """
    from skuscribe.audit.walk import audit_run, audit_texts
    from skuscribe.catalogue.sources import open_source
    from skuscribe.cli.review import settings_of
    from skuscribe.shop.profile import read_shop

    _refuse_wrong_use(run, out, channel, texts=texts, listings=listings, overwrite=overwrite)
    said = said_from(column, encoding, delimiter)
    if texts:
        source = open_source(run, said)
        raise typer.Exit(_finish(audit_texts(source, channel), out, run.name, None, None))
    head = _head(run)
    second: Source | None = open_source(listings, said) if listings else None
    chosen = read_shop(shop or settings_of(run).shop)
    found = audit_run(run, chosen, channel, second)
    folder = photos or (Path(head.photos) if head.photos else None)
    raise typer.Exit(_finish(found, out, head.source or run.name, head, (run, folder)))


def _refuse_wrong_use(
    run: Path, out: Path, channel: str, *, texts: bool, listings: Path | None, overwrite: bool
) -> None:
    from skuscribe.audit.report import TABLE
    from skuscribe.record.channels import CHANNELS

    if channel not in CHANNELS:
        names = ", ".join(CHANNELS)
        raise typer.BadParameter(f"'{channel}' is none of {names}", param_hint="--channel")
    if texts and (listings or run.is_dir()):
        said = "is of a catalogue file, without --listings"
        raise typer.BadParameter(said, param_hint="--texts")
    if (out / TABLE).exists() and not overwrite:
        raise typer.BadParameter(f"'{out / TABLE}' is there; add --overwrite", param_hint="--out")


def _head(run: Path) -> Head:
    """Return what the run says of itself.

    Raises:
        SkuscribeError: `run.invalid`, with what to do about a source that nobody looked at.
    """
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError
    from skuscribe.run.folder import RunFolder

    head = RunFolder(run).head() if run.is_dir() else None
    if head is None:
        hint = f"look at it first: skuscribe run {run} --out DIR, then: skuscribe audit DIR"
        alone = "; its texts alone: add --texts" if run.is_file() else ""
        raise SkuscribeError(ErrorCode.RUN_INVALID, hint=hint + alone, where=str(run))
    return head


def _finish(
    found: Iterator[Audited],
    out: Path,
    name: str,
    head: Head | None,
    places: tuple[Path, Path | None] | None,
) -> int:
    """Write the audit, say what it came to, and return the exit status."""
    from skuscribe.audit.page import drawn_from, nothing_drawn
    from skuscribe.audit.report import write_audit
    from skuscribe.core.exits import ExitStatus
    from skuscribe.export.images import Originals

    evidence = drawn_from(Originals(*places)) if places else nothing_drawn
    tally = write_audit(found, out, name, evidence)
    _sum_up(tally, out, head)
    if not tally.listings:
        return ExitStatus.NO_INPUT
    return ExitStatus.SOME_FAILED if head and head.failed else ExitStatus.DONE


def _sum_up(tally: Tally, out: Path, head: Head | None) -> None:
    for (kind, field), count in sorted(tally.counts.items()):
        typer.echo(f"{count:,} {kind}: {field}")
    typer.echo(f"{tally.findings:,} findings in {tally.faulty:,} of {tally.listings:,} listings")
    if head is None:
        typer.echo("no photo was looked at: skuscribe run FILE --out DIR, then audit DIR", err=True)
    elif head.failed:
        typer.echo(f"{head.failed:,} rows of the run have no record", err=True)
    typer.echo(f"see {out / 'audit.html'}")
