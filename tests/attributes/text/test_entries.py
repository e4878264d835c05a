"""The table of engines: every entry leads to a module that opens an engine, or says what to do."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest
from pydantic import ValidationError

from skuscribe.attributes.text import engines
from skuscribe.attributes.text.engine import TextOptions, open_engine
from skuscribe.attributes.text.engines import DEFAULT, ENGINES
from skuscribe.attributes.text.engines.easyocr import EasyOcrEngine, _stand_in
from skuscribe.attributes.text.engines.rapidocr import RapidOcrEngine, within_reach
from skuscribe.attributes.text.lines import seen_lines
from skuscribe.core.errors import SkuscribeError


@pytest.mark.parametrize("name", ENGINES)
def test_every_entry_has_a_module_that_opens_an_engine(name: str) -> None:
    module = import_module(f"{engines.__name__}.{ENGINES[name].module}")
    assert callable(module.open_engine)


def test_importing_the_modules_imports_no_engine() -> None:
    for entry in ENGINES.values():
        module = import_module(f"{engines.__name__}.{entry.module}")
        assert not {"rapidocr", "easyocr", "torch"} & set(vars(module))


def test_the_first_entry_is_the_default_and_engines_that_need_a_package_say_which() -> None:
    assert next(iter(ENGINES)) == DEFAULT == TextOptions().ocr
    for name, entry in ENGINES.items():
        assert entry.install.startswith("pip install ") == (name != "none")


@pytest.mark.parametrize("name", ["", "RapidOCR", "tesseract", "nothing"])
def test_an_engine_that_is_not_in_the_table_is_refused_with_its_names(name: str) -> None:
    with pytest.raises(ValidationError, match="must be one of rapidocr, easyocr, none"):
        TextOptions(ocr=name)


@pytest.mark.parametrize("failure", [ImportError("no torch"), OSError("no such model")])
def test_an_engine_that_cannot_be_opened_says_why_and_how_to_get_it(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise failure

    home = import_module(f"{engines.__name__}.rapidocr")
    monkeypatch.setattr(home, "open_engine", fail)
    with pytest.raises(SkuscribeError, match=str(failure)) as caught:
        open_engine("rapidocr")
    assert caught.value.code == "ocr.unavailable"
    assert caught.value.hint == ENGINES["rapidocr"].install


def test_an_engine_of_a_new_row_is_opened_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    home = ModuleType("made_up")
    home.open_engine = lambda: SimpleNamespace(version="made-up 1")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, f"{engines.__name__}.made_up", home)
    monkeypatch.setitem(ENGINES, "made-up", engines.Entry("made_up", ""))
    assert open_engine("made-up").version == "made-up 1"
    assert TextOptions(ocr="made-up").ocr == "made-up"


def pixels() -> np.ndarray:
    """Red, 200 wide, 100 high."""
    return np.full((100, 200, 3), (255, 0, 0), np.uint8)


def test_rapidocr_is_shown_bgr_and_its_boxes_become_fractions() -> None:
    asked: list[np.ndarray] = []

    def engine(image: np.ndarray) -> Any:  # noqa: ANN401
        asked.append(image)
        box = np.array([[20, 10], [180, 10], [180, 90], [20, 90]], np.float32)
        return SimpleNamespace(txts=("NORD",), scores=(np.float32(0.5),), boxes=box[None])

    engine.unread = ()  # type: ignore[attr-defined]
    (only,) = RapidOcrEngine(engine, "rapidocr 0").read(pixels())
    assert (only.text, only.confidence) == ("NORD", 0.5)
    assert only.polygon[0] == pytest.approx((0.1, 0.1))
    assert only.polygon[2] == pytest.approx((0.9, 0.9))
    assert (asked[0] == (0, 0, 255)).all()
    assert asked[0].flags["C_CONTIGUOUS"]


def test_rapidocr_that_found_nothing_gives_no_lines() -> None:
    empty = SimpleNamespace(txts=None, scores=None, boxes=None)
    engine = MagicMock(return_value=empty, unread=())
    assert RapidOcrEngine(engine, "rapidocr 0").read(pixels()) == []


def test_what_rapidocr_left_unread_is_told_as_a_place_without_text() -> None:
    empty = SimpleNamespace(txts=None, scores=None, boxes=None)
    box = np.array([[20, 10], [180, 10], [180, 90], [20, 90]], np.float32)
    engine = MagicMock(return_value=empty, unread=[box])
    (only,) = RapidOcrEngine(engine, "rapidocr 0").read(pixels())
    assert only.text == ""
    assert seen_lines([only]) == ((), ("text.truncated",))


def test_the_tallest_letters_are_read_first_until_the_time_is_spent() -> None:
    wide, tall = (10, 900 * 10), (40, 40 * 40)
    assert within_reach([wide, tall, wide]) == [0, 1]
    assert within_reach([tall] * 10) == list(range(10))
    assert within_reach([(0, 5)]) == [0]
    assert within_reach([]) == []


@pytest.mark.parametrize("shape", [(16, 800), (800, 16), (480, 1280), (600, 600)])
def test_a_very_long_photo_is_laid_on_white_and_its_boxes_stay_where_they_are(
    shape: tuple[int, int],
) -> None:
    height, width = shape
    box = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    found = SimpleNamespace(txts=("NORD",), scores=(0.9,), boxes=box[None])
    engine = MagicMock(return_value=found, unread=())
    photo = np.full((*shape, 3), 200, np.uint8)
    (only,) = RapidOcrEngine(engine, "rapidocr 0").read(photo)
    assert only.polygon[2] == pytest.approx((1, 1))
    (asked,) = engine.call_args.args
    assert max(asked.shape) <= 2.7 * min(asked.shape[:2])
    assert (asked[:height, :width] == 200).all()


def test_easyocr_is_shown_a_small_photo_and_its_boxes_become_fractions() -> None:
    asked: list[np.ndarray] = []

    def readtext(image: np.ndarray) -> list[tuple[list[list[int]], str, float]]:
        asked.append(image)
        height, width = image.shape[:2]
        return [([[0, 0], [width, 0], [width, height // 2], [0, height // 2]], "NORD", 0.75)]

    engine = EasyOcrEngine(SimpleNamespace(readtext=readtext), "easyocr 0")
    (only,) = engine.read(np.full((800, 1600, 3), (255, 0, 0), np.uint8))
    assert (only.text, only.confidence) == ("NORD", 0.75)
    assert only.polygon == ((0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (0.0, 0.5))
    assert asked[0].shape == (480, 960, 3)
    assert (asked[0] == (0, 0, 255)).all()


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not there")
def test_the_stand_in_turns_pictures_to_planes_between_nothing_and_one() -> None:
    transforms: Any = _stand_in()["torchvision.transforms"]
    planes = transforms.ToTensor()(np.full((4, 6, 3), (255, 0, 51), np.uint8))
    assert tuple(planes.shape) == (3, 4, 6)
    assert [float(plane.max()) for plane in planes] == pytest.approx([1.0, 0.0, 0.2])
    assert tuple(transforms.ToTensor()(np.zeros((4, 6), np.uint8)).shape) == (1, 4, 6)
