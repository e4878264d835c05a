"""Catalogues worked through one after the other: a job is a folder, and a kill costs no job.

DIR/ID/source/NAME is what was sent, DIR/ID/run the run; `webhooks.py` adds to it. What a folder
holds tells its state, so a server that starts again goes on with what is neither done, failed nor
cancelled.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import BinaryIO, Literal

from skuscribe.catalogue.sources import Said, open_source
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.core.files import read_small, write_whole
from skuscribe.run.folder import RunFolder
from skuscribe.run.row import Row
from skuscribe.run.work import Wish, work_through
from skuscribe.serve.api.webhooks import ASKED, Standing, Webhooks, standing
from skuscribe.serve.stored import is_run_name
from skuscribe.settings import Settings
from skuscribe.worker import Result

State = Literal["waiting", "running", "done", "failed", "cancelled"]
CANCELLED, FAILED, SOURCE, RUN = "cancelled", "failed.json", "source", "run"


@dataclass(frozen=True)
class Job:
    """How a job stands.

    Attributes:
        id: of the job.
        state: of five.
        products: how many there are, as far as is known.
        looked: how many of them were looked at.
        failed: of those that are done, how many have no record.
        error: why the job failed; empty otherwise.
        webhook: how the message about its end stands; None where none was asked for.
    """

    id: str
    state: State
    products: int = 0
    looked: int = 0
    failed: int = 0
    error: dict[str, str] | None = None
    webhook: Standing | None = None


class _StopError(Exception):
    """The job was cancelled, or the server ends."""


class _Watch:
    """Counts products of the job at hand, and ends it where it is told to."""

    def __init__(self, id: str, ending: Event) -> None:
        self.id, self.products, self.count = id, 0, 0
        self.cancelled, self._ending = Event(), ending

    def check(self) -> None:
        if self.cancelled.is_set() or self._ending.is_set():
            raise _StopError

    def looked(self, id: str, result: Result) -> None:
        self.count += 1
        self.check()

    def finished(self, rows: Sequence[Row]) -> None:
        self.check()

    def skipped(self, count: int) -> None:
        self.count += count
        self.check()


class Jobs:
    """The jobs of a folder.

    Args:
        folder: of them; nobody else's.
        settings: of the tagger.
        workers: processes for the job at hand.
        webhooks: sends messages when jobs have ended.
    """

    def __init__(self, folder: Path, settings: Settings, workers: int, webhooks: Webhooks) -> None:
        self.webhooks = webhooks
        self._folder, self._settings, self._workers = folder, settings, workers
        self._asked: SimpleQueue[str | None] = SimpleQueue()
        self._lock, self._ending = Lock(), Event()
        self._watch: _Watch | None = None
        self._thread: Thread | None = None

    def start(self) -> None:
        """Go on with what is unfinished, oldest first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for half in self._folder.glob(".*.tmp"):  # was never acknowledged
            shutil.rmtree(half, ignore_errors=True)
        for id in self.ids():
            if self.job(id).state == "waiting":
                self._asked.put(id)
            else:
                self._tell(id)
        self.webhooks.start()
        self._thread = Thread(target=self._work, name="skuscribe-jobs", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop the job at hand; it goes on at the next start."""
        self._ending.set()
        self._asked.put(None)
        if self._thread is not None:
            self._thread.join()

    def ids(self) -> list[str]:
        """Return the ids of all jobs, oldest first."""
        return sorted(each.name for each in self._folder.iterdir() if is_run_name(each.name))

    def add(self, name: str, content: BinaryIO, webhook: bytes | None = None) -> Job:
        """Keep a catalogue as a job; when this returns, it is on the disk.

        Args:
            name: that its file has from now on.
            content: of the file.
            webhook: as `Webhooks.asked` returns it.

        Raises:
            OSError: it cannot be written.
        """
        id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        half = self._folder / f".{id}.tmp"
        (half / SOURCE).mkdir(parents=True)
        with (half / SOURCE / name).open("wb") as stream:
            shutil.copyfileobj(content, stream)
            stream.flush()
            os.fsync(stream.fileno())
        if webhook is not None:
            write_whole(half / ASKED, webhook)
        for folder in (half / SOURCE, half):
            _synced(folder)
        half.rename(self._folder / id)
        _synced(self._folder)
        self._asked.put(id)
        return self.job(id)

    def job(self, id: str) -> Job:
        """Return how a job stands.

        Raises:
            SkuscribeError: `serve.job_unknown`.
        """
        return replace(self._stands(id), webhook=standing(self._home(id)))

    def _stands(self, id: str) -> Job:
        home = self._home(id)
        if (home / CANCELLED).exists():
            return Job(id, "cancelled")
        if (home / FAILED).exists():
            return Job(id, "failed", error=json.loads(read_small(home / FAILED)))
        head = RunFolder(home / RUN).head()
        if head is not None and head.complete:
            return Job(id, "done", head.rows, head.rows, head.failed)
        watch = self._watch
        if watch is not None and watch.id == id:
            return Job(id, "running", watch.products, watch.count)
        return Job(id, "waiting")

    def finished(self, id: str) -> Path:
        """Return the folder of a finished job's run.

        Raises:
            SkuscribeError: `serve.job_unknown`, `serve.job_unfinished`.
        """
        if self._stands(id).state != "done":
            raise SkuscribeError(ErrorCode.SERVE_JOB_UNFINISHED)
        return self._home(id) / RUN

    def cancel(self, id: str) -> Job:
        """End a job that is not done, for good; one that is done, stays so.

        Raises:
            SkuscribeError: `serve.job_unknown`.
        """
        with self._lock:
            if self.job(id).state in ("waiting", "running"):
                write_whole(self._home(id) / CANCELLED, b"")
            if self._watch is not None and self._watch.id == id:
                self._watch.cancelled.set()
        return self.job(id)

    def _home(self, id: str) -> Path:
        home = self._folder / id
        if not is_run_name(id) or not home.is_dir():
            raise SkuscribeError(ErrorCode.SERVE_JOB_UNKNOWN)
        return home

    def _work(self) -> None:
        while (id := self._asked.get()) is not None and not self._ending.is_set():
            with self._lock:
                if self.job(id).state != "waiting":
                    continue
                self._watch = watch = _Watch(id, self._ending)
            self._do(watch)
            self._watch = None
            self._tell(id)

    def _tell(self, id: str) -> None:
        """Have the sender told, where the job has come to an end of its own."""
        said = asdict(self._stands(id))
        del said["webhook"]
        if said["state"] in ("done", "failed"):
            self.webhooks.due(self._home(id), json.dumps(said).encode())

    def _do(self, watch: _Watch) -> None:
        home = self._home(watch.id)
        try:
            self._through(home, watch)
        except _StopError:
            return
        except Exception as error:  # a catalogue that cannot be read costs its own job alone
            found = error if isinstance(error, SkuscribeError) else unexpected(error, "")
            write_whole(home / FAILED, json.dumps(found.row()).encode())

    def _through(self, home: Path, watch: _Watch) -> None:
        (file,) = (home / SOURCE).iterdir()
        source = open_source(file, Said(max_rows=self._settings.max_rows))
        found = source.understood()
        watch.products = found.products + sum(found.troubles.values())
        work_through(source, file.name, home / RUN, self._settings, Wish(self._workers), watch)


def _synced(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
