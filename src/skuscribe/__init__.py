"""skuscribe: product photos in, shop-ready records out.

    from skuscribe import Tagger
    record = Tagger().tag("photo.jpg")

Names are loaded when first used, so that `import skuscribe` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from skuscribe.core.version import __version__

if TYPE_CHECKING:
    from skuscribe.core.codes import ErrorCode
    from skuscribe.core.errors import SkuscribeError
    from skuscribe.record.model import Record
    from skuscribe.settings import Settings
    from skuscribe.tagger import Tagger

__all__ = ["ErrorCode", "Record", "Settings", "SkuscribeError", "Tagger", "__version__"]

_HOME = {
    "ErrorCode": "skuscribe.core.errors",
    "SkuscribeError": "skuscribe.core.errors",
    "Settings": "skuscribe.settings",
    "Record": "skuscribe.record.model",
    "Tagger": "skuscribe.tagger",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the public names have different types
    if name not in _HOME:
        raise AttributeError(f"module 'skuscribe' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
