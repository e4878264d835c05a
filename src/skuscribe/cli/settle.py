"""`skuscribe settle`: what was seen in, records out, of a file or a run. No photo is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.rows import one_form, print_rows
from skuscribe.core.errors import SkuscribeError, failed_row

if TYPE_CHECKING:
    from skuscribe.cli.show import Show
    from skuscribe.settings import Resolved
    from skuscribe.settling import Settled

EXAMPLES = """
Examples:

skuscribe tag photos/*.jpg --observed seen.jsonl

skuscribe settle seen.jsonl --shop myshop --jsonl > records.jsonl

skuscribe settle seen.jsonl --fact brand=Nordholm --length long

skuscribe settle records/ --shop myshop
"""


def settle(
    seen: Annotated[
        Path,
        typer.Argument(help="What `tag --observed` wrote, or a run's folder.", metavar="FILE|RUN"),
    ],
    fact: options.Facts = None,
    as_json: options.AsJson = False,
    as_jsonl: options.AsJsonl = False,
    explain: options.Explain = False,
    lang: options.Lang = None,
    tone: options.Tone = None,
    length: options.Length = None,
    shop: options.Shop = None,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
) -> None:
    """Make records anew from what was seen: other facts, another shop, language or length.

    The same settings give the same bytes as `tag` and `run`. A fact given here goes over one of
    the file. A run's records are written anew in its folder, with what people decided; what is
    not said here stays as the run was settled.
    """
    for_programs = one_form(as_json, as_jsonl)
    facts = options.facts_from(fact)
    resolved = options.settings_from(
        config, lang=lang, tone=tone, length=length, shop=shop, model=model, workers=workers
    )
    if seen.is_dir():
        if for_programs or explain:
            raise typer.BadParameter("a run's records are written in its folder; leave it out")
        raise typer.Exit(_settle_run(seen, facts, resolved))
    settings = resolved.settings
    from skuscribe.cli.show import Show
    from skuscribe.settling import count_lines, settle_file, words_of

    total = count_lines(seen)
    show = Show(total, "settling", for_programs=for_programs, explain=explain)
    with show:
        rows = _shown(settle_file(seen, words_of(settings, facts)), show)
        print_rows(rows, as_json=as_json, as_jsonl=as_jsonl, one=total == 1)
    raise typer.Exit(show.exit_status)


def _settle_run(path: Path, facts: dict[str, str], resolved: Resolved) -> int:
    from skuscribe.cli.progress import Progress
    from skuscribe.run.folder import head_of
    from skuscribe.run.resettle import settle_run

    former = head_of(path)
    settings = resolved.settings.model_copy(
        update={
            name: value
            for name, value in former.settled_by.items()
            if resolved.origins[name] == "default"
        }
    )
    workers = options.workers_for(settings.workers, former.rows)
    with Progress(former.rows, as_json=False) as progress:
        head = settle_run(path, settings, facts, workers, progress.settled)
    progress.sum_up(path, head, as_json=False)
    return progress.exit_status(head)


def _shown(results: Iterator[Settled], show: Show) -> Iterator[str]:
    for id, result in results:
        if isinstance(result, SkuscribeError):
            show.failure(id, result)
            yield failed_row(id, result)
        else:
            show.record(result)
            yield result.to_json()
