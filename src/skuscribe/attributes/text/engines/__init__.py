"""One engine a file; each imports its package only when it is opened. Here is their table."""

from __future__ import annotations

from dataclasses import dataclass

from skuscribe.core.extras import EXTRAS


@dataclass(frozen=True)
class Entry:
    """An engine's module with `open_engine` and `version`, and how to install what it needs."""

    module: str
    install: str


ENGINES = {
    "rapidocr": Entry("rapidocr", "pip install rapidocr onnxruntime"),
    "easyocr": Entry("easyocr", EXTRAS["easyocr"].install),
    "none": Entry("nothing", ""),
}
"""By name; the first is the default."""

DEFAULT = next(iter(ENGINES))
