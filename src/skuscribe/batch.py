"""Many products, each on its own: in parallel, in order, and a failure costs its product alone."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.photo.read import PhotoSource
from skuscribe.settings import Settings
from skuscribe.tagger import Tagged, Tagger

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Product:
    """One product to tag: its id, its photos, what the merchant says of it."""

    id: str
    photos: tuple[PhotoSource, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


Outcome = tuple[Product, Tagged | SkuscribeError]


def see_each(products: Iterable[Product], settings: Settings, workers: int) -> Iterator[Outcome]:
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
        return unexpected(error, product.id)


def _next(
    waiting: deque[tuple[Product, Future[Tagged | SkuscribeError]]],
) -> Outcome:
    product, future = waiting.popleft()
    return product, future.result()
