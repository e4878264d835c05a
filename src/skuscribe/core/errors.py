"""The closed list of error and warning codes, and the one exception that carries them.

Every failure that a user can meet has a code `area.reason` here, a row in `docs/errors.md`
(a test holds the two together) and an exit status. Warnings never make a record an error.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class ErrorCode(StrEnum):
    """Why an input or a command failed."""

    PHOTO_EMPTY = "photo.empty"
    PHOTO_UNREADABLE = "photo.unreadable"
    PHOTO_TRUNCATED = "photo.truncated"
    PHOTO_FORMAT_UNSUPPORTED = "photo.format_unsupported"
    PHOTO_TOO_MANY_BYTES = "photo.too_many_bytes"
    PHOTO_TOO_MANY_PIXELS = "photo.too_many_pixels"
    PHOTO_ZERO_SIZE = "photo.zero_size"
    PHOTO_TOO_SMALL = "photo.too_small"
    PHOTO_EXTREME_SHAPE = "photo.extreme_shape"
    PHOTO_METADATA_TOO_LARGE = "photo.metadata_too_large"
    PHOTO_DECODE_TIMEOUT = "photo.decode_timeout"
    PHOTO_NOT_FOUND = "photo.not_found"
    PHOTO_PERMISSION = "photo.permission"
    PHOTO_NOT_A_FILE = "photo.not_a_file"
    MODEL_MISSING = "model.missing"
    MODEL_DIGEST_MISMATCH = "model.digest_mismatch"
    MODEL_INVALID = "model.invalid"
    MODEL_TOO_NEW = "model.too_new"
    MODEL_EXTERNAL_DATA = "model.external_data"
    MODEL_OUTPUT_INVALID = "model.output_invalid"
    OCR_UNAVAILABLE = "ocr.unavailable"
    OCR_FAILED = "ocr.failed"
    CONFIG_INVALID = "config.invalid"
    CONFIG_UNKNOWN_KEY = "config.unknown_key"
    CONFIG_EXTRA_MISSING = "config.extra_missing"
    INTERNAL_UNEXPECTED = "internal.unexpected"


class WarningCode(StrEnum):
    """What is doubtful about a record that was made all the same."""

    PHOTO_ANIMATED_FIRST_FRAME = "photo.animated_first_frame"
    PHOTO_MULTIPAGE_FIRST_PAGE = "photo.multipage_first_page"
    PHOTO_EXTENSION_MISMATCH = "photo.extension_mismatch"
    PHOTO_PROFILE_IGNORED = "photo.profile_ignored"
    PHOTO_ORIENTATION_IGNORED = "photo.orientation_ignored"
    PHOTO_TRAILING_BYTES = "photo.trailing_bytes"
    PHOTO_LOW_RESOLUTION = "photo.low_resolution"
    TEXT_SUSPICIOUS = "text.suspicious"
    TEXT_TRUNCATED = "text.truncated"
    TAXONOMY_ABSTAINED = "taxonomy.abstained"
    TAXONOMY_UNMAPPED = "taxonomy.unmapped"
    COLOUR_UNCERTAIN = "colour.uncertain"
    SUBJECT_UNCERTAIN = "subject.uncertain"


class ExitStatus(IntEnum):
    """What the process says to the shell."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    NO_INPUT = 3
    MISSING_PART = 4
    INTERRUPTED = 130


class SkuscribeError(Exception):
    """A failure with a code, a sentence for people and a way out.

    Args:
        code: the entry of the closed list.
        message: what happened, one sentence without a trailing stop.
        hint: what to do about it; may be empty.
        where: the input it happened with (a file name, a setting); may be empty.
    """

    def __init__(self, code: ErrorCode, message: str, *, hint: str = "", where: str = "") -> None:
        place, way_out = f"{where}: " if where else "", f" ({hint})" if hint else ""
        super().__init__(f"[{code}] {place}{message}{way_out}")
        self.code = code
        self.message = message
        self.hint = hint
        self.where = where

    def at(self, where: str) -> SkuscribeError:
        """Return the same failure, said of the input `where`."""
        return SkuscribeError(self.code, self.message, hint=self.hint, where=where)

    def row(self) -> dict[str, str]:
        """Return the failure as the `error` object of a result row."""
        return {"code": str(self.code), "message": self.message, "hint": self.hint}

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default, and errors cross process borders.
        return (_rebuild, (self.code, self.message, self.hint, self.where))


def _rebuild(code: ErrorCode, message: str, hint: str, where: str) -> SkuscribeError:
    return SkuscribeError(code, message, hint=hint, where=where)
