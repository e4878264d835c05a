"""`skuscribe config`: every setting, its value and where it came from."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from skuscribe.cli import options

app = typer.Typer(help="Settings.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """See what is set, and by what."""


@app.command("show")
def show(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    config: options.ConfigFile = None,
) -> None:
    """Show every setting, its value and its origin (default, file, environment, flag)."""
    resolved = options.settings_from(config)
    values = resolved.settings.model_dump(mode="json")
    if as_json:
        rows = {n: {"value": v, "origin": resolved.origins[n]} for n, v in values.items()}
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Setting", "Value", "Origin", "Meaning")
    for name, value in values.items():
        meaning = type(resolved.settings).model_fields[name].description or ""
        shown = "not set" if value is None else str(value)
        table.add_row(name, Text(shown), resolved.origins[name], meaning)
    Console(highlight=False).print(table)
