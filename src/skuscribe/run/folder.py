"""The folder of a run: which shards are finished, and what they hold.

run.json          what it was looked at with and settled with
shards/00000/     observed.jsonl, records.jsonl, done.json; there whole or not at all
records.jsonl     all records, and failures.csv, once every shard is finished
decisions.sqlite  what people decided
photos/           photos from addresses
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_folder, write_whole, written_whole
from skuscribe.run.row import Row
from skuscribe.run.shard import Shard

SCHEMA = "skuscribe.run/1"
RECORDS, OBSERVED, DONE, FAILURES = "records.jsonl", "observed.jsonl", "done.json", "failures.csv"

UNSETTLED = ""
"""What a head says of its words while shards are settled anew: a kill may leave some of each."""


@dataclass(frozen=True)
class Head:
    """What `run.json` says.

    Attributes:
        source: name of what was worked through.
        seen, settled: fingerprints, see `fingerprint`.
        shop, lang, tone, length, spelling: what it was settled with, for settling it again.
        fetch: whether photos were loaded from the web.
        rows, failed: counts; of a run that is not complete, 0.
        complete: whether every shard is finished.
        photos: folder where the source's photos lie, to show them.
    """

    source: str
    seen: str
    settled: str
    shop: str = ""
    lang: str = ""
    tone: str = ""
    length: str = ""
    spelling: str = ""
    fetch: bool = False
    rows: int = 0
    failed: int = 0
    complete: bool = False
    photos: str = ""

    @property
    def settled_by(self) -> dict[str, Path | str | None]:
        """The settings that its records were settled with."""
        shop = Path(self.shop) if self.shop else None
        voice = {"lang": self.lang, "tone": self.tone, "length": self.length}
        # A run from before there was a spelling says none: the default holds.
        spelling = {"spelling": self.spelling} if self.spelling else {}
        return {"shop": shop, **voice, **spelling}


@dataclass(frozen=True)
class Done:
    """What a finished shard says of itself.

    Attributes:
        inputs: digest of its entries.
        rows, failed: counts.
    """

    inputs: str
    rows: int
    failed: int


class RunFolder:
    """A folder of a run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shards = path / "shards"
        self._former = path / "former"

    def head(self) -> Head | None:
        """Return what `run.json` says; None where there is no run.

        Raises:
            SkuscribeError: `run.invalid`.
        """
        try:
            said = json.loads(read_small(self.path / "run.json"))
            if said.pop("schema") != SCHEMA:
                raise ValueError("of another version")
            return Head(**said)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SkuscribeError(ErrorCode.RUN_INVALID, where=str(self.path)) from error

    def write_head(self, head: Head) -> None:
        """Write `run.json`."""
        said = {"schema": SCHEMA, **asdict(head)}
        write_whole(self.path / "run.json", json.dumps(said, indent=1).encode() + b"\n")

    def clear(self) -> None:
        """Take away what was seen; decisions and loaded photos stay."""
        for name in ("run.json", RECORDS, FAILURES):
            (self.path / name).unlink(missing_ok=True)
        shutil.rmtree(self._shards, ignore_errors=True)
        shutil.rmtree(self._former, ignore_errors=True)

    def tidy(self) -> None:
        """Take away what a kill left half written."""
        for left in self._shards.glob(".*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self.path.glob(".*.tmp"):
            left.unlink(missing_ok=True)

    def finished(self) -> list[Path]:
        """Return the folders of the finished shards, in order."""
        return sorted(path for path in self._shards.glob("[0-9]*") if (path / DONE).exists())

    def place(self, number: int) -> Path:
        """Return the folder of a shard."""
        return self._shards / f"{number:06d}"

    def is_finished(self, shard: Shard) -> bool:
        """Tell whether the same rows are written already."""
        folder = self.place(shard.number)
        return (folder / DONE).exists() and done_of(folder).inputs == shard.digest

    def write(self, shard: Shard, rows: Sequence[Row]) -> None:
        """Write a shard: when this returns it is finished."""
        failed = sum(row.failure is not None for row in rows)
        write_shard(
            self.place(shard.number),
            lines_of(row.observed for row in rows),
            lines_of(row.record for row in rows),
            Done(shard.digest, len(rows), failed),
        )

    def set_aside(self, folders: Sequence[Path]) -> None:
        """Move shards to `former`: their rows are made anew, seen again only where need be."""
        for number, folder in enumerate(folders, start=len(self.former_shards())):
            self._former.mkdir(exist_ok=True)
            folder.rename(self._former / f"{number:06d}-{folder.name}")

    def former_shards(self) -> list[Path]:
        """Return the folders of the shards that were set aside."""
        return sorted(path for path in self._former.glob("[0-9]*") if (path / DONE).exists())

    def complete(self, head: Head, shards: int) -> Head:
        """Gather all shards into `records.jsonl` and `failures.csv`; return the head."""
        for folder in self.finished():
            if int(folder.name) >= shards:
                shutil.rmtree(folder)
        shutil.rmtree(self._former, ignore_errors=True)
        return self.gather(head)

    def gather(self, head: Head) -> Head:
        """Write `records.jsonl`, `failures.csv` and the head anew from the shards."""
        folders = self.finished()
        with written_whole(self.path / RECORDS) as records:
            for folder in folders:
                with (folder / RECORDS).open("rb") as part:
                    shutil.copyfileobj(part, records)
        write_whole(self.path / FAILURES, _failures(folders).encode())
        counts = [done_of(folder) for folder in folders]
        whole = replace(
            head,
            rows=sum(done.rows for done in counts),
            failed=sum(done.failed for done in counts),
            complete=True,
        )
        self.write_head(whole)
        return whole


def head_of(path: Path) -> Head:
    """Return what the run in the folder `path` says of itself.

    Raises:
        SkuscribeError: `run.invalid`, there is none.
    """
    head = RunFolder(path).head()
    if head is None:
        raise SkuscribeError(ErrorCode.RUN_INVALID, where=str(path))
    return head


def done_of(folder: Path) -> Done:
    """Return what a finished shard says of itself.

    Raises:
        SkuscribeError: `run.invalid`.
    """
    try:
        return Done(**json.loads(read_small(folder / DONE)))
    except (OSError, ValueError, TypeError) as error:
        raise SkuscribeError(ErrorCode.RUN_INVALID, where=str(folder)) from error


def write_shard(folder: Path, observed: bytes, records: bytes, done: Done) -> None:
    """Write the files of a shard, all or none."""
    said = json.dumps(asdict(done)).encode() + b"\n"
    write_folder(folder, {OBSERVED: observed, RECORDS: records, DONE: said})


def lines_of(rows: Iterable[str]) -> bytes:
    """Return rows, each a line."""
    return "".join(f"{row}\n" for row in rows).encode("utf-8", "surrogatepass")


def _failures(folders: Sequence[Path]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("id", "code", "message", "what to do"))
    for folder in folders:
        if done_of(folder).failed:
            writer.writerows(_failed(folder))
    return text.getvalue()


def _failed(folder: Path) -> Iterator[tuple[str, ...]]:
    with (folder / RECORDS).open("rb") as stream:
        for line in stream:
            if b'"error": {' in line and "error" in (row := json.loads(line)):
                error = row["error"]
                yield row["id"], error["code"], error["message"], error["hint"]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a run's folder against other processes, as far as the system can.

    Raises:
        SkuscribeError: `run.locked`.
    """
    try:
        import fcntl
    except ImportError:  # Windows: two runs in one folder are not noticed
        yield
        return
    with (folder / ".lock").open("wb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SkuscribeError(ErrorCode.RUN_LOCKED, where=str(folder)) from error
        yield
