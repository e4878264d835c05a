"""`skuscribe serve` without a run: the page where photos are dropped."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from skuscribe.settings import Settings


def serve_dropped(settings: Settings, into: Path, host: str, port: int, by: str) -> None:
    """Serve the drop page until Ctrl+C.

    Args:
        settings: of the tagger.
        into: folder where runs are kept.
        host: to listen at.
        port: to listen at; 0 is any that is free.
        by: who decides about what is kept.

    Raises:
        SkuscribeError: `serve.port_taken`; `config.*`.
    """
    from skuscribe.core.extras import missing

    try:
        from skuscribe.serve.drop_server import serve_drops
        from skuscribe.serve.server import address_of, listening
    except ImportError as error:
        raise missing("serve", error.name) from error
    with listening(host, port) as socket:
        typer.echo(f"drop photos at {address_of(socket)} - Ctrl+C ends it", err=True)
        with contextlib.suppress(KeyboardInterrupt):
            serve_drops(settings, into, host, socket, by)
