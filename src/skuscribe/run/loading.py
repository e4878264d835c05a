"""Photos from addresses, loaded ahead of their turn, several at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.read import NamedPhoto
from skuscribe.run.entry import Entry
from skuscribe.settings import Settings

if TYPE_CHECKING:
    from skuscribe.fetch.fetch import Fetched

AT_ONCE = 16


class Fetches(Protocol):
    """Fetches a photo: see `fetch.fetch.Fetcher`."""

    def fetch(self, address: str) -> Fetched:
        """Return the photo, or raise a `SkuscribeError`."""


class Loader:
    """Makes photos of what entries name.

    Args:
        fetcher: fetches addresses and keeps what it fetched; None refuses them.
        pool: its threads.
    """

    def __init__(self, fetcher: Fetches | None, pool: ThreadPoolExecutor) -> None:
        self._fetcher, self._pool = fetcher, pool
        self._asked: dict[str, Future[None]] = {}

    def ask(self, entries: Iterable[Entry]) -> None:
        """Begin to load what entries name."""
        if self._fetcher is not None:
            for address in _addresses(entries):
                if address not in self._asked:
                    self._asked[address] = self._pool.submit(self._load, address)

    def forget(self, entries: Iterable[Entry]) -> None:
        """Forget what was asked for."""
        for address in _addresses(entries):
            self._asked.pop(address, None)

    def photos_of(self, entry: Entry) -> tuple[list[NamedPhoto], list[SkuscribeError]]:
        """Return the photos of an entry, and why others could not be loaded."""
        found, lost = list[NamedPhoto](), list[SkuscribeError]()
        for photo in entry.photos:
            try:
                found.append(NamedPhoto(self._source(photo.place), photo.name))
            except SkuscribeError as error:
                lost.append(error)
        return found, lost

    def _load(self, address: str) -> None:
        """Load a photo into the folder: many are asked for ahead, and none is held in memory."""
        if self._fetcher is not None:
            self._fetcher.fetch(address)

    def _source(self, place: Path | str) -> Path | bytes:
        if isinstance(place, Path):
            return place
        if self._fetcher is None:
            raise SkuscribeError(ErrorCode.FETCH_DISABLED, where=place.partition("?")[0][:80])
        if asked := self._asked.get(place):
            asked.result()
        return self._fetcher.fetch(place).content


def _addresses(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from (photo.place for photo in entry.photos if isinstance(photo.place, str))


@contextmanager
def loader_for(settings: Settings, folder: Path) -> Iterator[Loader]:
    """Give a loader that keeps what it loads in `folder`."""
    with ThreadPoolExecutor(AT_ONCE, "skuscribe-fetch") as pool:
        if not settings.fetch:
            yield Loader(None, pool)
            return
        from skuscribe.fetch.fetch import Fetcher
        from skuscribe.fetch.policy import Policy

        policy = Policy(
            hosts=settings.fetch_hosts,
            max_bytes=settings.max_bytes,
            seconds=settings.fetch_seconds,
        )
        fetcher = Fetcher(policy, folder)
        try:
            yield Loader(fetcher, pool)
        finally:
            fetcher.close()
            pool.shutdown(wait=False, cancel_futures=True)
