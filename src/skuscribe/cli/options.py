"""Options that several commands share, and the settings they add up to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from skuscribe.core.settings import Resolved

Ocr = Annotated[
    str | None, typer.Option(help="Text engine: rapidocr, easyocr or none.", metavar="ENGINE")
]
Lang = Annotated[str | None, typer.Option(help="Language of the description: en.")]
Tone = Annotated[str | None, typer.Option(help="Tone of the description: plain.")]
Length = Annotated[str | None, typer.Option(help="Length: short, medium or long.")]
Taxonomy = Annotated[
    Path | None,
    typer.Option(help="The shop's own categories: CSV with the columns label, category."),
]
Model = Annotated[Path | None, typer.Option(help="Folder of a model bundle.")]
Workers = Annotated[int | None, typer.Option(help="Photos at once; 0: one for each core.", min=0)]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Settings file instead of ./skuscribe.toml.")
]
Facts = Annotated[
    list[str] | None,
    typer.Option(
        "--fact",
        help="What you know of the product, as KEY=VALUE: brand=Nordholm. May be repeated.",
        metavar="KEY=VALUE",
    ),
]


def settings_from(config: Path | None, **flags: object) -> Resolved:
    """Return the settings in force: flags over environment over file over defaults."""
    from skuscribe.core.settings import resolve

    return resolve(flags, os.environ, config)


def facts_from(pairs: Sequence[str] | None) -> dict[str, str]:
    """Return `KEY=VALUE` pairs as a table.

    Raises:
        typer.BadParameter: a pair has no `=`, or a key comes twice.
    """
    facts: dict[str, str] = {}
    for pair in pairs or ():
        key, equals, value = pair.partition("=")
        if not (equals and key.strip() and value.strip()):
            raise typer.BadParameter(
                f"'{pair}' is not KEY=VALUE, for example brand=Nordholm", param_hint="--fact"
            )
        if key.strip() in facts:
            raise typer.BadParameter(f"'{key.strip()}' is given twice", param_hint="--fact")
        facts[key.strip()] = value.strip()
    return facts


def workers_for(setting: int, inputs: int) -> int:
    """Return how many workers to start: as set, else one a core, never more than inputs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(setting or cores or 1, inputs))
