"""Begin a shop's folder: commented examples of every file that it may hold."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import write_whole
from skuscribe.shop.profile import PROFILE_FILE, SAID


def init_shop(folder: Path) -> tuple[Path, ...]:
    """Write the example files that are not there yet; return those that were written.

    Raises:
        SkuscribeError: `config.invalid` when the folder cannot be written.
    """
    names = (PROFILE_FILE, *SAID)
    fresh = [folder / name for name in names if not (folder / name).exists()]
    examples = resources.files(__package__) / "example"
    try:
        for path in fresh:
            write_whole(path, (examples / path.name).read_bytes())
    except OSError as error:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"cannot be written: {error.strerror}",
            hint="choose a folder that can be written",
            where=str(folder),
        ) from error
    return tuple(fresh)
