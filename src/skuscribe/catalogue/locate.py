"""Where a photo lies that a source names: a file in the folder of photos, or an address."""

from __future__ import annotations

import re
from pathlib import Path

from skuscribe.catalogue.images import is_address
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
"""Of two letters or more: one letter is a drive."""


def located(photo: str, folder: Path) -> Path | str:
    """Return the file or the address that `photo` names.

    Paths are those of the shop's server: one that begins with `/` begins at `folder`, and none
    leads out of it.

    Raises:
        SkuscribeError: `photo.not_found`; `fetch.scheme_refused` for `file:`, `data:` and others.
    """
    if is_address(photo):
        return photo
    if scheme := _SCHEME.match(photo):
        said = f"'{scheme[0]}' is not followed"
        raise SkuscribeError(ErrorCode.FETCH_SCHEME_REFUSED, said, where=photo[:80])
    file = folder / photo.replace("\\", "/").lstrip("/")
    try:
        inside = file.resolve().is_relative_to(folder.resolve())
        if inside and file.is_file():
            return file
    except (OSError, ValueError, RuntimeError):  # a name too long, a NUL, links in a circle
        inside = True
    said = "no such file" if inside else "the path leads out of the folder of photos"
    raise SkuscribeError(ErrorCode.PHOTO_NOT_FOUND, said, where=photo[:80])


def is_there(photo: str, folder: Path) -> bool:
    """Tell whether `photo` names an address, or a file that is there."""
    try:
        located(photo, folder)
    except SkuscribeError:
        return False
    return True
