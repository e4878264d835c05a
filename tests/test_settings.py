"""Flag over environment over file over default; whatever is wrong is named with its origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.settings import Settings, changes, resolve


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "skuscribe.toml"
    path.write_text('ocr = "none"\nlength = "short"\nworkers = 3\n')
    return path


def test_each_source_gives_way_to_the_next(file: Path) -> None:
    resolved = resolve({"ocr": "rapidocr"}, {"SKUSCRIBE_LENGTH": "long"}, file)

    assert resolved.settings.ocr == "rapidocr"
    assert resolved.settings.length == "long"
    assert resolved.settings.workers == 3
    assert resolved.settings.lang == "en"
    assert [resolved.origins[n] for n in ("ocr", "length", "workers", "lang")] == [
        "flag",
        "environment",
        "file",
        "default",
    ]


def test_a_flag_that_was_not_given_does_not_count(file: Path) -> None:
    assert resolve({"ocr": None}, {}, file).settings.ocr == "none"


def test_the_file_of_the_working_folder_is_found(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    assert resolve({}, {}).settings.workers == 3


def test_foreign_variables_are_left_alone() -> None:
    assert resolve({}, {"PATH": "/bin", "SKUSCRIBE_DATA": "x"}).settings == Settings()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('ocr = "tesseract"', ErrorCode.CONFIG_INVALID),
        ("workers = -1", ErrorCode.CONFIG_INVALID),
        ("workers =", ErrorCode.CONFIG_INVALID),
        ("colour = 1", ErrorCode.CONFIG_UNKNOWN_KEY),
    ],
)
def test_what_is_wrong_in_the_file_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "skuscribe.toml"
    path.write_text(content)
    with pytest.raises(SkuscribeError) as caught:
        resolve({}, {}, path)
    assert caught.value.code == code


def test_a_wrong_value_names_its_origin() -> None:
    with pytest.raises(SkuscribeError, match="environment"):
        resolve({}, {"SKUSCRIBE_WORKERS": "many"})


def test_a_misspelt_key_gets_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("worker = 2")
    with pytest.raises(SkuscribeError) as caught:
        resolve({}, {}, path)
    assert "workers" in caught.value.hint


def test_a_missing_file_that_was_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        resolve({}, {}, tmp_path / "none.toml")
    assert caught.value.code == ErrorCode.CONFIG_INVALID


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert {changes(name) for name in Settings.model_fields} == {"seen", "settled", ""}
