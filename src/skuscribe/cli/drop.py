"""`skuscribe serve` without a run: the page where photos are dropped."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from skuscribe.serve.api.server import Offer
    from skuscribe.settings import Settings


def serve_dropped(settings: Settings, into: Path, offer: Offer, port: int, by: str) -> None:
    """Serve the drop page, and the API beside it, until Ctrl+C.

    Args:
        settings: of the tagger.
        into: folder where runs are kept.
        offer: where to listen, and how the API is offered.
        port: to listen at; 0 is any that is free.
        by: who decides about what is kept.

    Raises:
        SkuscribeError: `serve.port_taken`, `serve.token_missing`; `config.*`.
    """
    from skuscribe.core.extras import missing

    try:
        from skuscribe.serve.api.server import Api, serve_beside
        from skuscribe.serve.drop_server import drop_page_of
        from skuscribe.serve.server import address_of, listening
    except ImportError as error:
        raise missing("serve", error.name) from error
    api = Api(settings, offer)
    with listening(offer.host, port) as socket:
        typer.echo(f"drop photos at {address_of(socket)} - Ctrl+C ends it", err=True)
        with (
            contextlib.suppress(KeyboardInterrupt),
            drop_page_of(settings, into, offer.host, by) as page,
        ):
            serve_beside(api, page, socket)
