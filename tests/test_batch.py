"""Many products: in order, in parallel, and a failure costs its product alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from skuscribe import Settings, SkuscribeError, Tagger
from skuscribe.batch import Product, see_each


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_order_and_one_failure_harms_no_other(examples: Path, workers: int) -> None:
    products = [
        Product(f"{n}", (examples / "banana.jpg" if n % 3 else b"broken",)) for n in range(9)
    ]
    results = list(see_each(products, Settings(ocr="none"), workers))
    assert [product.id for product, _ in results] == [f"{n}" for n in range(9)]
    failed = [p.id for p, result in results if isinstance(result, SkuscribeError)]
    assert failed == ["0", "3", "6"]


def test_a_bug_in_one_product_becomes_its_error(
    monkeypatch: pytest.MonkeyPatch, examples: Path
) -> None:
    def broken(self: Tagger, photos: object, facts: object, id: str | None = None) -> None:
        raise TypeError("planted")

    monkeypatch.setattr(Tagger, "see", broken)
    (result,) = see_each([Product("a", (examples / "mug.jpg",))], Settings(ocr="none"), 1)
    assert isinstance(result[1], SkuscribeError)
    assert result[1].code == "internal.unexpected"
