"""What an OCR engine is, and the table of those there are."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.errors import ErrorCode, SkuscribeError
from skuscribe.record.stations import TextLine


class OcrEngine(Protocol):
    """Reads printed text. One engine serves one thread.

    Attributes:
        version: name and version, for the record's `made_by`.
    """

    version: str

    def read(self, pixels: NDArray[np.uint8]) -> list[TextLine]:
        """Return the lines on `pixels`, uint8 (h, w, 3) sRGB, in any order."""
        ...


# Name: (module with a function `open_engine`, how to install what it needs).
ENGINES = {
    "rapidocr": ("rapidocr", "pip install rapidocr onnxruntime"),
    "easyocr": (
        "easyocr",
        'pip install "skuscribe[easyocr]"; pip install --no-deps easyocr==1.7.2',
    ),
    "none": ("nothing", ""),
}


def open_engine(name: str) -> OcrEngine:
    """Open an engine by its name in `ENGINES`. Nothing is downloaded.

    Raises:
        SkuscribeError: `ocr.unavailable`, with the way to install it.
    """
    module, install = ENGINES[name]
    try:
        home = import_module(f"skuscribe.attributes.text.engines.{module}")
        engine: OcrEngine = home.open_engine()
    except (ImportError, OSError) as error:
        raise SkuscribeError(
            ErrorCode.OCR_UNAVAILABLE, f"{name} cannot be opened: {error}", hint=install
        ) from error
    return engine
