"""The one exception of the project: a code of the closed list, a sentence and a way out."""

from __future__ import annotations

import json
import traceback

from skuscribe.core.codes import ErrorCode


class SkuscribeError(Exception):
    """A failure with a code, a sentence for people and a way out.

    Args:
        code: the entry of the closed list.
        message: what happened, one sentence without a trailing stop; the code's own when None.
        hint: what to do about it; the code's own when None.
        where: the input it happened with (a file name, a setting); may be empty.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str | None = None,
        *,
        hint: str | None = None,
        where: str = "",
    ) -> None:
        self.code = code
        self.message = code.meaning if message is None else message
        self.hint = code.hint if hint is None else hint
        self.where = where
        self.trace = ""  # of a fault of our own; people see it with --debug alone
        place, way_out = f"{where}: " if where else "", f" ({self.hint})" if self.hint else ""
        super().__init__(f"[{code}] {place}{self.message}{way_out}")

    def at(self, where: str) -> SkuscribeError:
        """Return the same failure, said of the input `where`."""
        return _rebuild(self.code, self.message, self.hint, where, self.trace)

    def row(self) -> dict[str, str]:
        """Return the failure as the `error` object of a result row."""
        return {"code": str(self.code), "message": self.message, "hint": self.hint}

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default, and errors cross process borders.
        return (_rebuild, (self.code, self.message, self.hint, self.where, self.trace))


def unexpected(error: Exception, where: str) -> SkuscribeError:
    """Return a fault of our own as the failure of the one product that met it."""
    kind = type(error).__name__
    code, trace = ErrorCode.INTERNAL_UNEXPECTED, "".join(traceback.format_exception(error))
    return _rebuild(code, f"unexpected failure ({kind})", code.hint, where, trace)


def _rebuild(code: ErrorCode, message: str, hint: str, where: str, trace: str) -> SkuscribeError:
    error = SkuscribeError(code, message, hint=hint, where=where)
    error.trace = trace
    return error


def failed_row(id: str, error: SkuscribeError) -> str:
    """Return the row of an input that failed, a line of JSON text."""
    return json.dumps({"id": id, "error": error.row()}, ensure_ascii=False)
