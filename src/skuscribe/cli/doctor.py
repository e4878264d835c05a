"""`skuscribe doctor`: what is installed, what works, what is missing and how to get it."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

import typer

from skuscribe.cli import options
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.exits import ExitStatus
from skuscribe.core.extras import EXTRAS

PACKAGES = ("onnxruntime", "opencv-python-headless", "numpy", "pillow", "pydantic", "rapidocr")


@dataclass(frozen=True)
class Finding:
    """One line of the report; `needed` findings decide the exit status."""

    what: str
    works: bool
    note: str
    needed: bool = True


def doctor(
    ocr: options.Ocr = None, model: options.Model = None, config: options.ConfigFile = None
) -> None:
    """Check the installation; exit 4 when something needed does not work."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    settings = options.settings_from(config, ocr=ocr, model=model).settings
    findings = [
        Finding("Python", True, f"{platform.python_version()} on {platform.machine()}"),
        *(_package(name) for name in PACKAGES),
        _tried("network", lambda: _network(settings.model)),
        _tried(f"text engine {settings.ocr}", lambda: _engine(settings.ocr)),
        *_extras(),
    ]
    table = Table("", "Part", "Note", show_header=False, box=None, padding=(0, 1))
    for finding in findings:
        mark = ("✓", "green") if finding.works else ("✗", "red") if finding.needed else ("–", "dim")
        table.add_row(Text(*mark), finding.what, Text(finding.note))
    Console(highlight=False).print(table)
    if any(finding.needed and not finding.works for finding in findings):
        raise typer.Exit(ExitStatus.MISSING_PART)


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, False, "missing: pip install --force-reinstall skuscribe")


def _extras() -> Iterator[Finding]:
    for name, extra in EXTRAS.items():
        try:
            version = metadata.version(extra.package)
            note, works = f"{extra.package} {version}: {extra.purpose}", True
        except metadata.PackageNotFoundError:
            note, works = f"not installed ({extra.purpose}): {extra.install}", False
        yield Finding(f"extra {name}", works, note, needed=False)


def _tried(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, check())
    except SkuscribeError as error:
        return Finding(what, False, f"{error.message}; {error.hint}")


def _network(folder: object) -> str:
    from pathlib import Path

    from skuscribe.look.bundle import read_bundle
    from skuscribe.look.looker import Looker

    bundle = read_bundle(folder if isinstance(folder, Path) else None)
    Looker(bundle)  # opens the network and runs it once
    return f"{bundle.identity}, {len(bundle.card.labels)} labels"


def _engine(name: str) -> str:
    import numpy as np

    from skuscribe.attributes.text.engine import open_engine

    engine = open_engine(name)
    engine.read(np.full((64, 64, 3), 255, np.uint8))
    return f"{engine.version} reads"
