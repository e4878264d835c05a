"""What an OCR engine is, and how one is opened."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, field_validator

from skuscribe.attributes.text.engines import DEFAULT, ENGINES
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.stations import TextLine


class TextOptions(BaseModel):
    """How text is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ocr: str = Field(
        default=DEFAULT,
        description=f"engine that reads text: {', '.join(ENGINES)}",
        json_schema_extra={"changes": "seen"},
    )

    read_all: bool = Field(
        default=False,
        description="read every photo, not only those on which the network sees text",
        json_schema_extra={"changes": "seen"},
    )

    @field_validator("ocr")
    @classmethod
    def _is_an_engine(cls, name: str) -> str:
        if name not in ENGINES:
            raise ValueError(f"must be one of {', '.join(ENGINES)}")
        return name


class OcrEngine(Protocol):
    """Reads printed text. One engine serves one thread.

    Attributes:
        version: name and version, for the record's `made_by`.
    """

    version: str

    def read(self, pixels: NDArray[np.uint8]) -> list[TextLine]:
        """Return the lines on `pixels`, uint8 (h, w, 3) sRGB, in any order.

        A line without text tells of a place with text that was left unread to bound the time.
        """
        ...


def version_of(name: str) -> str:
    """Return name and version of an engine as its records say them, without opening it.

    Raises:
        SkuscribeError: `ocr.unavailable`, with the way to install it.
    """
    return str(_entered(name, "version"))


def reading_by(version: str, read_all: bool) -> str:
    """Return how photos are read, as records say it: the engine, and whether every photo is."""
    return f"{version}, every photo" if read_all and version != "none" else version


def open_engine(name: str) -> OcrEngine:
    """Open an engine by its name in `ENGINES`. Nothing is downloaded.

    Raises:
        SkuscribeError: `ocr.unavailable`, with the way to install it.
    """
    engine: OcrEngine = _entered(name, "open_engine")
    return engine


def _entered(name: str, function: str) -> Any:  # noqa: ANN401 - what the function returns
    """Return what an engine's own `function` does."""
    entry = ENGINES[name]
    try:
        home = import_module(f"skuscribe.attributes.text.engines.{entry.module}")
        return getattr(home, function)()
    except (ImportError, OSError) as error:
        raise SkuscribeError(
            ErrorCode.OCR_UNAVAILABLE, f"{name} cannot be opened: {error}", hint=entry.install
        ) from error
