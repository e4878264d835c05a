"""The options of `skuscribe export` that concern a shop's own file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skuscribe.catalogue.sources import Said

Run = Annotated[
    Path,
    typer.Argument(
        help="Folder of a run; or the word undo, and behind it a file that was written over.",
        metavar="RUN",
    ),
]
Undone = Annotated[
    Path | None, typer.Argument(help="With undo: the file to bring back.", metavar="[FILE]")
]
Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        "--theirs",
        help="The shop's own CSV as it is now: given back with only our cells changed.",
        metavar="FILE",
    ),
]
Base = Annotated[
    Path | None,
    typer.Option(
        help="The same file as it was last time: what was changed since stays, and is listed.",
        metavar="LAST",
    ),
]
Lock = Annotated[
    list[str] | None,
    typer.Option(help="A field or column of --into that is never written. Repeatable."),
]
Replace = Annotated[
    list[str] | None,
    typer.Option(help="A field or column of --into to write over though it is filled. Repeatable."),
]
Tags = Annotated[
    str,
    typer.Option(
        help="Tags of --into: keep (fill where empty), append (ours behind theirs) or replace."
    ),
]
Diff = Annotated[
    Path | None,
    typer.Option(help="Write only the products that differ from this file.", metavar="OLD"),
]
Utf8 = Annotated[
    bool, typer.Option("--utf8", help="Write --into in UTF-8, whatever its encoding is.")
]
Force = Annotated[
    bool, typer.Option("--force", help="With undo: also when the file was changed since.")
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column", help="Which column of --into holds what: id=SKU, title, description.",
        metavar="ROLE=NAME",
    ),
]  # fmt: skip
Encoding = Annotated[str | None, typer.Option(help="Of --into, such as cp1252.")]
Delimiter = Annotated[str | None, typer.Option(help="Between cells of --into, one character.")]


@dataclass(frozen=True)
class ShopFile:
    """A shop's own file, and what should become of its cells.

    Attributes:
        into, base: it as it is now, and as it was last time.
        lock, replace, append: names of fields or columns.
        utf8: whether to write it in UTF-8.
        said: what the user says of its form.
    """

    into: Path
    base: Path | None
    lock: tuple[str, ...]
    replace: tuple[str, ...]
    append: tuple[str, ...]
    utf8: bool
    said: Said


def by_tags(tags: str, replace: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields to replace, and those to append to.

    Raises:
        typer.BadParameter: `tags` is none of the three.
    """
    if tags not in ("keep", "append", "replace"):
        raise typer.BadParameter("keep, append or replace", param_hint="--tags")
    more = ("tags",) if tags == "replace" else ()
    return (*(replace or ()), *more), ("tags",) if tags == "append" else ()


def said_from(column: Sequence[str] | None, encoding: str | None, delimiter: str | None) -> Said:
    """Return what the user says of a file.

    Raises:
        typer.BadParameter: a role that there is not, or a delimiter of several characters.
    """
    from skuscribe.catalogue.columns import ROLES
    from skuscribe.catalogue.sources import Said

    columns = options.pairs_from(column, "--column", "id=SKU")
    if unknown := [role for role in columns if role not in ROLES]:
        said = f"'{unknown[0]}' is none of {', '.join(ROLES)}"
        raise typer.BadParameter(said, param_hint="--column")
    sign = None if delimiter is None else delimiter.replace("\\t", "\t")
    if sign is not None and len(sign) != 1:
        raise typer.BadParameter("give one character, such as ;", param_hint="--delimiter")
    return Said(columns, encoding, sign)
