"""Names for files that a browser sent: what was said is data, what is written is plain."""

from __future__ import annotations

import re
from collections.abc import Collection

from skuscribe.photo.formats import BY_EXTENSION, extension_of
from skuscribe.record.text import clean_text

LONGEST = 80
"""Characters of a stored name, without its extension."""

_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def stored_name(said: str, kind: str, taken: Collection[str]) -> str:
    """Return a name to store a photo under: letters, digits, `-` and `_`, with an extension.

    Args:
        said: by the browser, perhaps with folders.
        kind: Pillow's name of the format, for a photo whose name tells no extension.
        taken: names that are there, in lower case: some systems do not tell case apart.
    """
    last = re.split(r"[\\/]", clean_text(said))[-1]
    known = extension_of(last)
    extension = known if known in BY_EXTENSION else _extension(kind)
    stem = last[: -len(known)] if known in BY_EXTENSION else last
    plain = re.sub(r"[^\w-]+", "_", stem).strip("_")[:LONGEST] or "photo"
    name, again = f"{plain}{extension}", 1
    while name.casefold() in taken:
        again += 1
        name = f"{plain}_{again}{extension}"
    return name


def is_run_name(said: str) -> bool:
    """Tell whether a folder of a run may be called so: one plain word that leads nowhere else."""
    return _RUN.fullmatch(said) is not None


def _extension(kind: str) -> str:
    return next(extension for extension, each in BY_EXTENSION.items() if each == kind)
