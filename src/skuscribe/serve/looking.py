"""Looks at one photo after the other beside the server: models opened once, in a process apart."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Event, Thread

from skuscribe.core.errors import SkuscribeError
from skuscribe.settings import Settings
from skuscribe.worker import Product, Result, Worker

GLANCE = 0.2
"""Seconds after which the thread looks whether the end has come."""

Told = Callable[[Product, Result], object]
"""Is told what became of a product; called in the thread that waits for it."""


class Looking:
    """A thread that waits for a worker, which is there from the start.

    Args:
        settings: of the tagger.
        told: hears each result, in the order in which products were asked for.
    """

    def __init__(self, settings: Settings, told: Told) -> None:
        self._settings, self._told = settings, told
        self._asked: SimpleQueue[Product | None] = SimpleQueue()
        self._ended = Event()
        self._thread = Thread(target=self._work, name="skuscribe-looking", daemon=True)
        self._thread.start()

    def ask(self, product: Product) -> None:
        """Have a product looked at in its turn."""
        self._asked.put(product)

    def end(self) -> None:
        """End the worker, whatever it is doing; what waits is not looked at."""
        self._ended.set()
        self._asked.put(None)
        self._thread.join()

    def _work(self) -> None:
        worker = self._worker()
        try:
            while (product := self._asked.get()) is not None:
                try:
                    result = self._seen(worker, product)
                except SkuscribeError as error:  # the models cannot be opened: perhaps the next try
                    worker.stop()
                    worker, result = self._worker(), error
                if result is None:
                    return
                self._told(product, result)
        finally:
            worker.stop()

    def _worker(self) -> Worker:
        return Worker(self._settings, glimpses=True)

    def _seen(self, worker: Worker, product: Product) -> Result | None:
        """Return what became of a product; None where the end came first."""
        worker.give(product)
        result = None
        while not self._ended.is_set() and (result := worker.take()) is None:
            wait([worker.connection], timeout=min(GLANCE, worker.seconds_left))
        return result
