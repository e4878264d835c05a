"""The server of the page: a socket of its own, one process, until it is interrupted."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.serve.app import Site, create_app
from skuscribe.serve.desk import Desk
from skuscribe.serve.guard import EVERYWHERE, Guard
from skuscribe.serve.lessons import lessons_of
from skuscribe.serve.log import Log
from skuscribe.serve.opened import open_run
from skuscribe.serve.pictures import Pictures
from skuscribe.settings import Settings
from skuscribe.settling import words_of


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    Raises:
        SkuscribeError: `serve.port_taken`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        where = f"{host}:{port}"
        raise SkuscribeError(ErrorCode.SERVE_PORT_TAKEN, where=where) from error


def address_of(listening: socket.socket) -> str:
    """Return the address for a browser on this machine."""
    host, port = listening.getsockname()[:2]
    name = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def site_of(run: Path, settings: Settings, host: str, by: str, photos: Path | None) -> Site:
    """Return what a site about a run consists of, with a new token.

    Raises:
        SkuscribeError: `run.invalid`; `config.*`, its shop is wrong.
    """
    opened = open_run(run, words_of(settings))
    guard = Guard(host, secrets.token_urlsafe(24))
    desk, pictures = Desk(opened, Log(run), by), Pictures(run, photos, opened.photos)
    return Site(desk, pictures, guard, lessons_of(desk, run, settings))


def serve_run(
    run: Path,
    settings: Settings,
    host: str,
    listening: socket.socket,
    by: str,
    photos: Path | None,
) -> None:
    """Serve the page about a run until the process is interrupted.

    Args:
        run: its folder.
        settings: what its records are settled with.
        host: what the socket listens at, as the user named it.
        listening: the socket.
        by: who decides.
        photos: folder of the source's photos; None where there is none.

    Raises:
        SkuscribeError: see `site_of`.
    """
    serve_app(create_app(site_of(run, settings, host, by, photos)), listening)


def serve_app(app: ASGIApp, listening: socket.socket) -> None:
    """Serve an application until the process is interrupted."""
    config = uvicorn.Config(app, log_level="error", server_header=False, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])
