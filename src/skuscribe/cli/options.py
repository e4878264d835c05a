"""Options that several commands share, and the settings they add up to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.attributes.text.engines import ENGINES
from skuscribe.describe.languages import LANGUAGES
from skuscribe.describe.lengths import LENGTHS, TONES

if TYPE_CHECKING:
    from skuscribe.settings import Resolved
    from skuscribe.subject.cutout import Ground


def _choice(names: Iterable[str]) -> str:
    """Return `a, b or c`."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


Ocr = Annotated[
    str | None, typer.Option(help=f"Text engine: {_choice(ENGINES)}.", metavar="ENGINE")
]
ReadAll = Annotated[
    bool | None,
    typer.Option(
        "--read-all", help="Read text on every photo, not only where the network sees some."
    ),
]
Lang = Annotated[
    str | None, typer.Option(help=f"Language of the description: {_choice(LANGUAGES)}.")
]
Tone = Annotated[str | None, typer.Option(help=f"Tone of the description: {_choice(TONES)}.")]
Length = Annotated[str | None, typer.Option(help=f"Length: {_choice(LENGTHS)}.")]
Shop = Annotated[
    Path | None,
    typer.Option(help="The shop's folder: its voice and categories. See: skuscribe shop init."),
]
Model = Annotated[Path | None, typer.Option(help="Folder of a model bundle.")]
Workers = Annotated[int | None, typer.Option(help="Photos at once; 0: one for each core.", min=0)]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Settings file instead of ./skuscribe.toml.")
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON: an object, or an array for several.")
]
AsJsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON line a record.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show what each claim of the description rests on.")
]
Cutouts = Annotated[
    Path | None,
    typer.Option(help="Write each product alone, a PNG at full size, to this folder."),
]
CUTOUT_GROUNDS: dict[str, Ground] = {"nothing": "nothing", "white": "white"}
CutoutGround = Annotated[
    str,
    typer.Option(help=f"What cut-outs stand on: {_choice(CUTOUT_GROUNDS)}.", metavar="GROUND"),
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
    from skuscribe.settings import resolve

    return resolve(flags, os.environ, config)


def facts_from(pairs: Sequence[str] | None) -> dict[str, str]:
    """Return the facts of `--fact` as a table.

    Raises:
        typer.BadParameter: see `pairs_from`.
        SkuscribeError: `config.invalid`, a fact is empty once cleaned, or given under two keys.
    """
    facts = pairs_from(pairs, "--fact", "brand=Nordholm")
    if facts:
        from skuscribe.record.facts import given_facts

        given_facts(facts)  # said before anything starts
    return facts


def pairs_from(pairs: Sequence[str] | None, option: str, example: str) -> dict[str, str]:
    """Return `KEY=VALUE` pairs as a table.

    Args:
        pairs: as they were given.
        option: the flag that they were given with.
        example: a good pair.

    Raises:
        typer.BadParameter: a pair has no `=`, or a key comes twice.
    """
    found: dict[str, str] = {}
    for pair in pairs or ():
        key, equals, value = pair.partition("=")
        if not (equals and key.strip() and value.strip()):
            raise typer.BadParameter(
                f"'{pair}' is not KEY=VALUE, for example {example}", param_hint=option
            )
        if key.strip() in found:
            raise typer.BadParameter(f"'{key.strip()}' is given twice", param_hint=option)
        found[key.strip()] = value.strip()
    return found


def ground_from(name: str) -> Ground:
    """Return what cut-outs stand on.

    Raises:
        typer.BadParameter: the name is none of those there are.
    """
    if name not in CUTOUT_GROUNDS:
        raise typer.BadParameter(
            f"'{name}' is not {_choice(CUTOUT_GROUNDS)}", param_hint="--cutout-ground"
        )
    return CUTOUT_GROUNDS[name]


def workers_for(setting: int, inputs: int) -> int:
    """Return how many workers to start: as set, else one a core, never more than inputs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(setting or cores or 1, inputs))
