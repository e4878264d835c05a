"""Photos of a run, scaled for the page: those that the run names, and no other file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from PIL import Image

from skuscribe.export.images import Originals
from skuscribe.photo.read import read_photo

SIDES = {"large": 900, "small": 260}
QUALITY, KEPT = 85, 256


class Pictures:
    """Finds photos by their digest and scales them.

    Args:
        run: folder of the run, which keeps photos from addresses.
        folder: where the source's photos lie; None where there is none.
        names: name of each photo of the run, by SHA-256.
    """

    def __init__(self, run: Path, folder: Path | None, names: Mapping[str, str]) -> None:
        self._originals, self._names = Originals(run, folder), names
        self.jpeg = lru_cache(maxsize=KEPT)(self._jpeg)

    def _jpeg(self, sha256: str, size: str = "large") -> bytes | None:
        """Return the photo as JPEG, upright; None where the run names none like that.

        Args:
            sha256: of the photo.
            size: a key of `SIDES`; any other is large.

        Raises:
            SkuscribeError: `photo.*`, it is not there any more.
        """
        if sha256 not in self._names:
            return None
        path = self._originals.find({"sha256": sha256, "name": self._names[sha256]})
        photo, stream = read_photo(path, side=SIDES.get(size, SIDES["large"])), io.BytesIO()
        Image.fromarray(photo.pixels).save(stream, "JPEG", quality=QUALITY)
        return stream.getvalue()
