"""How a failure is said on the terminal, and which exit status it has."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.core.exits import ExitStatus

EXIT_OF_AREA = {
    "photo": ExitStatus.NO_INPUT,
    "observed": ExitStatus.NO_INPUT,
    "config": ExitStatus.USAGE,
    "model": ExitStatus.MISSING_PART,
    "ocr": ExitStatus.MISSING_PART,
    "run": ExitStatus.NO_ROOM,
    "catalogue": ExitStatus.NO_INPUT,
    "archive": ExitStatus.NO_INPUT,
    "fetch": ExitStatus.NO_INPUT,
    "export": ExitStatus.NO_INPUT,
    "decision": ExitStatus.USAGE,
    "serve": ExitStatus.USAGE,
}
"""Exit status of a failure that stops the command, by the area of its code."""

EXIT_OF_CODE = {
    ErrorCode.CATALOGUE_COLUMN_MISSING: ExitStatus.USAGE,  # the user named what is not there
    ErrorCode.RUN_FINGERPRINT_DIFFERS: ExitStatus.OTHER_RUN,
    ErrorCode.RUN_LOCKED: ExitStatus.OTHER_RUN,
    ErrorCode.RUN_INVALID: ExitStatus.NO_INPUT,
}
"""Of a code that differs from its area."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
SQLITE_FULL = 13
"""https://sqlite.org/rescode.html#full"""


def exit_of(error: SkuscribeError) -> ExitStatus:
    """Return the exit status of a failure that stops the command."""
    by_area = EXIT_OF_AREA.get(error.code.split(".")[0], ExitStatus.SOME_FAILED)
    return EXIT_OF_CODE.get(error.code, by_area)


def failure_of(error: Exception) -> SkuscribeError:
    """Return any exception that reaches the command line as a failure with a code."""
    if isinstance(error, SkuscribeError):
        return error
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return SkuscribeError(ErrorCode.RUN_DISK_FULL)
    if getattr(error, "sqlite_errorcode", None) == SQLITE_FULL:
        return SkuscribeError(ErrorCode.RUN_DISK_FULL)
    return unexpected(error, "")


@contextmanager
def writing(path: Path, hint: str) -> Iterator[None]:
    """Say of what cannot be written in this block why, and what to do.

    A reader of standard output that has gone is another matter.

    Raises:
        SkuscribeError: `run.disk_full` for want of room, else `config.invalid` with `hint`.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in NO_ROOM:
            raise SkuscribeError(ErrorCode.RUN_DISK_FULL, where=str(path)) from error
        said = f"cannot be written: {error.strerror}"
        raise SkuscribeError(ErrorCode.CONFIG_INVALID, said, hint=hint, where=str(path)) from error


def say(error: SkuscribeError, *, debug: bool = False) -> None:
    """Print one clear line on standard error, and with `debug` where it happened."""
    from rich.console import Console

    from skuscribe.card.terminal import failure_line, trace_of

    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(failure_line(error))
    if debug and error.trace:
        console.print(trace_of(error))
