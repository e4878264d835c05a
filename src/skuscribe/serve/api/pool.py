"""Products looked at beside the event loop: workers with models opened once, a bounded queue."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import sleep

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.settings import Settings
from skuscribe.tagger import Tagged
from skuscribe.worker import Product, Result, Worker

GLANCE = 0.2
"""Seconds after which a thread looks whether the end has come."""


class Places:
    """So many requests at once, waiting ones among them; one more is turned away.

    Args:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        self.count, self.taken = count, 0
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place.

        Raises:
            SkuscribeError: `serve.busy`.
        """
        with self._lock:
            if self.taken >= self.count:
                raise SkuscribeError(ErrorCode.SERVE_BUSY)
            self.taken += 1
        try:
            yield
        finally:
            with self._lock:
                self.taken -= 1


Task = tuple[Product, "Future[Result]"]


class Pool:
    """Worker processes, each with a thread that waits for it; `start` begins them.

    Args:
        settings: of the taggers.
        workers: how many, >= 1.
    """

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings, self.workers = settings, workers
        self._asked: SimpleQueue[Task | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._open: set[int] = set()
        self._ending = Event()

    def start(self) -> None:
        """Start the workers; they open their models meanwhile."""
        for number in range(self.workers):
            name = f"skuscribe-api-{number}"
            thread = Thread(target=self._work, args=(number,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    @property
    def ready(self) -> int:
        """How many workers have their models open."""
        return len(self._open)

    async def seen(self, product: Product) -> Tagged:
        """Return what a worker makes of a product.

        Raises:
            SkuscribeError: as `Tagger.see`; `serve.busy`, the server is ending.
        """
        if self._ending.is_set():
            raise SkuscribeError(ErrorCode.SERVE_BUSY)
        task: Future[Result] = Future()
        self._asked.put((product, task))
        result = await asyncio.wrap_future(task)
        if isinstance(result, SkuscribeError):
            raise result
        return result

    def end(self) -> None:
        """Finish what was taken, then end the workers."""
        self._ending.set()
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self, number: int) -> None:
        worker = self._opened(number)
        try:
            while (task := self._asked.get()) is not None:
                product, future = task
                if not future.set_running_or_notify_cancel():  # who asked has gone
                    continue
                try:
                    future.set_result(_result(worker, product))
                except Exception as error:  # models that cannot be opened: perhaps the next try
                    future.set_result(_told(error))
                    worker.stop()
                    self._open.discard(number)
                    worker = self._opened(number)
        finally:
            self._open.discard(number)
            worker.stop()

    def _opened(self, number: int) -> Worker:
        """Return a worker with open models, or the last that failed once the end has come."""
        worker = Worker(self._settings, glimpses=False)
        while not worker.is_open and not self._ending.is_set():
            wait([worker.connection], timeout=GLANCE)
            try:
                worker.take()
            except SkuscribeError:
                worker.stop()
                sleep(1)
                worker = Worker(self._settings, glimpses=False)
        self._open.add(number)
        return worker


def _told(error: Exception) -> SkuscribeError:
    return error if isinstance(error, SkuscribeError) else unexpected(error, "")


def _result(worker: Worker, product: Product) -> Result:
    worker.give(product)
    while (result := worker.take()) is None:
        wait([worker.connection], timeout=worker.seconds_left)
    return result
