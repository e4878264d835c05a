"""How a failure is said on the terminal, and which exit status it has."""

from __future__ import annotations

from skuscribe.core.errors import ExitStatus, SkuscribeError

EXIT_OF_AREA = {
    "photo": ExitStatus.NO_INPUT,
    "config": ExitStatus.USAGE,
    "observed": ExitStatus.NO_INPUT,
    "model": ExitStatus.MISSING_PART,
    "ocr": ExitStatus.MISSING_PART,
}
"""Exit status of a failure that stops the command, by the area of its code."""


def say(error: SkuscribeError) -> None:
    """Print one clear line on standard error."""
    from rich.console import Console

    from skuscribe.card.terminal import failure_line

    Console(stderr=True, soft_wrap=True, highlight=False).print(failure_line(error))
