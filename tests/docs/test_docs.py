"""The documentation says what the code does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import generate
import pytest

from conftest import ROOT
from skuscribe.attributes.table import ALIASES, BY_NAME
from skuscribe.core.codes import ErrorCode
from skuscribe.core.exits import ExitStatus
from skuscribe.core.warning_codes import WarningCode

CODE = re.compile(r"^\| `([a-z]+\.[a-z_]+)` \|", re.MULTILINE)


def test_the_page_of_errors_lists_every_code_and_no_other() -> None:
    page = (ROOT / "docs" / "errors.md").read_text()
    assert sorted(CODE.findall(page)) == sorted([*map(str, ErrorCode), *map(str, WarningCode)])
    for status in ExitStatus:
        assert f"| {int(status)} |" in page


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    stored = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert stored == generate.PAGES[name](), "run: make docs"


def test_links_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} -> {target}"


def test_the_two_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    ci = (ROOT / ".ci" / "run").read_text()
    assert "make test" in ci


def test_the_readme_shows_pictures_that_exist() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert pictures
    assert all((ROOT / picture).exists() for picture in pictures)


def test_no_file_is_too_long() -> None:
    closed_list = ROOT / "src" / "skuscribe" / "core" / "codes.py"  # a table: longer, not harder
    for path in {*(ROOT / "src").rglob("*.py")} - {closed_list}:
        assert len(path.read_text().splitlines()) <= 300, path


def test_the_path_is_two_short_functions_and_names_no_attribute() -> None:
    text = Path(ROOT / "src/skuscribe/pipeline.py").read_text()
    assert len(text.splitlines()) <= 110  # the imports, a line a station, are half of it
    functions = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)]
    assert [function.name for function in functions] == ["observe", "settle"]
    assert all((f.end_lineno or 0) - f.lineno < 45 for f in functions)


@pytest.mark.parametrize("place", ["pipeline.py", "describe", "record", "card", "review"])
def test_an_attribute_is_named_in_its_folder_and_its_row_alone(place: str) -> None:
    home = ROOT / "src" / "skuscribe" / place
    channels = ROOT / "src" / "skuscribe" / "record" / "channels.py"  # fields by the feeds' names
    for path in {home} if home.is_file() else {*home.rglob("*.py")} - {channels}:
        tree = ast.parse(path.read_text())
        words = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
        names = {word for word in words if isinstance(word, str)} & {*BY_NAME, *ALIASES}
        assert not names, path
