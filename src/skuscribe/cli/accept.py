"""`skuscribe decisions RUN accept`: approve unseen what the reviewed sample allows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from skuscribe.review.sample import Offer
    from skuscribe.serve.bulk import Bulk

SHOWN = 10
"""Ids of what is to be reviewed next that are told."""

Wish = Annotated[
    float,
    typer.Option("--error", help="Share of wrong categories that is allowed.", min=0.001, max=0.5),
]


def accept(
    context: typer.Context,
    error: Wish = 0.02,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    by: Annotated[str | None, typer.Option(help="Who decides; your user name by default.")] = None,
) -> None:
    """Approve unseen all sure enough, by the categories of the sample that people reviewed."""
    from skuscribe.serve.bulk import sentence

    run: Path = context.obj
    bulk = _bulk(run, by)
    found = bulk.offer(error)
    typer.echo(sentence(found), err=True)
    if found.more != 0:
        raise _refused(found)
    if dry_run:
        typer.echo(f"would accept {_many(len(found.accepted), found)}", err=True)
        return
    typer.echo(f"accepted {_many(bulk.accept(found), found)}", err=True)


def _bulk(run: Path, by: str | None) -> Bulk:
    from skuscribe.cli.decisions import user
    from skuscribe.cli.review import settings_of
    from skuscribe.serve.bulk import Bulk
    from skuscribe.serve.desk import Desk
    from skuscribe.serve.log import Log
    from skuscribe.serve.opened import open_run
    from skuscribe.settling import words_of

    return Bulk(Desk(open_run(run, words_of(settings_of(run))), Log(run), by or user()))


def _many(accepted: int, found: Offer) -> str:
    waiting = len(found.audit) + found.waiting
    return f"{accepted:,} from {found.count.threshold:.2f} up; {waiting:,} wait to be looked at"


def _refused(found: Offer) -> Exception:
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError

    if found.more is None:
        return SkuscribeError(ErrorCode.DECISION_SAMPLE_SMALL, hint="allow a larger --error")
    ids = ", ".join(guess.id for guess in found.ask[:SHOWN])
    rest = " ..." if len(found.ask) > SHOWN else ""
    return SkuscribeError(ErrorCode.DECISION_SAMPLE_SMALL, hint=f"review next: {ids}{rest}")
