"""Both real engines read, the same each time, offline; a missing one says how to get it."""

from __future__ import annotations

import csv
import importlib.util
import socket
import sys
from pathlib import Path

import numpy as np
import pytest

import build
from conftest import miss
from skuscribe import Settings
from skuscribe.attributes.text.engine import OcrEngine, open_engine
from skuscribe.attributes.text.engines import DEFAULT, ENGINES
from skuscribe.attributes.text.lines import read_lines
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.read import read_photo

OPEN: dict[str, OcrEngine] = {}


def opened(name: str) -> OcrEngine:
    """Open each engine once."""
    if name == "easyocr" and importlib.util.find_spec("easyocr") is None:
        miss("EasyOCR")
    return OPEN.setdefault(name, open_engine(name))


@pytest.fixture(
    params=["rapidocr", pytest.param("easyocr", marks=pytest.mark.slow)], name="reading"
)
def reading_engine(request: pytest.FixtureRequest) -> OcrEngine:
    return opened(request.param)


def words(engine: OcrEngine, pixels: np.ndarray) -> str:
    lines, problems = read_lines(engine, read_photo(pixels))
    assert problems == ()
    return " ".join(line.text for line in lines)


def test_a_printed_word_is_read_where_it_stands(reading: OcrEngine) -> None:
    (line,) = reading.read(np.asarray(build.lettered("NORTHPEAK")))
    assert line.text == "NORTHPEAK"
    assert line.confidence > 0.5
    xs, ys = zip(*line.polygon, strict=True)
    assert 0.15 < min(xs) < 0.35
    assert 0.65 < max(xs) < 0.85
    assert 0.3 < min(ys) < max(ys) < 0.7


def test_a_blank_photo_holds_no_text(reading: OcrEngine) -> None:
    assert reading.read(np.full((300, 400, 3), 255, np.uint8)) == []


def test_the_same_photo_reads_the_same(reading: OcrEngine) -> None:
    pixels = np.asarray(build.lettered("Trail Runner 3000"))
    assert reading.read(pixels) == reading.read(pixels)


def test_the_version_names_the_engine(reading: OcrEngine) -> None:
    name, version = reading.version.split()
    assert name in ENGINES
    assert version[0].isdigit()


@pytest.mark.parametrize("turn", [90, 180])
def test_turned_labels_are_read(turn: int) -> None:
    image = build.lettered("NORTHPEAK").rotate(turn, expand=True)
    assert "NORTHPEAK" in words(opened("rapidocr"), np.asarray(image))


def test_small_text_is_read_by_enlarging() -> None:
    small = build.lettered("NORTHPEAK TRAIL", size=15, width=200, height=120)
    assert "NORTHPEAK" in words(opened("rapidocr"), np.asarray(small))


def test_nothing_is_read_by_none() -> None:
    assert opened("none").read(np.asarray(build.lettered("NORTHPEAK"))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("rapidocr", 0.75), ("easyocr", 0.2)])
def test_real_photos_are_read(name: str, least: float, data_root: Path) -> None:
    folder = data_root / "ocr-cases"
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["words"]][::9]
    engine = opened(name)
    found = wanted = 0
    for row in rows:
        lines, _ = read_lines(engine, read_photo(folder / row["file"]))
        read = " ".join(line.text for line in lines).casefold()
        wanted += len(row["words"].split())
        found += sum(word.casefold() in read for word in row["words"].split())
    assert found / wanted >= least


@pytest.mark.parametrize("name", ["rapidocr", pytest.param("easyocr", marks=pytest.mark.slow)])
def test_opening_and_reading_use_no_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("an engine asked for the network")

    if name == "easyocr":
        opened(name)  # skips where EasyOCR is not there
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert open_engine(name).read(np.asarray(build.lettered("NORTHPEAK")))


@pytest.mark.slow
def test_the_stand_in_for_torchvision_leaves_nothing_behind() -> None:
    opened("easyocr")
    stand_in = sys.modules.get("torchvision")
    assert stand_in is None or getattr(stand_in, "__file__", None)


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(SkuscribeError) as caught:
        open_engine("rapidocr")
    assert caught.value.code == "ocr.unavailable"
    assert "pip install" in caught.value.hint


def test_the_table_of_engines_and_the_setting_agree() -> None:
    assert Settings().ocr == DEFAULT
    assert [Settings(ocr=name).ocr for name in ENGINES] == list(ENGINES)
    with pytest.raises(ValueError, match="rapidocr, easyocr, none"):
        Settings(ocr="tesseract")
