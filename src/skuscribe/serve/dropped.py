"""Photos that were dropped onto the page: stored under safe names, looked at, shown as cards."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PIL import Image

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.formats import format_of
from skuscribe.photo.read import NamedPhoto
from skuscribe.photo.source import checked
from skuscribe.record.text import clean_text
from skuscribe.serve.looking import Looking
from skuscribe.serve.stored import stored_name
from skuscribe.settings import Settings
from skuscribe.tagger import Tagged
from skuscribe.worker import Product, Result

MOST = 500
"""Photos on one page; a folder of more is the business of `skuscribe run`."""

MOST_BYTES = 2_000_000_000
QUALITY = 85


@dataclass(frozen=True, eq=False)
class Card:
    """What became of a dropped photo.

    Attributes:
        name: as the browser said it, cleaned.
        stored: name of its file; empty where it was not stored.
        tagged: its record and what was seen; None after a failure.
        picture: a small JPEG; empty after a failure.
        error: why there is no record.
    """

    name: str
    stored: str = ""
    tagged: Tagged | None = None
    picture: bytes = b""
    error: SkuscribeError | None = None


class Dropped:
    """The photos of one page.

    Args:
        folder: where they are stored; empty, and nobody else's.
        settings: of the tagger.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings
        self._cards: list[Card] = []
        self._names: dict[str, str] = {}
        self._bytes = self._count = 0
        self._alone = Lock()
        self._looking = Looking(settings, self._looked)

    def add(self, said: str, content: bytes) -> None:
        """Store a photo and have it looked at; one that is none becomes a card that says so.

        Args:
            said: its name, by the browser.
            content: of the file.

        Raises:
            SkuscribeError: `serve.drop_full`.
            OSError: it cannot be stored.
        """
        name = clean_text(said) or "photo"
        with self._alone:
            self._refuse_more(len(content))
            self._count += 1
            try:
                checked(content, len(content), self.settings.max_bytes)
                stored = stored_name(said, format_of(content, name), self._taken())
            except SkuscribeError as error:
                self._cards.append(Card(name, error=error))
                return
            path = self.folder / stored
            path.write_bytes(content)
            self._names[stored], self._bytes = name, self._bytes + len(content)
        self._looking.ask(Product(stored, (NamedPhoto(path, stored),)))

    def _refuse_more(self, more: int) -> None:
        if self._count >= MOST or self._bytes + more > MOST_BYTES:
            said = f"the page holds {MOST} photos and {MOST_BYTES // 10**9} GB, no more"
            raise SkuscribeError(ErrorCode.SERVE_DROP_FULL, said)

    def _taken(self) -> set[str]:
        return {name.casefold() for name in self._names}

    def _looked(self, product: Product, result: Result) -> None:
        name = self._names[product.id]
        if isinstance(result, SkuscribeError):
            card = Card(name, product.id, error=result)
        else:
            card = Card(name, product.id, result, _picture(result))
        with self._alone:
            self._cards.append(card)

    def cards(self) -> Sequence[Card]:
        """Return the cards that are made, in the order in which they were."""
        with self._alone:
            return tuple(self._cards)

    @property
    def count(self) -> int:
        """How many photos were dropped; those without a card are waiting."""
        return self._count

    def end(self) -> None:
        """End the worker, and take the stored photos away."""
        self._looking.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def _picture(tagged: Tagged) -> bytes:
    if tagged.glimpse is None:
        return b""
    stream = io.BytesIO()
    Image.fromarray(tagged.glimpse.pixels).save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()
