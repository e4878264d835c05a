"""The import contracts hold, and a violation is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

PLANTED = {
    "photo/read.py": "from skuscribe.subject import find",
    "subject/find.py": "import onnxruntime",
    "look/prepare.py": "import torch",
    "attributes/shape/words.py": "from skuscribe.attributes.colour import names",
    "record/text.py": "import rich",
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
