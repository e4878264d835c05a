"""An extra that is missing is told with what it is for and how to get it."""

from __future__ import annotations

import tomllib

import pytest

from conftest import ROOT
from skuscribe.core.codes import ErrorCode
from skuscribe.core.extras import EXTRAS, missing


def optional() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, list[str]] = project["optional-dependencies"]
    return found


@pytest.mark.parametrize("extra", [*EXTRAS])
def test_every_extra_is_one_of_the_projects_and_its_command_names_it(extra: str) -> None:
    assert extra in optional()
    assert f"skuscribe[{extra}]" in EXTRAS[extra].install


@pytest.mark.parametrize("extra", [*EXTRAS])
def test_a_missing_extra_is_told_with_purpose_package_and_command(extra: str) -> None:
    error = missing(extra, "some-package")
    assert error.code is ErrorCode.CONFIG_EXTRA_MISSING
    assert error.message == f"{EXTRAS[extra].purpose} needs some-package"
    assert error.hint == EXTRAS[extra].install


def test_an_extra_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(KeyError):
        missing("nonsense", "x")


@pytest.mark.parametrize("extra", [*EXTRAS])
def test_every_extra_has_a_package_to_look_for_and_a_purpose_in_few_words(extra: str) -> None:
    part = EXTRAS[extra]
    assert part.package
    assert 1 <= len(part.purpose.split()) <= 4
