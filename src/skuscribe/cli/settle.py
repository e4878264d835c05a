"""`skuscribe settle`: observations in, records out. No photo is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.rows import failed_row, one_form, print_rows
from skuscribe.core.errors import SkuscribeError

if TYPE_CHECKING:
    from skuscribe.cli.show import Show
    from skuscribe.settling import Settled

EXAMPLES = """
Examples:

skuscribe tag photos/*.jpg --observed seen.jsonl

skuscribe settle seen.jsonl --shop myshop --jsonl > records.jsonl

skuscribe settle seen.jsonl --fact brand=Nordholm --length long
"""


def settle(
    file: Annotated[Path, typer.Argument(help="What `tag --observed` wrote.", metavar="FILE")],
    fact: options.Facts = None,
    as_json: options.AsJson = False,
    as_jsonl: options.AsJsonl = False,
    explain: options.Explain = False,
    lang: options.Lang = None,
    tone: options.Tone = None,
    length: options.Length = None,
    shop: options.Shop = None,
    model: options.Model = None,
    config: options.ConfigFile = None,
) -> None:
    """Make records anew from what was seen: other facts, another shop, language or length.

    The same settings give the same bytes as `tag`. A fact given here goes over one in the file.
    """
    for_programs = one_form(as_json, as_jsonl)
    facts = options.facts_from(fact)
    settings = options.settings_from(
        config, lang=lang, tone=tone, length=length, shop=shop, model=model
    ).settings
    from skuscribe.cli.show import Show
    from skuscribe.settling import count_lines, settle_file

    total = count_lines(file)
    show = Show(total, "settling", for_programs=for_programs, explain=explain)
    with show:
        rows = _shown(settle_file(file, facts, settings), show)
        print_rows(rows, as_json=as_json, as_jsonl=as_jsonl, one=total == 1)
    raise typer.Exit(show.exit_status)


def _shown(results: Iterator[Settled], show: Show) -> Iterator[str]:
    for id, result in results:
        if isinstance(result, SkuscribeError):
            show.failure(id, result)
            yield failed_row(id, result)
        else:
            show.record(result)
            yield result.to_json()
