"""Photos to examples: what was seen as arrays, and no photo under two labels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from made import belief
from run.working import draw_one
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.observed import packed
from skuscribe.teach.lesson import Lesson, of_photos
from skuscribe.teach.see import examples_of, of_one_mind, see
from teach.clusters import taught, vector


def test_what_was_seen_becomes_one_table_of_beliefs() -> None:
    kept = [
        (Lesson(Path("a.jpg"), "boot", "A"), ("0" * 64, packed(vector("boot")), (belief("cup"),))),
        (Lesson(Path("b.jpg"), "lamp", "B"), ("1" * 64, packed(vector("lamp")), (belief("hat"),))),
    ]
    found = examples_of(kept, "test 1")
    assert (found.labels, found.groups) == (("boot", "lamp"), ("A", "B"))
    assert found.words == ("cup", "hat")
    assert found.beliefs == pytest.approx(np.array([[0.9, 0], [0, 0.9]]), abs=1e-3)
    assert found.embeddings.tolist()[0] == vector("boot").astype(np.float16).tolist()


def test_a_photo_under_two_labels_is_refused_or_left_out() -> None:
    some = taught({"boot": 2, "lamp": 2})
    twice = replace(some, photos=("a", "b", "b", "c"))
    with pytest.raises(SkuscribeError, match="stands under boot and lamp") as caught:
        of_one_mind(twice, keep=False)
    assert caught.value.code == "shop.teaching_refused"
    assert of_one_mind(twice, keep=True).photos == ("a", "c")
    both = replace(some, photos=("a", "b", "a", "b"))
    for keep in (True, False):
        with pytest.raises(SkuscribeError, match="and 1 more like it"):
            of_one_mind(both, keep=keep)


def test_a_photo_twice_under_one_label_is_no_contradiction() -> None:
    some = replace(taught({"boot": 2, "lamp": 1}), photos=("a", "a", "b"))
    assert of_one_mind(some, keep=False).photos == ("a", "a", "b")


def test_a_photo_that_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    draw_one(tmp_path / "a.png", 0)
    (tmp_path / "b.png").write_text("hello")
    told: list[tuple[str, str]] = []

    def note(path: Path, error: SkuscribeError | None) -> None:
        told.append((path.name, error.code if error else ""))

    found = see(of_photos(sorted(tmp_path.iterdir()), "mug"), None, 1, note)
    assert found is not None
    assert told == [("a.png", ""), ("b.png", "photo.unreadable")]
    assert len(found) == 1
    length = np.linalg.norm(found.embeddings.astype(np.float32), axis=1)
    assert length == pytest.approx(1, abs=1e-3)
    assert see(of_photos([tmp_path / "b.png"], "mug"), None, 1, note) is None
