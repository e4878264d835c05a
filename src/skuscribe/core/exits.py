"""What the process says to the shell."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class ExitStatus(IntEnum):
    """What the process says to the shell. Each member: status, what it means."""

    meaning: str

    def __new__(cls, status: int, meaning: str) -> Self:
        member = int.__new__(cls, status)
        member._value_ = status
        member.meaning = meaning
        return member

    DONE = 0, "all done"
    SOME_FAILED = 1, "some inputs failed; the rest is written, each failure has its row"
    USAGE = 2, "wrong usage or a wrong setting: nothing was started"
    NO_INPUT = 3, "no input could be read"
    MISSING_PART = 4, "something needed is missing or broken: bundle, extra, engine"
    OTHER_RUN = 5, "the output folder belongs to another run"
    NO_ROOM = 6, "stopped for want of a resource: disk; safe to run again"
    INTERRUPTED = 130, "interrupted"
