"""How a long work goes: a bar on a terminal, lines without one, JSON lines for programs."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Self

import typer
from rich import progress as bars
from rich.console import Console
from rich.text import Text

from skuscribe.cli.understood import spoken
from skuscribe.core.codes import BY_CODE
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.exits import ExitStatus

if TYPE_CHECKING:
    from skuscribe.catalogue.understood import Understood
    from skuscribe.cli.pictures import Pictures
    from skuscribe.run.folder import Head
    from skuscribe.run.row import Row
    from skuscribe.worker import Result

SHOWN = 5
"""Failures that are told one by one while the work goes on."""

SECONDS_BETWEEN = {"lines": 10.0, "json": 1.0}


def opened(name: str, found: Understood) -> None:
    """Tell what was understood of a source, and what was doubtful, before the work starts."""
    console = Console(stderr=True, highlight=False)
    products = f"{found.products:,} products, {found.photos:,} photos"
    console.print(Text(f"{name}: {found.kind}, {products}"))
    for doubt in found.doubts:
        console.print(Text(f"? {doubt}", style="yellow"))


class Progress:
    """Tells how a run goes, on standard error.

    Args:
        total: rows of the run.
        as_json: a JSON line a second, for programs.
        cutouts: where the products alone are kept, None for nowhere.
    """

    def __init__(self, total: int, *, as_json: bool, cutouts: Pictures | None = None) -> None:
        self._cutouts = cutouts
        self._console = Console(stderr=True, soft_wrap=True, highlight=False)
        self._as_json, self._total = as_json, total
        self._written = self._ahead = self._skipped = 0
        self._failures: Counter[str] = Counter()
        self._item = ""
        self._begun = self._last = time.monotonic()
        self._bar = bars.Progress(
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            bars.TextColumn("{task.fields[rate]}"),
            bars.TimeRemainingColumn(),
            bars.TextColumn("{task.fields[failed]}", style="red"),
            bars.TextColumn("{task.fields[item]}", style="dim", markup=False),
            console=self._console,
            transient=True,
            disable=as_json or not self._console.is_terminal,
        )
        self._task = self._bar.add_task("", total=total, rate="", failed="", item="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._bar.stop()
        if kind is not None:
            done = f"{self._written + self._skipped:,} of {self._total:,} rows are finished"
            self._console.print(Text(f"Stopped: {done}. Run the same again to go on."))

    def looked(self, id: str, result: Result) -> None:
        """Tell of a product that was looked at, and keep its cut-out."""
        if self._cutouts is not None and not isinstance(result, SkuscribeError) and result.cutout:
            self._cutouts.write_at(id, result.cutout)
        self._ahead, self._item = self._ahead + 1, id
        self._tell()

    def finished(self, rows: Sequence[Row]) -> None:
        """Tell of a shard that was written."""
        self._written, self._ahead = self._written + len(rows), 0
        for row in rows:
            if row.failure is not None:
                self._failures[str(row.failure.code)] += 1
                if self._failures.total() <= SHOWN:
                    self._fail(row)
        self._tell()

    def settled(self, rows: int) -> None:
        """Tell of a shard that was settled again."""
        self._written += rows
        self._tell()

    def skipped(self, count: int) -> None:
        """Tell of rows that were there already."""
        self._skipped += count
        self._tell()

    def _fail(self, row: Row) -> None:
        from skuscribe.card.terminal import failure_line

        if row.failure is not None and not self._as_json:
            self._console.print(failure_line(row.failure))

    @property
    def _done(self) -> int:
        return min(self._total, self._skipped + self._written + self._ahead)

    @property
    def _rate(self) -> float:
        passed = time.monotonic() - self._begun
        return (self._done - self._skipped) / passed if passed > 0 else 0.0

    def _tell(self) -> None:
        failed = self._failures.total()
        self._bar.update(
            self._task,
            completed=self._done,
            rate=f"{self._rate:.1f}/s",
            failed=f"{failed:,} failed" if failed else "",
            item=self._item[-40:],
        )
        form = "json" if self._as_json else "lines"
        if self._bar.disable and time.monotonic() - self._last >= SECONDS_BETWEEN[form]:
            self._last = time.monotonic()
            self._say()

    def _say(self) -> None:
        left = (self._total - self._done) / self._rate if self._rate else 0.0
        failed = self._failures.total()
        if self._as_json:
            told = {
                "done": self._done,
                "total": self._total,
                "failed": failed,
                "rate": round(self._rate, 2),
                "seconds_left": round(left, 1),
                "item": self._item,
            }
            sys.stderr.write(json.dumps(told) + "\n")
            sys.stderr.flush()
            return
        told_failed = f", {failed:,} failed" if failed else ""
        self._console.print(
            Text(
                f"{self._done:,} of {self._total:,}{told_failed}, {self._rate:.1f} a second, "
                f"{spoken(left)} left; now {self._item}"
            )
        )

    def sum_up(self, out: Path, head: Head, *, as_json: bool) -> None:
        """Tell what came out."""
        if self._as_json:
            self._say()
        if as_json:
            typer.echo(json.dumps({"out": str(out), **asdict(head)}, ensure_ascii=False))
            return
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        records = head.rows - head.failed
        before = f" ({self._skipped:,} were there already)" if self._skipped else ""
        console.print(Text(f"{records:,} records in {out / 'records.jsonl'}{before}"))
        if head.failed:
            console.print(Text(f"{head.failed:,} rows failed: {out / 'failures.csv'}"))
            console.print(Text("Mend them, then run again with --retry failed", style="dim"))
        for code, count in self._failures.most_common():
            console.print(Text(f"  {count:,} {code}: {BY_CODE[code].hint}", style="dim"))

    def exit_status(self, head: Head) -> ExitStatus:
        """All done, some failed, or nothing could be read."""
        if not head.failed:
            return ExitStatus.DONE
        return ExitStatus.NO_INPUT if head.failed == head.rows else ExitStatus.SOME_FAILED
