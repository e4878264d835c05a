"""`skuscribe shop`: begin a shop's folder, teach it, and see what it says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options, teach

if TYPE_CHECKING:
    from skuscribe.shop.wording import Required

EXAMPLES = """
Examples:

skuscribe shop init myshop

skuscribe shop teach myshop photos-by-label/

skuscribe tag mug.jpg --shop myshop
"""

app = typer.Typer(help="What your shop says.", no_args_is_help=True, epilog=EXAMPLES)

Folder = Annotated[Path, typer.Argument(help="The shop's folder.", metavar="DIR")]


@app.callback()
def _group() -> None:
    """Your shop is a folder: its name, how it writes, where it files products."""


@app.command("init")
def init(folder: Folder) -> None:
    """Write commented examples of a shop's files; files that are there are left alone."""
    from rich.console import Console

    from skuscribe.shop.init import init_shop

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    fresh = init_shop(folder)
    for path in fresh:
        console.print(f"wrote {path}", markup=False)
    if not fresh:
        console.print(f"nothing to do: {folder} has its files", markup=False)
    console.print(f"next: edit them, then skuscribe shop show {folder}", markup=False)


app.command("teach")(teach.teach)
app.command("check")(teach.check)
app.command("forget")(teach.forget)


@app.command("show")
def show(folder: Folder, model: options.Model = None, config: options.ConfigFile = None) -> None:
    """Show what the shop says, and how many labels it files."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from skuscribe.look.bundle import read_card
    from skuscribe.shop.profile import read_shop
    from skuscribe.taxonomy.categorise import shops_own
    from skuscribe.taxonomy.mapping import refuse_unknown_words
    from skuscribe.taxonomy.words import Word, word_of

    resolved = options.settings_from(config, shop=folder, model=model)
    labels = read_card(resolved.settings.model).labels
    shop = read_shop(folder)
    refuse_unknown_words(shop, labels)
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("Name", Text(shop.profile.name or "not said"))
    for key in ("lang", "tone", "length", "spelling"):
        value = getattr(resolved.settings, key)
        table.add_row(key.capitalize(), f"{value} (from the {resolved.origins[key]})")
    table.add_row("Sells", Text(", ".join(shop.profile.sells) or "anything"))
    for word, node in shop.categories.items():
        table.add_row(
            Text(word), Text(node.path if node.id == node.path else f"{node.path} ({node.id})")
        )
    if shop.palette:
        table.add_row("Palette", Text(", ".join(shop.palette)))
    if shop.brands:
        table.add_row("Brands", Text(", ".join(shop.brands)))
    for key, rule in shop.wording:
        if rule:
            table.add_row(key.capitalize(), Text(_listed(rule)))
    words = (word_of(label) or Word(label, "", (), None, None) for label in labels)
    filed = sum(shops_own(word, shop) is not None for word in words)
    if shop.examples is not None:
        taught = f"{len(shop.examples)} photos of {len(set(shop.examples.labels))} labels"
        table.add_row("Taught", taught)
    table.add_row("Categories", f"{filed} of the {len(labels)} labels of the network are filed")
    Console(highlight=False).print(table)


def _listed(said: Mapping[str, str] | tuple[str | Required, ...]) -> str:
    """Return one rule of `voice.toml` for people to read."""
    if isinstance(said, Mapping):
        return ", ".join(f"{new} for {old}" for old, new in said.items())
    return ", ".join(each if isinstance(each, str) else each.told() for each in said)
