"""What people see while records come: cards, picture files, progress, failures, the sum."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from skuscribe.card.gallery import GalleryCard, gallery_card, render_gallery
from skuscribe.card.picture import draw_card, png_of
from skuscribe.card.terminal import explanation, failure_line, terminal_card, trace_of
from skuscribe.cli.failure import exit_of
from skuscribe.cli.pictures import Pictures
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.core.exits import ExitStatus
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
        cutouts: folder for products on nothing, None for none.
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
        cutouts: Path | None = None,
        debug: bool = False,
    ) -> None:
        self._messages = Console(stderr=True, soft_wrap=True, highlight=False)
        self._cards_out = None if for_programs else Console(highlight=False)
        self._explain, self._debug = explain, debug
        self._cards = None if cards is None else Pictures(cards)
        self._cutouts = None if cutouts is None else Pictures(cutouts)
        self._gallery: list[GalleryCard] = []
        self._failures: list[tuple[str, SkuscribeError]] = []
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

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._progress.stop()
        if kind is None and self._cards is not None:
            name = self._cards.free(GALLERY)
            self._cards.write(name, render_gallery(self._gallery, self._failures).encode())
            count = len(self._gallery)
            cards = "1 picture card" if count == 1 else f"{count} picture cards"
            self._messages.print(f"{cards} and {name} in {self._cards.folder}", markup=False)

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
        if self._cards is None:
            return
        try:
            self._gallery.append(gallery_card(record, glimpse))
            content = png_of(draw_card(record, glimpse))
        except Exception as error:  # a bug in one product's card costs that card
            self._say(unexpected(error, record.id))
            return
        self._cards.write_for(record.id, content)

    def cutout(self, record: Record, content: bytes) -> None:
        """Keep the product of one record on nothing."""
        if self._cutouts is not None:
            self._cutouts.write_for(record.id, content)

    def failure(self, name: str, error: SkuscribeError) -> None:
        """Show one input that failed."""
        self._failures.append((name, error))
        self._say(error)
        self._progress.advance(self._task)

    def _say(self, error: SkuscribeError) -> None:
        self._messages.print(failure_line(error))
        if self._debug and error.trace:
            self._messages.print(trace_of(error))
