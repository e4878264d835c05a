"""What a run saw before its source changed: photos whose bytes are the same are not seen again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from skuscribe.photo.formats import extension_of
from skuscribe.photo.read import NamedPhoto
from skuscribe.record.observed import Observed, ObservedLine
from skuscribe.run.folder import OBSERVED


class Former:
    """Finds observations by the contents of their photos.

    Args:
        folders: of shards; their lines are indexed, not held (about 200 bytes a product).
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files = [folder / OBSERVED for folder in folders]
        self._places: dict[bytes, tuple[int, int]] = {}
        for number, file in enumerate(self._files):
            for offset, key in _keys(file):
                self._places[key] = (number, offset)

    def find(self, id: str, photos: Sequence[NamedPhoto]) -> Observed | None:
        """Return what was seen on these photos, under the product's and their present names."""
        if not self._places:
            return None
        place = self._places.get(
            _key(_state(_sha256(photo.source), photo.name) for photo in photos)
        )
        if place is None:
            return None
        with self._files[place[0]].open("rb") as stream:
            stream.seek(place[1])
            line = stream.readline()
        try:
            return renamed(ObservedLine.model_validate_json(line).observed, id, photos)
        except ValidationError:
            return None


def renamed(observed: Observed, id: str, photos: Sequence[NamedPhoto]) -> Observed:
    """Return an observation under another id and other names of its photos."""
    named = tuple(
        seen.model_copy(update={"info": seen.info.model_copy(update={"name": photo.name})})
        for seen, photo in zip(observed.photos, photos, strict=True)
    )
    return observed.model_copy(update={"id": id, "photos": named})


def _keys(file: Path) -> Iterator[tuple[int, bytes]]:
    offset = 0
    with file.open("rb") as stream:
        for line in stream:
            row = json.loads(line)
            if "observed" in row:
                infos = [photo["info"] for photo in row["observed"]["photos"]]
                yield offset, _key(_state(info["sha256"], info["name"]) for info in infos)
            offset += len(line)


def _key(states: Iterable[str]) -> bytes:
    return hashlib.sha256("\n".join(states).encode()).digest()[:16]


def _state(sha256: str, name: str) -> str:
    """Return what an observation depends on: the bytes, and the format that the name tells."""
    return f"{sha256} {extension_of(name)}"


def _sha256(source: Path | bytes) -> str:
    try:
        content = source if isinstance(source, bytes) else source.read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(content).hexdigest()
