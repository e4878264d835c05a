"""What people see while records come: cards, picture files, progress, failures, the sum."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from skuscribe.card.gallery import GalleryCard, gallery_card, render_gallery
from skuscribe.card.picture import draw_card
from skuscribe.card.terminal import explanation, failure_line, terminal_card
from skuscribe.core.errors import ErrorCode, ExitStatus, SkuscribeError
from skuscribe.core.files import write_whole
from skuscribe.record.model import Record
from skuscribe.record.stations import Glimpse

GALLERY = "gallery.html"


class Show:
    """Shows results as they come. Standard output is for cards unless programs read it.

    Args:
        total: how many products there are.
        doing: what is done with them, for the progress bar.
        for_programs: standard output carries JSON; people read standard error.
        explain: show the grounds of each claim.
        cards: folder for picture cards and the gallery, None for none.
    """

    def __init__(
        self,
        total: int,
        doing: str,
        *,
        for_programs: bool,
        explain: bool,
        cards: Path | None = None,
    ) -> None:
        self._messages = Console(stderr=True, soft_wrap=True, highlight=False)
        self._cards_out = None if for_programs else Console(highlight=False)
        self._explain = explain
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
            page = render_gallery(self._gallery, self._failures)
            self._write(GALLERY, page.encode())
            count = len(self._gallery)
            cards = "1 picture card" if count == 1 else f"{count} picture cards"
            self._messages.print(f"{cards} and {GALLERY} in {self._folder}", markup=False)

    @property
    def exit_status(self) -> ExitStatus:
        """All done, some failed, or nothing could be read."""
        if not self._failures:
            return ExitStatus.DONE
        alone = len(self._failures) == self._total
        return ExitStatus.NO_INPUT if alone else ExitStatus.SOME_FAILED

    def record(self, record: Record) -> None:
        """Show one record."""
        if self._cards_out is not None:
            self._cards_out.print(terminal_card(record))
        if self._explain:
            (self._cards_out or self._messages).print(explanation(record))
        self._progress.advance(self._task)

    def card(self, record: Record, glimpse: Glimpse) -> None:
        """Draw one record into the folder for cards."""
        self._gallery.append(gallery_card(record, glimpse))
        stream = io.BytesIO()
        draw_card(record, glimpse).save(stream, "PNG")
        self._write(self._file_name(record.id), stream.getvalue())

    def failure(self, name: str, error: SkuscribeError) -> None:
        """Show one input that failed."""
        self._failures.append((name, error))
        self._messages.print(failure_line(error))
        self._progress.advance(self._task)

    def _file_name(self, id: str) -> str:
        """Return a file name for a record: readable, safe, used once."""
        bare = id.removesuffix(PurePath(id).suffix)
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", bare).strip("-.")[:80] or "record"
        name, number = f"{stem}.png", 2
        while name in self._names:
            name, number = f"{stem}-{number}.png", number + 1
        self._names.add(name)
        return name

    def _write(self, name: str, content: bytes) -> None:
        if self._folder is None:
            return
        try:
            write_whole(self._folder / name, content)
        except OSError as error:
            raise SkuscribeError(
                ErrorCode.CONFIG_INVALID,
                f"cannot write {name}: {error.strerror}",
                hint="choose a folder that can be written",
                where=str(self._folder),
            ) from error
