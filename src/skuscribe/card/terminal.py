"""A terminal card. Foreign text is shown as it is, never read as markup or control codes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from skuscribe.card import summary
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.model import Record
from skuscribe.record.text import clean_text


def terminal_card(record: Record) -> Panel:
    """Return the card of one record."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column()
    sure = record.category.label is not None
    rows.add_row("Category", Text(summary.category_line(record), style="bold" if sure else ""))
    for name, path in summary.filed_lines(record):
        rows.add_row(name, _foreign(path, "dim"))
    for name, swatches in summary.painted(record).items():
        rows.add_row(name, _painted(swatches))
    for name, value in summary.other_lines(record):
        rows.add_row(name, Text(value))
    if record.texts:
        rows.add_row("Text", _foreign(summary.text_line(record)))
    for key, value in summary.fact_lines(record):
        rows.add_row(_foreign(key), _foreign(value))
    if len(record.photos) > 1:
        rows.add_row("Photos", _foreign(", ".join(photo.name for photo in record.photos)))
    rows.add_row("Outline", Text(summary.subject_line(record)))
    parts: list[RenderableType] = [rows]
    if record.description.text:
        parts += [Text(), _foreign(record.description.text)]
    if record.review.reasons:
        parts += [Text(), *(_doubt(reason.message) for reason in record.review.reasons)]
    return Panel(Group(*parts), title=_foreign(record.id, "bold"), title_align="left")


def explanation(record: Record) -> Table:
    """Return a table of every claim and its grounds."""
    table = Table("Field", "Claim", "Kind", "Grounds", title="What each claim rests on")
    for claim in record.description.claims:
        words = _foreign(summary.claimed(record.description, claim))
        grounds = Text(", ".join(claim.grounds))
        table.add_row(claim.field, words, _foreign(claim.kind), grounds)
    return table


def failure_line(error: SkuscribeError) -> Text:
    """Return one line: what happened, with which input, and what to do."""
    line = Text("✗ ", style="red")
    if error.where:
        line.append(clean_text(f"{error.where}:") + " ", style="bold")
    line.append(clean_text(error.message))
    line.append(f" [{error.code}]", style="dim")
    if error.hint:
        line.append(f" — {clean_text(error.hint)}")
    return line


def trace_of(error: SkuscribeError) -> Text:
    """Return where a fault of our own happened, for those who asked; empty for other failures."""
    return Text(error.trace, style="dim")


def _painted(swatches: Sequence[summary.Swatch]) -> Text:
    if not swatches:
        return Text("not sure", style="dim")
    line = Text()
    for swatch in swatches:
        line.append("██ ", style=swatch.hex)
        line.append(f"{swatch.name} ")
        line.append(f"{swatch.note}   ", style="dim")
    return line


def _doubt(message: str) -> Text:
    return Text(f"? {message}", style="yellow")


def _foreign(text: str, style: str = "") -> Text:
    return Text(clean_text(text, limit=5000), style=style)
