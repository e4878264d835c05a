"""The former bytes of a file that is written over, kept beside it until the next time."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_whole, written_whole

SCHEMA = "skuscribe.undo/1"


def kept_at(path: Path) -> tuple[Path, Path]:
    """Return where the former bytes of a file are, and what is noted of them."""
    return path.with_name(f".{path.name}.before"), path.with_name(f".{path.name}.before.json")


@contextmanager
def undoable(path: Path) -> Iterator[None]:
    """Keep the bytes that a file has now, if this block writes over them.

    A failure in the block leaves what was kept before.

    Raises:
        OSError: they cannot be kept.
    """
    kept, note = kept_at(path)
    fresh = kept.with_name(f"{kept.name}.tmp")
    there = path.exists()
    try:
        if there:
            _copy(path, fresh)
        yield
        if there:
            fresh.replace(kept)
            said = {"schema": SCHEMA, "before": digest_of(kept), "written": digest_of(path)}
            write_whole(note, json.dumps(said).encode() + b"\n")
    finally:
        fresh.unlink(missing_ok=True)


def undo(path: Path, *, force: bool = False) -> None:
    """Bring back the bytes that a file had before it was written over.

    Args:
        path: the file.
        force: also when somebody changed it since.

    Raises:
        SkuscribeError: `export.undo_refused`: nothing was kept, what was kept is damaged, or the
            file was changed since.
        OSError: it cannot be written.
    """
    kept, note = kept_at(path)
    try:
        said = json.loads(read_small(note))
        before, written = str(said["before"]), str(said["written"])
        whole = said["schema"] == SCHEMA and digest_of(kept) == before
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refused(path, "no former version was kept beside it", "") from error
    if not whole:
        raise _refused(path, "the former version that was kept is damaged", "")
    if not force and not (path.exists() and digest_of(path) == written):
        raise _refused(path, "it was changed after it was written", None)
    _copy(kept, path)
    kept.unlink()
    note.unlink()


def _refused(path: Path, said: str, hint: str | None) -> SkuscribeError:
    return SkuscribeError(ErrorCode.EXPORT_UNDO_REFUSED, said, hint=hint, where=path.name)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, written_whole(target) as new:
        shutil.copyfileobj(old, new)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
