"""One worker: a process with a tagger of its own, which can be ended when a photo costs too much.

Decoders are C code: one that hangs, eats memory or dies cannot be stopped from inside its process.
So the parent watches the clock, the system watches the memory, and a worker that fails is replaced.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Union

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.settings import Settings

if TYPE_CHECKING:
    from skuscribe.photo.read import PhotoSource
    from skuscribe.subject.cutout import Ground
    from skuscribe.tagger import Tagged, Tagger

SPARE_MEMORY = 1_000_000_000
"""Bytes of address space that photos may take beyond what the opened models hold."""

UNWATCHED = 3600.0
"""Seconds a worker gives a decoder itself: the parent's clock ends it, and its process with it.

A worker that gave up by itself would keep the thread that goes on decoding.
"""

HELD = 80_000_000
"""Bytes that a worker may hold beyond its opened models before it gives freed ones back (6 ms)."""

LONGEST_WAIT = 60.0
"""Seconds after which a parent that waits looks again, deadline or not."""

Result = Union["Tagged", SkuscribeError]


@dataclass(frozen=True)
class Product:
    """One product to tag: its id, its photos, what the merchant says of it."""

    id: str
    photos: tuple[PhotoSource, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


class Signal(Enum):
    """What a worker tells beside results."""

    OPENED = auto()  # its models are open
    READ = auto()  # the product's photos are decoded


class Worker:
    """The parent's end of a worker process.

    Args:
        settings: of its tagger.
        glimpses: whether results carry a small picture.
        cutouts: on what they carry the product alone, None for not.
    """

    def __init__(self, settings: Settings, glimpses: bool, cutouts: Ground | None = None) -> None:
        self._settings, self._pictures = settings, (glimpses, cutouts)
        self._product: Product | None = None
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, child = context.Pipe()
        arguments = (self._settings, self._pictures, child)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        child.close()
        self._opened, self._deadline = False, float("inf")

    @property
    def is_open(self) -> bool:
        """Whether `take` has heard that its models are open."""
        return self._opened

    @property
    def seconds_left(self) -> float:
        """Seconds until the work at hand has taken too long, at most `LONGEST_WAIT`."""
        return min(LONGEST_WAIT, max(0.0, self._deadline - time.monotonic()))

    def give(self, product: Product) -> None:
        """Hand it a product; it must be idle."""
        self._product = product
        with contextlib.suppress(OSError):  # one that has just died is found by `take`
            self.connection.send(product)
        if self._opened:
            self._allow_decoding(product)

    def take(self) -> Result | None:
        """Return the result of the product at hand, None while there is none.

        Raises:
            SkuscribeError: the models could not be opened.
        """
        try:
            if not self.connection.poll():
                return self._replaced(self._late) if time.monotonic() > self._deadline else None
            told = self.connection.recv()
        except (EOFError, OSError):
            return self._died()
        if isinstance(told, Signal):
            self._noted(told)
            return None
        if not self._opened:
            raise told
        self._deadline, self._product = float("inf"), None
        return told  # type: ignore[no-any-return]

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self.connection.close()

    def _noted(self, told: Signal) -> None:
        if told is Signal.READ:
            self._allow(self._settings.item_seconds, ErrorCode.ITEM_TIMEOUT)
            return
        self._opened = True
        if self._product is not None:
            self._allow_decoding(self._product)

    def _allow_decoding(self, product: Product) -> None:
        seconds = self._settings.decode_seconds * len(product.photos)
        self._allow(seconds, ErrorCode.PHOTO_DECODE_TIMEOUT)

    def _allow(self, seconds: float, code: ErrorCode) -> None:
        """Give it so long; afterwards its product fails with `code`."""
        self._deadline = time.monotonic() + seconds
        self._late = SkuscribeError(code, f"{code.meaning} ({seconds:g} seconds)")

    def _died(self) -> Result | None:
        self._process.join()
        if not self._opened:
            raise SkuscribeError(
                ErrorCode.INTERNAL_UNEXPECTED,
                f"a worker ended while it opened its models (status {self._process.exitcode})",
            )
        status = self._process.exitcode
        error = SkuscribeError(ErrorCode.ITEM_CRASHED, f"the worker died (status {status})")
        return self._replaced(error)

    def _replaced(self, error: SkuscribeError) -> Result | None:
        """Put a fresh process in the place of this one; return the failure of its product."""
        product, self._product = self._product, None
        self.stop()
        self._start()
        return error.at(product.id) if product is not None else None


def _serve(
    settings: Settings, pictures: tuple[bool, Ground | None], connection: Connection
) -> None:
    """Be the worker: open the models, then answer product by product until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    # Imported here alone: the parent starts its workers before it has loaded what they need.
    import cv2

    from skuscribe.tagger import Tagger

    glimpses, cutouts = pictures
    cv2.setNumThreads(1)  # workers run side by side instead
    try:
        tagger = Tagger(settings.model_copy(update={"decode_seconds": UNWATCHED}))
    except SkuscribeError as error:
        connection.send(error)
        return
    except Exception as error:  # a package that breaks when it is opened
        connection.send(unexpected(error, ""))
        return
    _bound_memory()
    connection.send(Signal.OPENED)
    _, opened = _memory()
    with contextlib.suppress(EOFError, OSError):
        while True:
            product: Product = connection.recv()
            read = partial(connection.send, Signal.READ)
            connection.send(result_of(tagger, product, glimpses, read, cutouts))
            if _memory()[1] > opened + HELD:
                _give_back_memory()


def result_of(
    tagger: Tagger,
    product: Product,
    glimpse: bool,
    on_read: Callable[[], object] = lambda: None,
    cutout: Ground | None = None,
) -> Result:
    """Return what `tagger` makes of `product`, or why there is nothing; never raise.

    Args:
        tagger: opened.
        product: what to tag.
        glimpse: whether the result carries a small picture.
        on_read: called when all photos are decoded.
        cutout: on what it carries the product alone, None for not.
    """
    from skuscribe.tagger import Cut

    try:
        photos = tagger.read(product.photos)
        on_read()
        cut = None if cutout is None else Cut(cutout, product.photos)
        return tagger.walk(photos, product.facts, product.id, glimpse=glimpse, cutout=cut)
    except SkuscribeError as error:
        return error if error.where else error.at(product.id)
    except MemoryError:
        return SkuscribeError(ErrorCode.ITEM_CRASHED, "out of memory", where=product.id)
    except Exception as error:  # the one place: a bug met by one product must not harm the others
        return unexpected(error, product.id)


def _memory() -> tuple[int, int]:
    """Return this process's address space and what of it is resident, bytes; 0 where untold."""
    try:
        space, resident = Path("/proc/self/statm").read_text().split()[:2]
        page = os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0, 0
    return int(space) * page, int(resident) * page


def _give_back_memory() -> None:
    """Let glibc hand freed memory back: tensors of ever other sizes leave it in pieces.

    Over 125 photos with text a process held 558 MB without this and 284 MB with it.
    """
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such call
        ctypes.CDLL(None).malloc_trim(0)


def _bound_memory() -> None:
    """Let this process grow by `SPARE_MEMORY` and no more, where the system can hold it to that."""
    space, _ = _memory()
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        if space:
            limit = space + SPARE_MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
