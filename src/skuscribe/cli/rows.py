"""Results to standard output for programs: one JSON object, an array, or a line each."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import typer


def one_form(as_json: bool, as_jsonl: bool) -> bool:
    """Tell whether programs read standard output.

    Raises:
        typer.BadParameter: both forms are asked for.
    """
    if as_json and as_jsonl:
        raise typer.BadParameter("choose one of --json and --jsonl")
    return as_json or as_jsonl


def print_rows(rows: Iterable[str], *, as_json: bool, as_jsonl: bool, one: bool) -> None:
    """Print rows as they come.

    Args:
        rows: JSON texts; they are drawn even when nothing is printed.
        as_json: an array, or the object itself when there is `one`.
        as_jsonl: a line each.
        one: whether there is one row in all.
    """
    if as_jsonl or (as_json and one):
        for row in rows:
            _put(f"{row}\n")
    elif as_json:
        # An array may be long: it is written as it comes, each element on its own line.
        _put("[")
        for number, row in enumerate(rows):
            _put(f"{',' if number else ''}\n{row}")
        _put("\n]\n")
    else:
        for _ in rows:
            pass


def _put(text: str) -> None:
    """Write JSON as UTF-8, whatever the terminal's encoding is (RFC 8259, section 8.1)."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
