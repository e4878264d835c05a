"""The import contracts hold, and a violation is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT

# Each layer reaches for the one above it, and each closed package is opened in the wrong place.
PLANTED = {
    "core/files.py": "from skuscribe.fetch import url",
    "fetch/url.py": "from skuscribe.record import model",
    "record/text.py": "from skuscribe.photo import limits",
    "photo/read.py": "from skuscribe.look import bundle",
    "look/prepare.py": "from skuscribe.subject import find",
    "subject/find.py": "from skuscribe.shop import profile",
    "shop/profile.py": "from skuscribe.taxonomy import words",
    "taxonomy/words.py": "from skuscribe.attributes import scene",
    "attributes/scene.py": "from skuscribe.describe import voice",
    "describe/facts.py": "from skuscribe.review import rules",
    "review/rules.py": "from skuscribe.decisions import store",
    "decisions/store.py": "from skuscribe import settings",
    "settings.py": "from skuscribe import fingerprint",
    "fingerprint.py": "from skuscribe import pipeline",
    "pipeline.py": "from skuscribe import tagger",
    "tagger.py": "from skuscribe import worker",
    "worker.py": "from skuscribe import batch",
    "batch.py": "from skuscribe import settling",
    "settling.py": "from skuscribe.card import summary",
    "card/summary.py": "from skuscribe.catalogue import product",
    "catalogue/product.py": "from skuscribe.run import shard",
    "run/shard.py": "from skuscribe.export import cells",
    "export/cells.py": "from skuscribe.similar import index",
    "similar/index.py": "from skuscribe.report import tally",
    "report/tally.py": "from skuscribe.audit import finding",
    "audit/finding.py": "from skuscribe.teach import lesson",
    "teach/lesson.py": "from skuscribe.serve import pictures",
    "serve/pictures.py": "from skuscribe.learn import data",
    "learn/data.py": "from skuscribe.cli import options",
    "subject/ground.py": "import onnxruntime",
    "subject/proposal.py": "import torch",
    "attributes/shape/words.py": "from skuscribe.attributes.colour import names",
    "attributes/text/brand.py": "import rapidocr",
    "attributes/text/gtin.py": "import zxingcpp",
    "record/base.py": "import rich",
    "run/row.py": "import fastapi",
    "describe/voice.py": "from skuscribe.describe import write",
}


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("bundles", "__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    done = linted(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("file", "line"), PLANTED.items())
def test_a_planted_violation_is_caught(copy: Path, file: str, line: str) -> None:
    path = copy / "src" / "skuscribe" / file
    path.write_text(path.read_text() + f"\n{line}\n")
    done = linted(copy)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout


def test_every_layer_has_its_planted_violation(copy: Path) -> None:
    layers = tomllib.loads((copy / "pyproject.toml").read_text())["tool"]["importlinter"]
    named = [name for row in layers["contracts"][0]["layers"] for name in row.split(" | ")]
    reached = {Path(file).parts[0].removesuffix(".py") for file in PLANTED}
    assert set(named) - {"__main__", "cli"} == reached


def test_a_new_folder_has_to_be_placed(copy: Path) -> None:
    folder = copy / "src" / "skuscribe" / "utils"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""No home."""\n')
    assert linted(copy).returncode != 0


def test_photos_are_opened_in_one_place() -> None:
    places = [
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if "Image.open(" in path.read_text()
    ]
    assert places == ["skuscribe/photo/read.py"]
