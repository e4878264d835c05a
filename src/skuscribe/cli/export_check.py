"""`skuscribe export --check`: what each product lacks for a channel; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from skuscribe.export.listing import Listing
    from skuscribe.export.selected import Selected
    from skuscribe.record.channels import Lack

    Counted = Callable[[Iterator[Listing], int, str], Iterator[Listing]]


def check(selected: Selected, to: str, total: int, counted: Counted, *, as_jsonl: bool) -> int:
    """Print what each product lacks, and how many lack nothing; return the exit status.

    Args:
        selected: the run's products.
        to: name of the target.
        total: rows of the run.
        counted: goes through listings and tells how far it is.
        as_jsonl: a JSON line a product, complete ones as well, and nothing else.
    """
    from skuscribe.core.exits import ExitStatus
    from skuscribe.export.selected import Tally

    tally, complete, seen = Tally(), 0, 0
    for listing in counted(selected.allowed(tally), total, "checking"):
        found = selected.lacks(listing)
        seen, complete = seen + 1, complete + (not found)
        if as_jsonl:
            typer.echo(_line(listing.id, found))
        elif found:
            typer.echo(f"{listing.id}: {'; '.join(f'{e.field}: {e.message}' for e in found)}")
    if not as_jsonl:
        typer.echo(f"{complete:,} of {seen:,} products are complete for {to}")
        for reason, count in tally.stayed.most_common():
            typer.echo(f"{count:,} stay: {reason}")
    return ExitStatus.DONE if complete == seen and not tally.refused else ExitStatus.SOME_FAILED


def _line(id: str, found: tuple[Lack, ...]) -> str:
    lacks = [{"field": each.field, "kind": each.kind, "message": each.message} for each in found]
    return json.dumps({"id": id, "complete": not found, "lacks": lacks}, ensure_ascii=False)
