"""The photos that a cell names: addresses or paths, split without breaking them."""

from __future__ import annotations

import re

NONE = frozenset({"", "no_selection", "n/a", "none", "null", "-"})
"""What systems write for no picture."""

_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
"""What a template leaves where a photo should be named."""

_AFTER = r"(?<=\.jpg|\.png|\.gif|\.bmp|\.tif)|(?<=\.jpeg|\.webp|\.avif|\.heic|\.tiff)"


_PICTURE = re.compile(r"\S+\.(jpe?g|png|gif|bmp|tiff?|webp|avif|heic)", re.IGNORECASE)


def is_address(photo: str) -> bool:
    """Tell whether a photo is named by its address on the web."""
    return photo.casefold().startswith(("http://", "https://", "//"))


def names_photo(cell: str) -> bool:
    """Tell whether a cell names a photo, as no column's name does."""
    return is_address(cell) or _PICTURE.fullmatch(cell) is not None


def photos_of(cell: str, separator: str) -> tuple[str, ...]:
    """Return what a cell names, each once, in order.

    A separator splits only before an address or behind a picture's extension: addresses and file
    names may hold commas, spaces and semicolons themselves.

    Args:
        cell: as the file has it.
        separator: of the file's kind; empty when a cell holds one photo.
    """
    if separator.strip() in {",", ";", "|"}:
        sign = re.escape(separator.strip())
        cuts = rf"\s*{sign}\s*(?=https?://|//|data:)|(?:{_AFTER})\s*{sign}\s*"
        if separator.strip() == "|":
            cuts = rf"\s*{sign}\s*"
    else:
        cuts = r"\s+(?=https?://)"
    if _PLACEHOLDER.fullmatch(cell.strip()):
        return ()
    found = (part.strip() for part in re.split(cuts, cell.strip(), flags=re.IGNORECASE))
    return tuple(dict.fromkeys(part for part in found if part.casefold() not in NONE))
