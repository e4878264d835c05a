"""What people see while records come: cards, picture files, progress, failures, the sum."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from skuscribe.card.gallery import GalleryCard, gallery_card, render_gallery
from skuscribe.card.picture import MARK, draw_card, png_of
from skuscribe.card.terminal import explanation, failure_line, terminal_card, trace_of
from skuscribe.cli.failure import exit_of, not_written
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.core.exits import ExitStatus
from skuscribe.core.files import write_whole
from skuscribe.record.model import Record
from skuscribe.record.stations import Glimpse

GALLERY = "gallery.html"
MARK_WITHIN = 2_000
"""Bytes at a file's beginning that tell whether this program wrote it."""


class Show:
    """Shows results as they come. Standard output is for cards unless programs read it.

    Args:
        total: how many products there are.
        doing: what is done with them, for the progress bar.
        for_programs: standard output carries JSON; people read standard error.
        explain: show the grounds of each claim.
        cards: folder for picture cards and the gallery, None for none.
        debug: show where a fault of our own happened.
    """

    def __init__(
        self,
        total: int,
        doing: str,
        *,
        for_programs: bool,
        explain: bool,
        cards: Path | None = None,
        debug: bool = False,
    ) -> None:
        self._messages = Console(stderr=True, soft_wrap=True, highlight=False)
        self._cards_out = None if for_programs else Console(highlight=False)
        self._explain, self._debug = explain, debug
        self._folder = cards
        self._gallery: list[GalleryCard] = []
        self._failures: list[tuple[str, SkuscribeError]] = []
        self._names: set[str] = set()
        self._total = total
        self._progress = Progress(
            "[progress.description]{task.description}",
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._messages,
            transient=True,
            disable=total < 2 or not self._messages.is_terminal,
        )
        self._task = self._progress.add_task(doing, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
        if kind is None and self._folder is not None:
            name = self._free(GALLERY)
            self._write(name, render_gallery(self._gallery, self._failures).encode())
            count = len(self._gallery)
            cards = "1 picture card" if count == 1 else f"{count} picture cards"
            self._messages.print(f"{cards} and {name} in {self._folder}", markup=False)

    @property
    def exit_status(self) -> ExitStatus:
        """All done, some failed, or nothing could be read."""
        if not self._failures:
            return ExitStatus.DONE
        unread = sum(exit_of(error) is ExitStatus.NO_INPUT for _, error in self._failures)
        return ExitStatus.NO_INPUT if unread == self._total else ExitStatus.SOME_FAILED

    def record(self, record: Record) -> None:
        """Show one record."""
        if self._cards_out is not None:
            self._cards_out.print(terminal_card(record))
        if self._explain:
            (self._cards_out or self._messages).print(explanation(record))
        self._progress.advance(self._task)

    def card(self, record: Record, glimpse: Glimpse) -> None:
        """Draw one record into the folder for cards."""
        try:
            self._gallery.append(gallery_card(record, glimpse))
            content = png_of(draw_card(record, glimpse))
        except Exception as error:  # a bug in one product's card costs that card
            self._say(unexpected(error, record.id))
            return
        self._write(self._file_name(record.id), content)

    def failure(self, name: str, error: SkuscribeError) -> None:
        """Show one input that failed."""
        self._failures.append((name, error))
        self._say(error)
        self._progress.advance(self._task)

    def _say(self, error: SkuscribeError) -> None:
        self._messages.print(failure_line(error))
        if self._debug and error.trace:
            self._messages.print(trace_of(error))

    def _file_name(self, id: str) -> str:
        """Return a file name for a record: readable, safe, used once."""
        bare = id.removesuffix(PurePath(id).suffix)
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", bare).strip("-.")[:80] or "record"
        return self._free(f"{stem}.png")

    def _free(self, name: str) -> str:
        """Return `name`, numbered until it stands for no other record and no file of another's."""
        path = PurePath(name)
        free, number = name, 2
        while free in self._names or not self._may_write(free):
            free, number = f"{path.stem}-{number}{path.suffix}", number + 1
        self._names.add(free)
        return free

    def _may_write(self, name: str) -> bool:
        path = (self._folder or Path()) / name
        try:
            with path.open("rb") as stream:
                return MARK in stream.read(MARK_WITHIN)
        except FileNotFoundError:
            return True
        except OSError:
            return False

    def _write(self, name: str, content: bytes) -> None:
        if self._folder is None:
            return
        try:
            write_whole(self._folder / name, content)
        except OSError as error:
            hint = "choose a folder that can be written"
            raise not_written(error, str(self._folder / name), hint) from error
