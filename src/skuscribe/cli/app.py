"""The command table and the way from an error to an exit status."""

from __future__ import annotations

import sys

import typer

from skuscribe.cli import config, doctor, model, settle, shop, tag
from skuscribe.cli.failure import EXIT_OF_AREA
from skuscribe.core.errors import ExitStatus, SkuscribeError
from skuscribe.core.version import __version__

app = typer.Typer(
    name="skuscribe",
    help="Product photos in, shop-ready records out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Try: skuscribe tag photo.jpg",
)
app.command("tag", epilog=tag.EXAMPLES)(tag.tag)
app.command("settle", epilog=settle.EXAMPLES)(settle.settle)
app.add_typer(shop.app, name="shop")
app.command("doctor")(doctor.doctor)
app.add_typer(model.app, name="model")
app.add_typer(config.app, name="config")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"skuscribe {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Product photos in, shop-ready records out. Works without a network."""


def main() -> None:
    """Run the command line; the console script `skuscribe`."""
    try:
        app()
    except SkuscribeError as error:
        from skuscribe.cli.failure import say

        say(error)
        sys.exit(EXIT_OF_AREA.get(error.code.split(".")[0], ExitStatus.SOME_FAILED))
    except KeyboardInterrupt:
        sys.exit(ExitStatus.INTERRUPTED)
