"""Many products, each on its own: in parallel, in order, and a failure costs its product alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from skuscribe.settings import Settings
from skuscribe.worker import Product, Result, Worker, result_of

if TYPE_CHECKING:
    from skuscribe.subject.cutout import Ground

AHEAD = 4
"""Products a worker that may be finished, or begun, before the one whose turn it is."""

Outcome = tuple[Product, Result]


def see_each(
    products: Iterable[Product],
    settings: Settings,
    workers: int,
    *,
    glimpses: bool = False,
    cutouts: Ground | None = None,
) -> Iterator[Outcome]:
    """Start workers, tag products, yield them in the order given, in bounded memory.

    Each worker opens its own models, so that nothing is shared and every record is the same
    whatever the number of workers. A product that fails, hangs or kills its worker is yielded with
    its error.

    Args:
        products: what to tag.
        settings: of every worker.
        workers: how many processes, >= 1.
        glimpses: whether results carry a small picture for a card.
        cutouts: on what they carry the product alone, None for not.

    Raises:
        SkuscribeError: the models cannot be opened; see `Tagger`.
    """
    return _run(products, [Worker(settings, glimpses, cutouts) for _ in range(workers)])


def _run(products: Iterable[Product], pool: list[Worker]) -> Iterator[Outcome]:
    try:
        yield from _in_order(enumerate(products), pool)
    finally:
        for worker in pool:
            worker.stop()


def _in_order(products: Iterator[tuple[int, Product]], pool: list[Worker]) -> Iterator[Outcome]:
    begun: dict[Worker, tuple[int, Product]] = {}
    done: dict[int, Outcome] = {}
    turn = 0
    _feed(products, pool, begun, AHEAD * len(pool))
    while begun:
        wait([w.connection for w in begun], timeout=min(w.seconds_left for w in begun))
        for worker in list(begun):
            result = worker.take()
            if result is not None:
                number, product = begun.pop(worker)
                done[number] = (product, result)
        # Before anything is handed on: who takes it may be slow, and no worker should wait for it.
        _feed(products, pool, begun, AHEAD * len(pool) - len(done))
        while turn in done:
            yield done.pop(turn)
            turn += 1
        _feed(products, pool, begun, AHEAD * len(pool) - len(done))


def _feed(
    products: Iterator[tuple[int, Product]],
    pool: list[Worker],
    begun: dict[Worker, tuple[int, Product]],
    room: int,
) -> None:
    """Give the idle workers the next products, while there are some and there is room for them."""
    for worker in pool:
        if worker not in begun and len(begun) < room:
            following = next(products, None)
            if following is None:
                return
            begun[worker] = following
            worker.give(following[1])


def see_one(
    product: Product, settings: Settings, *, glimpse: bool = False, cutout: Ground | None = None
) -> Outcome:
    """Tag one product in this process: nothing else has to be kept from harm.

    Raises:
        SkuscribeError: the models cannot be opened; see `Tagger`.
    """
    from skuscribe.tagger import Tagger

    return product, result_of(Tagger(settings), product, glimpse, cutout=cutout)
