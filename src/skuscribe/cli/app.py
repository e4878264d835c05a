"""The command table and the way from an error to an exit status."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import NoReturn

import typer

from skuscribe.cli import (
    accept,
    audit,
    config,
    decisions,
    doctor,
    export,
    model,
    report,
    review,
    run,
    settle,
    shop,
    similar,
    tag,
    verify,
)
from skuscribe.cli.failure import exit_of, failure_of, say
from skuscribe.core.exits import ExitStatus
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
app.command("run", epilog=run.EXAMPLES)(run.run)
app.command("settle", epilog=settle.EXAMPLES)(settle.settle)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.command("review", epilog=review.EXAMPLES)(review.review)
app.command("serve")(review.serve)
decisions.app.command()(accept.accept)
app.add_typer(decisions.app, name="decisions")
app.command("audit", epilog=audit.EXAMPLES)(audit.audit)
app.command("report", epilog=report.EXAMPLES)(report.report)
app.command("similar", epilog=similar.EXAMPLES)(similar.similar)
app.command("export", epilog=export.EXAMPLES)(export.export)
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character shows another; it does not end the run.
            stream.reconfigure(errors="replace")
    try:
        app()
        sys.stdout.flush()
    except KeyboardInterrupt:
        _end(ExitStatus.INTERRUPTED)
    except BrokenPipeError:  # who reads the output has gone: there is nobody to tell
        _end(ExitStatus.SOME_FAILED)
    except Exception as error:
        failure = failure_of(error)
        say(failure, debug="--debug" in sys.argv)
        _end(exit_of(failure))


def _end(status: ExitStatus) -> NoReturn:
    """Leave without a last flush of an output that cannot be written."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.exit(status)
    os._exit(status)
