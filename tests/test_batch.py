"""Many products: in order, in parallel, and one that fails, hangs or kills costs itself alone."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import build
from skuscribe import Settings, SkuscribeError, Tagger
from skuscribe.batch import Outcome, see_each, see_one
from skuscribe.worker import Product

pytestmark = pytest.mark.slow


QUICK = Settings(ocr="none", decode_seconds=2)


class Trap:
    """A photo that does harm when a worker reads its name."""

    def __init__(self, harm: Callable[[], object]) -> None:
        self.harm = harm

    def __fspath__(self) -> str:
        self.harm()
        return "nothing"


def hang() -> None:
    time.sleep(60)


def die() -> None:
    os._exit(139)


def crash() -> None:
    ctypes.string_at(0)


def eat() -> None:
    np.ones(10_000_000_000, np.uint8)


def fail() -> None:
    raise TypeError("planted")


def codes(outcomes: list[Outcome]) -> dict[str, str]:
    return {p.id: str(r.code) for p, r in outcomes if isinstance(r, SkuscribeError)}


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_order_and_one_failure_harms_no_other(examples: Path, workers: int) -> None:
    products = [
        Product(f"{n}", (examples / "banana.jpg" if n % 3 else b"broken",)) for n in range(9)
    ]
    results = list(see_each(products, QUICK, workers))
    assert [product.id for product, _ in results] == [f"{n}" for n in range(9)]
    assert set(codes(results)) == {"0", "3", "6"}


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (hang, "photo.decode_timeout"),
        (die, "item.crashed"),
        (crash, "item.crashed"),
        (eat, "item.crashed"),
        (fail, "internal.unexpected"),
    ],
)
def test_whatever_one_photo_does_to_its_worker_the_others_go_on(
    examples: Path, harm: Callable[[], object], code: str
) -> None:
    good = (examples / "banana.jpg",)
    products = [Product("a", good), Product("b", (Trap(harm),)), Product("c", good)]
    results = list(see_each(products, QUICK, 1))
    assert codes(results) == {"b": code}
    assert [product.id for product, _ in results] == ["a", "b", "c"]


def scan_bomb() -> bytes:
    """A progressive JPEG that repeats its last scan thousands of times: small and slow."""
    content = build.saved(Image.new("RGB", (5000, 2000), build.RED), "JPEG", progressive=True)
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * 5000 + content[-2:]


def test_a_decoder_that_takes_too_long_is_ended_with_its_worker(examples: Path) -> None:
    hurried = Settings(ocr="none", decode_seconds=0.3)
    products = [Product("a", (scan_bomb(),)), Product("b", (examples / "banana.jpg",))]
    outcomes = list(see_each(products, hurried, 1))
    assert codes(outcomes) == {"a": "photo.decode_timeout"}
    _, error = outcomes[0]
    assert isinstance(error, SkuscribeError)
    assert "took longer" in error.message  # the parent's words: no thread was left behind


def test_a_product_that_takes_too_long_once_it_is_decoded_is_given_up(examples: Path) -> None:
    hurried = Settings(ocr="none", item_seconds=0.001)
    outcomes = list(see_each([Product("a", (examples / "mug.jpg",))], hurried, 1))
    assert codes(outcomes) == {"a": "item.timeout"}


def test_a_fault_of_ours_carries_its_trace_for_those_who_ask() -> None:
    ((_, result),) = see_each([Product("a", (Trap(fail),))], QUICK, 1)
    assert isinstance(result, SkuscribeError)
    assert "planted" in result.trace
    assert "planted" not in str(result)


def test_models_that_cannot_be_opened_stop_everything_at_once(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        list(see_each([Product("a", (b"",))] * 5, Settings(model=tmp_path), 2))
    assert caught.value.code == "model.missing"


def test_a_consumer_that_stops_leaves_no_worker_behind(examples: Path) -> None:
    results = see_each([Product(f"{n}", (examples / "mug.jpg",)) for n in range(50)], QUICK, 2)
    next(results)
    start = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 5


def test_no_product_is_no_work() -> None:
    assert list(see_each([], QUICK, 1)) == []


def test_results_carry_a_small_picture_only_when_it_is_wanted(examples: Path) -> None:
    product = Product("a", (examples / "mug.jpg",))
    for glimpses in (False, True):
        ((_, tagged),) = see_each([product], QUICK, 1, glimpses=glimpses)
        assert not isinstance(tagged, SkuscribeError)
        assert (tagged.glimpse is not None) == glimpses
        if tagged.glimpse is not None:
            assert max(tagged.glimpse.pixels.shape) <= 640


def test_one_product_in_this_process_gives_the_same_record(examples: Path) -> None:
    product = Product("a", (examples / "mug.jpg",), {"brand": "Nordholm"})
    _, here = see_one(product, QUICK)
    ((_, there),) = see_each([product], QUICK, 1)
    assert not isinstance(here, SkuscribeError)
    assert not isinstance(there, SkuscribeError)
    assert here.record.to_json() == there.record.to_json()


def test_the_broken_photo_of_several_is_named(examples: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    product = Product("mug.jpg", (examples / "mug.jpg", broken))
    for _, result in (see_one(product, QUICK), *see_each([product], QUICK, 1)):
        assert isinstance(result, SkuscribeError)
        assert result.where == "broken.jpg"


def test_a_bug_in_the_only_product_becomes_its_error(
    monkeypatch: pytest.MonkeyPatch, examples: Path
) -> None:
    def broken(*arguments: object, **named: object) -> None:
        raise TypeError("planted")

    monkeypatch.setattr(Tagger, "walk", broken)
    _, result = see_one(Product("a", (examples / "mug.jpg",)), QUICK)
    assert isinstance(result, SkuscribeError)
    assert result.code == "internal.unexpected"
