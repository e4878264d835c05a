"""The server of the drop page; once a run is kept, it serves the page about that run."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from skuscribe.serve.app import create_app
from skuscribe.serve.drop_app import DropSite, create_drop_app
from skuscribe.serve.dropped import Dropped
from skuscribe.serve.guard import LARGEST, Guard
from skuscribe.serve.keeping import photos_beside
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings
from skuscribe.settling import words_of


class Shown:
    """An application that hands on to another, which may change while it serves.

    Attributes:
        app: the other.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the other answer."""
        await self.app(scope, receive, send)


@contextmanager
def drop_page_of(settings: Settings, into: Path, host: str, by: str) -> Iterator[Shown]:
    """Give the drop page as an application; what was not kept goes when it ends.

    Args:
        settings: of the tagger.
        into: folder where runs are kept.
        host: what the server listens at, as the user named it.
        by: who decides once a run is kept.

    Raises:
        SkuscribeError: `config.*`, the shop is wrong; `model.*`.
    """
    words_of(settings)  # said before anything is dropped
    dropped = Dropped(Path(tempfile.mkdtemp(prefix="skuscribe-dropped-")), settings)
    shown = Shown()

    def kept(run: Path) -> None:
        shown.app = create_app(site_of(run, settings, host, by, photos_beside(run)))
        dropped.end()

    guard = Guard(host, secrets.token_urlsafe(24), settings.max_bytes + LARGEST)
    shown.app = create_drop_app(DropSite(dropped, into, guard, kept))
    try:
        yield shown
    finally:
        dropped.end()
