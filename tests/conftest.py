"""Where the tests find photos, and what counts as a failure where they are missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skuscribe import Settings, Tagger

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "photos"


def required() -> bool:
    """Whether a missing part is a failure (CI) or a reason to skip (a user's clone)."""
    return os.environ.get("SKUSCRIBE_REQUIRE_DATA") == "1"


def miss(what: str) -> None:
    """Skip the test for want of `what`; fail where everything must be there."""
    if required():
        pytest.fail(f"{what} must be there (SKUSCRIBE_REQUIRE_DATA=1)")
    pytest.skip(f"{what} is not there", allow_module_level=True)


@pytest.fixture(scope="session")
def data_root() -> Path:
    """The folder with the real photos and the taxonomies."""
    root = Path(os.environ.get("SKUSCRIBE_DATA", str(ROOT.parent / "shared")))
    if not (root / "data" / "index.csv").exists():
        miss(f"the folder of photos (SKUSCRIBE_DATA={root})")
    return root


@pytest.fixture(scope="session")
def silent_tagger() -> Tagger:
    """A tagger that reads no text: fast."""
    return Tagger(Settings(ocr="none"))


@pytest.fixture(scope="session")
def examples() -> Path:
    """The sample photos of the repository."""
    return EXAMPLES
