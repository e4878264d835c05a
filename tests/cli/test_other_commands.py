"""The commands around `tag`: help, doctor, model info, config show."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from command import run

pytestmark = pytest.mark.slow

HEAVY = (
    "numpy", "cv2", "PIL", "onnxruntime", "rapidocr", "easyocr", "torch", "pydantic", "coloraide",
    "jinja2", "ray", "fastapi", "pyarrow", "scipy", "skimage", "onnx",
)  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """The heavy packages in a fresh interpreter after `code`."""
    probe = f"import sys; {code}; print(*sorted(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_skuscribe_loads_nothing_heavy() -> None:
    assert loaded_by("import skuscribe") == set()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "sys.argv = ['skuscribe', '--help']\nimport contextlib\n"
        "with contextlib.suppress(SystemExit):\n    from skuscribe.cli.app import main; main()\n"
        "import sys"
    )
    probe = f"import sys\n{code}\nprint(*sorted(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=True
    )
    assert "tag" in done.stdout
    assert done.stdout.splitlines()[-1] == ""


def test_the_public_names_are_there() -> None:
    import skuscribe

    for name in skuscribe.__all__:
        assert getattr(skuscribe, name)
    with pytest.raises(AttributeError):
        _ = skuscribe.nothing


@pytest.mark.parametrize("command", [(), ("tag",), ("doctor",), ("model",), ("config",)])
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_help_of_tag_shows_examples() -> None:
    assert "skuscribe tag mug.jpg" in run("tag", "--help").stdout


def test_the_version() -> None:
    import skuscribe

    assert run("--version").stdout.strip() == f"skuscribe {skuscribe.__version__}"


def test_doctor_finds_everything_that_is_needed() -> None:
    from skuscribe.look.bundle import read_card

    done = run("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(read_card().labels)} labels" in done.stdout
    assert "rapidocr" in done.stdout


def test_doctor_says_what_is_broken(tmp_path: Path) -> None:
    done = run("doctor", "--model", tmp_path)
    assert done.returncode == 4
    assert "cannot be read" in done.stdout


def test_model_info_is_the_card() -> None:
    from skuscribe.look.bundle import Card, read_bundle

    done = run("model", "info", "--json")
    assert Card.model_validate_json(done.stdout) == read_bundle().card
    assert "wristwatch" in run("model", "info").stdout


def test_config_show_names_each_origin(tmp_path: Path) -> None:
    (tmp_path / "skuscribe.toml").write_text("workers = 2\n")
    done = run("config", "show", "--json", cwd=tmp_path, SKUSCRIBE_LENGTH="long")
    rows = json.loads(done.stdout)
    assert rows["workers"] == {"value": 2, "origin": "file"}
    assert rows["length"] == {"value": "long", "origin": "environment"}
    assert rows["ocr"]["origin"] == "default"
    table = run("config", "show", cwd=tmp_path).stdout
    assert all(name in table for name in rows)


def test_a_wrong_setting_is_named_with_its_origin(tmp_path: Path) -> None:
    done = run("config", "show", cwd=tmp_path, SKUSCRIBE_OCR="crystal ball")
    assert done.returncode == 2
    assert "ocr" in done.stderr
    assert "environment" in done.stderr
