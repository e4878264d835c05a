"""The public door: opens everything once, reads photos, walks the path."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import PurePath

from skuscribe import __version__
from skuscribe.attributes.colour.names import TABLE_VERSION
from skuscribe.attributes.text.engine import open_engine
from skuscribe.core.errors import ErrorCode, SkuscribeError
from skuscribe.core.settings import Settings
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.limits import Limits
from skuscribe.photo.read import PhotoSource, read_photo
from skuscribe.pipeline import Tagged, Tools, walk
from skuscribe.record.model import MadeBy, Record
from skuscribe.record.stations import Photo
from skuscribe.record.text import safe_name
from skuscribe.taxonomy.mapping import load_mapping
from skuscribe.taxonomy.table import TAXONOMY_VERSION

log = logging.getLogger(__name__)


class Tagger:
    """Turns photos into records. One object serves one thread.

    Raises:
        SkuscribeError: `model.*`, `ocr.unavailable` or `config.invalid` when a part is missing
            or broken.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._limits = Limits(
            max_bytes=self.settings.max_bytes,
            max_pixels=self.settings.max_pixels,
            decode_seconds=self.settings.decode_seconds,
        )
        bundle = read_bundle(self.settings.model)
        engine = open_engine(self.settings.ocr)
        table = self.settings.taxonomy
        self._tools = Tools(
            looker=Looker(bundle),
            engine=engine,
            mapping=load_mapping(table) if table else {},
            length=self.settings.length,
            made_by=MadeBy(
                skuscribe=__version__,
                bundle=bundle.identity,
                ocr=engine.version,
                taxonomy=f"{TAXONOMY_VERSION}, {TABLE_VERSION}",
                settings_hash=self.settings.result_hash,
            ),
        )

    def tag(
        self, *photos: PhotoSource, facts: Mapping[str, str] | None = None, id: str | None = None
    ) -> Record:
        """Return the record of one product, seen on one or several photos.

        Args:
            photos: paths, bytes, PIL images, or uint8 arrays (h, w, 3) in RGB order.
            facts: what the merchant says of the product.
            id: the record's id; the first photo's name when None.

        Raises:
            SkuscribeError: a photo cannot be read (`photo.*`), or a fact is empty or given twice
                (`config.invalid`).
            ValueError: there is no photo.
        """
        return self.see(photos, facts or {}, id).record

    def see(
        self, photos: Sequence[PhotoSource], facts: Mapping[str, str], id: str | None = None
    ) -> Tagged:
        """Do as `tag` does, and return what the stations saw as well, to draw it."""
        if not photos:
            raise ValueError("give at least one photo")
        read = [self._read(photo) for photo in photos]
        return walk(self._tools, read, facts, id or read[0].name)

    def _read(self, photo: PhotoSource) -> Photo:
        try:
            return read_photo(photo, self._limits)
        except SkuscribeError as error:
            if isinstance(photo, str | os.PathLike):
                raise error.at(safe_name(PurePath(photo).name)) from error
            raise


@dataclass(frozen=True)
class Product:
    """One product to tag: its id, its photos, what the merchant says of it."""

    id: str
    photos: tuple[PhotoSource, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


def see_each(
    products: Iterable[Product], settings: Settings, workers: int
) -> Iterator[tuple[Product, Tagged | SkuscribeError]]:
    """Tag products in parallel threads; yield them in the order given, in bounded memory.

    Each thread opens its own models, so that nothing is shared and every record is the same
    whatever the number of workers. A product that fails is yielded with its error.

    Raises:
        SkuscribeError: the models cannot be opened; see `Tagger`.
    """
    own = threading.local()
    opened = [Tagger(settings)]  # fails here, before any work, where something is missing

    def see(product: Product) -> Tagged | SkuscribeError:
        if not hasattr(own, "tagger"):
            try:
                own.tagger = opened.pop()  # the first thread takes the one that is there
            except IndexError:
                own.tagger = Tagger(settings)
        return _seen(own.tagger, product)

    if workers <= 1:
        yield from ((product, see(product)) for product in products)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[tuple[Product, Future[Tagged | SkuscribeError]]] = deque()
        for product in products:
            waiting.append((product, pool.submit(see, product)))
            if len(waiting) > 2 * workers:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _seen(tagger: Tagger, product: Product) -> Tagged | SkuscribeError:
    try:
        return tagger.see(product.photos, product.facts, product.id)
    except SkuscribeError as error:
        return error.at(product.id)
    except Exception as error:  # the one place: a bug met by one product must not harm the others
        log.exception("unexpected failure", extra={"product": product.id})
        return SkuscribeError(
            ErrorCode.INTERNAL_UNEXPECTED,
            f"unexpected failure ({type(error).__name__})",
            hint="this is a fault of skuscribe; run again with --debug and report what it says",
            where=product.id,
        )


def _next(
    waiting: deque[tuple[Product, Future[Tagged | SkuscribeError]]],
) -> tuple[Product, Tagged | SkuscribeError]:
    product, future = waiting.popleft()
    return product, future.result()
