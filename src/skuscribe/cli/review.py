"""`skuscribe review` and `skuscribe serve`: the page where people look at a run and decide."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options

if TYPE_CHECKING:
    from skuscribe.serve.api.server import Offer
    from skuscribe.settings import Settings

EXAMPLES = """
Examples:

skuscribe review records/

skuscribe review records/ --by ada --photos pictures/

Then settle the run, and its records say what was decided: skuscribe settle records/
"""

Run = Annotated[Path, typer.Argument(help="Folder of a run.", metavar="RUN")]
Host = Annotated[str, typer.Option(help="Address to listen at; whoever reaches it may decide.")]
Port = Annotated[
    int, typer.Option(help="Port to listen at; 0: any that is free.", min=0, max=65535)
]
By = Annotated[str | None, typer.Option(help="Who decides; your user name by default.")]
Photos = Annotated[
    Path | None, typer.Option(help="Folder of the photos that the run saw, if they were moved.")
]


def review(
    run: Run,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    by: By = None,
    photos: Photos = None,
    shop: options.Shop = None,
) -> None:
    """Open a run in the browser: approve, correct or reject its products one after the other."""
    _serve(run, host, port, by, photos, shop, browser=True)


def serve(
    run: Annotated[
        Path | None,
        typer.Argument(help="Folder of a run; without it, photos are dropped.", metavar="[RUN]"),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    by: By = None,
    photos: Photos = None,
    into: Annotated[
        Path, typer.Option(help="Folder where dropped photos are kept as a run.", metavar="DIR")
    ] = Path(),
    waiting: Annotated[
        int, typer.Option(help="Requests to the API that may wait for a worker.", min=0, max=1000)
    ] = 32,
    jobs: Annotated[
        Path | None,
        typer.Option(help="Folder where the API keeps catalogues as jobs.", metavar="DIR"),
    ] = None,
    allow_webhooks: Annotated[
        bool,
        typer.Option(
            "--allow-webhooks",
            help="Tell addresses when their job has ended, signed with SKUSCRIBE_WEBHOOK_SECRET.",
        ),
    ] = False,
    ocr: options.Ocr = None,
    shop: options.Shop = None,
    model: options.Model = None,
    workers: options.Workers = None,
    config: options.ConfigFile = None,
) -> None:
    """Serve the page to drop photos on and the API (/v1/tag ...), or the page of `review`.

    With a run it is its page alone. Where others reach the address, requests to the API carry the
    token that SKUSCRIBE_TOKEN says; whoever reaches the page may use it.
    """
    if run is not None:
        _serve(run, host, port, by, photos, shop, browser=False)
        return
    from skuscribe.cli.decisions import user
    from skuscribe.cli.drop import serve_dropped

    settings = options.settings_from(
        config, ocr=ocr, shop=shop, model=model, workers=workers
    ).settings
    offer = _offer(host, waiting, jobs, settings, webhooks=allow_webhooks)
    serve_dropped(settings, into, offer, port, by or user())


def _offer(
    host: str, waiting: int, jobs: Path | None, settings: Settings, *, webhooks: bool
) -> Offer:
    from skuscribe.core.extras import missing

    try:
        from skuscribe.serve.api.server import Offer
        from skuscribe.serve.api.webhooks import Hooks
    except ImportError as error:
        raise missing("serve", error.name) from error
    count = options.workers_for(settings.workers, settings.workers or 256)
    hooks = Hooks(os.environ.get("SKUSCRIBE_WEBHOOK_SECRET", "")) if webhooks else None
    token = os.environ.get("SKUSCRIBE_TOKEN", "")
    return Offer(host, token, count, waiting, jobs=jobs, hooks=hooks)


def _serve(
    run: Path,
    host: str,
    port: int,
    by: str | None,
    photos: Path | None,
    shop: Path | None,
    *,
    browser: bool,
) -> None:
    from skuscribe.cli.decisions import user
    from skuscribe.core.extras import missing
    from skuscribe.run.folder import head_of

    head = head_of(run)
    try:
        from skuscribe.serve.server import address_of, listening, serve_run
    except ImportError as error:
        raise missing("serve", error.name) from error
    folder = photos or (Path(head.photos) if head.photos else None)
    with listening(host, port) as socket:
        address = address_of(socket)
        typer.echo(f"review at {address} - Ctrl+C ends it", err=True)
        if browser:
            import webbrowser

            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            settings = settings_of(run)
            if shop is not None:
                settings = settings.model_copy(update={"shop": shop})
            serve_run(run, settings, host, socket, by or user(), folder)


def settings_of(run: Path) -> Settings:
    """Return the settings that the run was settled with."""
    from skuscribe.run.folder import head_of

    said = {name: value for name, value in head_of(run).settled_by.items() if value}
    return options.settings_from(None).settings.model_copy(update=said)
