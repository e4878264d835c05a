"""`skuscribe model`: what the network knows, and how to train it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.evaluate import evaluate

app = typer.Typer(help="The network.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """See the model card, measure the network, or train it on your own photos."""


app.command("evaluate")(evaluate)


@app.command("info")
def info(
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole card as JSON.")] = False,
    model: options.Model = None,
    config: options.ConfigFile = None,
) -> None:
    """Show the model card: labels, figures, photos it was trained on, licences."""
    from skuscribe.learn.evaluate.figures import vocabulary_of
    from skuscribe.look.bundle import read_bundle

    bundle = read_bundle(options.settings_from(config, model=model).settings.model)
    card = bundle.card
    if as_json:
        typer.echo(card.model_dump_json(indent=2))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("Bundle", Text(f"{bundle.identity}, {len(bundle.network) / 1e6:.1f} MB"))
    table.add_row("What", Text(card.description))
    table.add_row("Licence", Text(card.licence))
    table.add_row("Trunk", Text(card.trunk))
    table.add_row("Input", f"{card.input.size} x {card.input.size} pixels")
    answering = card.answering
    table.add_row(
        "Answers",
        f"{answering.coverage:.0%} of validation photos, {answering.precision:.1%} of them useful "
        "(the true category, one under it, or its parent)",
    )
    for name, value in card.figures.items():
        shown = f"{value:.1%}" if value <= 1 else f"{value:,.0f}"
        table.add_row(Text(name.replace("_", " ")), shown)
    photos = sum(source.photos for source in card.trained_on)
    table.add_row("Trained on", f"{photos} photos from {len(card.trained_on)} open sources")
    words = vocabulary_of(card.labels, borrowed=len(card.vocabularies) > 1)
    table.add_row(f"{len(card.labels)} trained words", Text(", ".join(card.labels)))
    if others := sorted(words.difference(card.labels), key=str.casefold):
        table.add_row(f"{len(others)} borrowed words", Text(", ".join(others)))
    Console(highlight=False).print(table)


@app.command("mask")
def mask(
    data: Annotated[
        Path, typer.Argument(help="Folder with masks/index.csv and, if there, worn/index.csv.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write the bundle to.")],
    cache: Annotated[
        Path, typer.Option(help="Folder for the trunk's maps (about 5 GB) and the checkpoint.")
    ] = Path(".cache/masks"),
    model: options.Model = None,
    seed: Annotated[int, typer.Option(help="Seed of the training run.")] = 0,
) -> None:
    """Teach a bundle where the product is, from outlined photos; what it answers stays the same.

    About fifteen minutes on two cores. Needs the extra: pip install "skuscribe[train]"
    """
    with _training():
        from skuscribe.learn.masks.build import build_mask
        from skuscribe.learn.masks.train import MaskRecipe
    build_mask(data, model, out, cache, MaskRecipe(seed=seed), _say)


@app.command("lettering")
def lettering(
    data: Annotated[Path, typer.Argument(help="Folder with index.csv and photos/.")],
    out: Annotated[Path, typer.Option(help="Folder to write the bundle to.")],
    cache: Annotated[Path, typer.Option(help="Folder for what was read on the photos.")] = Path(
        ".cache/lettering"
    ),
    model: options.Model = None,
    seed: Annotated[int, typer.Option(help="Seed of the choice of photos.")] = 0,
) -> None:
    """Teach a bundle which photos show text, from what the text engine reads on 1,500 of them.

    Photos without are not read. About a quarter of an hour, nearly all of it reading.
    Needs the extra: pip install "skuscribe[train]"
    """
    with _training():
        from skuscribe.learn.lettering.train import LetteringRecipe, build_lettering
    build_lettering(data, model, out, cache, LetteringRecipe(seed=seed), _say)


@app.command("colours")
def colours(
    data: Annotated[
        Path, typer.Argument(help="Folder with attributes.csv, index.csv and photos/.")
    ],
    out: Annotated[Path, typer.Option(help="File to write the table of colour words to.")],
    seed: Annotated[int, typer.Option(help="Seed of the fit.")] = 0,
) -> None:
    """Learn the words for colours from photos whose colours people named.

    About three minutes on two cores. Needs the extra: pip install "skuscribe[train]"
    """
    with _training():
        from skuscribe.learn.colours.train import ColourRecipe, train_colours
    train_colours(data, out, ColourRecipe(seed=seed), _say)


@app.command("train")
def train(
    data: Annotated[Path, typer.Argument(help="Folder with index.csv, sources.csv and photos/.")],
    out: Annotated[Path, typer.Option(help="Folder to write the bundle to.")],
    cache: Annotated[
        Path, typer.Option(help="Folder for the trunk's maps (about 6 GB); kept for the next run.")
    ] = Path(".cache/maps"),
    name: Annotated[str | None, typer.Option(help="Name of the bundle; the folder's.")] = None,
    licence: Annotated[
        str, typer.Option(help="Licence of the weights, which follows from your photos'.")
    ] = "not stated",
    seed: Annotated[int, typer.Option(help="Seed of the training run.")] = 0,
) -> None:
    """Train the network on a folder of labelled photos and freeze it into a bundle.

    About an hour on two cores. Needs the extra: pip install "skuscribe[train]"
    """
    with _training():
        from skuscribe.learn.build import build_bundle
        from skuscribe.learn.bundling import Title
        from skuscribe.learn.train import Recipe
    title = Title(name or out.resolve().name, licence)
    build_bundle(data, out, cache, Recipe(seed=seed), title, _say)


@contextmanager
def _training() -> Iterator[None]:
    """Say which extra is missing where what training needs cannot be imported."""
    from skuscribe.core.extras import missing

    try:
        yield
    except ModuleNotFoundError as error:
        raise missing("train", error.name) from error


def _say(line: str) -> None:
    from rich.console import Console

    Console(stderr=True, highlight=False).print(line, markup=False)
