"""Fetched photos on disk: each beside a small JSON file that says what it must be.

    <folder>/<2 digits>/<sha256 of the address>       the photo
    <folder>/<2 digits>/<sha256 of the address>.json  its type, size, digest and validators

The address itself is not written: its query may hold keys.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from skuscribe.core.files import read_small, write_whole


@dataclass(frozen=True)
class Entry:
    """What is kept of a photo beside its bytes.

    Attributes:
        content_type: as the server said; may be empty.
        etag: the server's mark of this version; may be empty.
        last_modified: the server's date of it; may be empty.
        size: bytes.
        sha256: of the bytes, hexadecimal.
    """

    content_type: str
    etag: str
    last_modified: str
    size: int
    sha256: str


def entry_of(content: bytes, content_type: str, etag: str, last_modified: str) -> Entry:
    """Return the entry of a photo that was just fetched."""
    digest = hashlib.sha256(content).hexdigest()
    return Entry(content_type, etag, last_modified, len(content), digest)


class Cache:
    """A folder of fetched photos; several threads and processes may share it.

    Args:
        folder: made when the first photo is kept.
        max_bytes: of a photo; larger ones are as good as absent.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder, self._max_bytes = folder, max_bytes

    def get(self, address: str) -> tuple[bytes, Entry] | None:
        """Return the photo of an address; None when it is absent, damaged or half replaced."""
        path = self._path(address)
        try:
            entry = _entry(read_small(path.with_suffix(".json"), 10_000))
            content = read_small(path, self._max_bytes)
        except (OSError, ValueError):
            return None
        whole = hashlib.sha256(content).hexdigest() == entry.sha256
        return (content, entry) if whole else None

    def put(self, address: str, content: bytes, entry: Entry) -> None:
        """Keep a photo; a folder that cannot be written keeps none, which costs time alone."""
        path = self._path(address)
        with contextlib.suppress(OSError):
            write_whole(path, content)
            write_whole(path.with_suffix(".json"), json.dumps(asdict(entry)).encode())

    def _path(self, address: str) -> Path:
        name = hashlib.sha256(address.encode()).hexdigest()
        return self._folder / name[:2] / name


def _entry(written: bytes) -> Entry:
    """Return what a sidecar says.

    Raises:
        ValueError: it is none.
    """
    try:
        said = json.loads(written)
        values = [said[field.name] for field in fields(Entry)]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no entry") from error
    entry = Entry(*values)
    texts = (entry.content_type, entry.etag, entry.last_modified, entry.sha256)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("no entry")
    return entry
