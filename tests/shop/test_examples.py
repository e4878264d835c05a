"""`examples.npz`: plain arrays that come back bit for bit, or one clear line."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from skuscribe.core.errors import SkuscribeError
from skuscribe.shop import examples as store
from skuscribe.shop.examples import EXAMPLES_FILE, Examples, joined, read_examples, write_examples
from skuscribe.shop.profile import read_shop
from teach.clusters import taught

TWO = taught({"rain boot": 3, "Straße; „Lampe“ <b>": 2}, beliefs={"cup": 0.3})


def same(one: Examples, other: Examples) -> bool:
    def plain(value: object) -> object:
        return (value.dtype, value.tobytes()) if isinstance(value, np.ndarray) else value

    return all(plain(getattr(one, f.name)) == plain(getattr(other, f.name)) for f in fields(one))


def write(folder: Path, **changed: NDArray[np.generic] | None) -> None:
    """Write the file of `TWO` with some arrays changed; None leaves one out."""
    write_examples(folder, TWO)
    with np.load(folder / EXAMPLES_FILE) as found:
        arrays = dict(found) | changed
    np.savez_compressed(
        folder / EXAMPLES_FILE, **{k: v for k, v in arrays.items() if v is not None}
    )


def refused(folder: Path) -> SkuscribeError:
    with pytest.raises(SkuscribeError) as caught:
        read_examples(folder)
    assert (caught.value.code, caught.value.where) == ("config.invalid", EXAMPLES_FILE)
    assert "--replace" in caught.value.hint
    return caught.value


def test_what_is_written_comes_back_bit_for_bit(tmp_path: Path) -> None:
    write_examples(tmp_path, TWO)
    found = read_examples(tmp_path)
    assert found is not None
    assert same(found, TWO)
    of_shop = read_shop(tmp_path).examples
    assert of_shop is not None
    assert same(of_shop, TWO)


def test_where_nothing_was_taught_there_is_nothing(tmp_path: Path) -> None:
    assert read_examples(tmp_path) is None
    assert read_shop(tmp_path).examples is None


def test_what_was_taught_is_part_of_the_shops_digest(tmp_path: Path) -> None:
    digests = {read_shop(tmp_path).digest}
    for examples in (TWO, TWO.only([0, 1])):
        write_examples(tmp_path, examples)
        digests.add(read_shop(tmp_path).digest)
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"version": np.array(2)}, "version"),
        ({"version": np.array([1, 1])}, ""),
        ({"version": np.array("one")}, ""),
        ({"version": None}, "version"),
        ({"embeddings": None}, "embeddings"),
        ({"labels": np.array(["rain boot"])}, "fit"),
        ({"labels": np.array([], "U1")}, "fit"),
        ({"labels": np.arange(5)}, "texts"),
        ({"labels": np.array("rain boot")}, "texts"),
        ({"words": np.array(["cup"])}, "fit"),
        ({"groups": np.array(["a"] * 6)}, "fit"),
        ({"photos": np.array(["0" * 64] * 4)}, "fit"),
        ({"embeddings": TWO.embeddings[:4]}, "fit"),
        ({"embeddings": TWO.embeddings[:, 0]}, "numbers"),
        ({"embeddings": np.array(1.0)}, "numbers"),
        ({"embeddings": np.full((5, 4), "a")}, "numbers"),
        ({"embeddings": np.full((5, 4), np.nan, np.float16)}, "none"),
        ({"embeddings": np.full((5, 4), 1e30)}, "numbers"),
        ({"embeddings": np.full((5, 4), 1j)}, "numbers"),
        ({"beliefs": np.full((5, 2), np.inf, np.float16)}, "none"),
        ({"beliefs": np.array(1.0)}, "numbers"),
        ({"beliefs": TWO.beliefs[:, :1]}, "fit"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    tmp_path: Path, changed: dict[str, NDArray[np.generic] | None], says: str
) -> None:
    write(tmp_path, **changed)
    assert says in refused(tmp_path).message


def empty_zip() -> bytes:
    content = io.BytesIO()
    zipfile.ZipFile(content, "w").close()
    return content.getvalue()


def npy() -> bytes:
    content = io.BytesIO()
    np.save(content, np.zeros(3))
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\3\4", empty_zip(), npy(), b"\x80\x04N."],
    ids=["empty", "text", "begun", "no arrays", "one array", "pickle"],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / EXAMPLES_FILE).write_bytes(content)
    refused(tmp_path)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / EXAMPLES_FILE).mkdir()
    refused(tmp_path)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_refused_or_reads_as_before(tmp_path: Path, seed: int) -> None:
    write_examples(tmp_path, TWO)
    path, random = tmp_path / EXAMPLES_FILE, np.random.default_rng(seed)
    content = bytearray(path.read_bytes())
    for place in random.integers(0, len(content), 1 + seed % 5):
        content[place] = int(random.integers(256))
    path.write_bytes(content[: random.integers(len(content))] if seed % 10 == 9 else content)
    found = None
    with suppress(SkuscribeError):
        found = read_examples(tmp_path)
    assert found is None or same(found, TWO)


class Trap:
    """Opens a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self.mark), "w")


@pytest.mark.parametrize("name", ["labels", "version", "bundle", "embeddings"])
def test_no_object_is_unpickled(tmp_path: Path, name: str) -> None:
    mark = tmp_path / "mark"
    write(tmp_path, **{name: np.array([Trap(mark)] * 5, object)})
    refused(tmp_path)
    assert not mark.exists()


def test_an_array_that_promises_more_than_there_is_is_refused(tmp_path: Path) -> None:
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "<f2", "fortran_order": False, "shape": (10**9, 10**6)}
    )
    write(tmp_path, embeddings=None)
    with zipfile.ZipFile(tmp_path / EXAMPLES_FILE, "a") as file:
        file.writestr("embeddings.npy", head.getvalue())
    refused(tmp_path)


def test_examples_are_joined_in_order_and_their_words_merged() -> None:
    first = taught({"boot": 2}, words=("cup", "hat"), beliefs={"cup": 0.5, "hat": 0.25})
    second = taught({"lamp": 1}, words=("pen", "cup"), beliefs={"pen": 0.75, "cup": 0.125})
    both = joined(first, second)
    assert both.labels == ("boot", "boot", "lamp")
    assert both.words == ("cup", "hat", "pen")
    assert both.beliefs.tolist() == [[0.5, 0.25, 0], [0.5, 0.25, 0], [0.125, 0, 0.75]]
    assert both.embeddings.tolist() == [*first.embeddings.tolist(), *second.embeddings.tolist()]
    assert both.beliefs.dtype == both.embeddings.dtype == np.float16


def test_a_photo_that_comes_again_takes_its_new_label() -> None:
    first = taught({"boot": 3})
    again = replace(first.only([1]), labels=("rain boot",), groups=("7",))
    both = joined(first, again)
    assert both.labels == ("boot", "boot", "rain boot")
    assert both.groups == ("boot/0", "boot/2", "7")
    assert both.photos == tuple(first.photos[n] for n in (0, 2, 1))
    assert same(joined(first, first), first)


def test_more_than_there_may_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 5)
    assert len(joined(taught({"boot": 3}), taught({"lamp": 2}))) == 5
    with pytest.raises(SkuscribeError, match="6 examples; 5 are the most") as caught:
        joined(taught({"boot": 3}), taught({"lamp": 3}))
    assert caught.value.code == "config.invalid"


def test_some_are_taken_by_their_places() -> None:
    some = TWO.only([4, 0])
    assert some.labels == (TWO.labels[4], TWO.labels[0])
    assert some.photos == (TWO.photos[4], TWO.photos[0])
    assert some.embeddings.tolist() == TWO.embeddings[[4, 0]].tolist()
    assert some.words == TWO.words
    assert len(TWO.only([])) == 0


def test_the_file_holds_numbers_labels_and_ids_alone(tmp_path: Path) -> None:
    write_examples(tmp_path, TWO)
    with np.load(tmp_path / EXAMPLES_FILE, allow_pickle=False) as arrays:
        texts = {str(e) for a in arrays.values() if a.dtype.kind == "U" for e in a.ravel()}
        kinds = {name: array.dtype.kind for name, array in arrays.items()}
    assert texts == {TWO.bundle, *TWO.labels, *TWO.groups, *TWO.photos, *TWO.words}
    assert kinds == dict.fromkeys(("bundle", "labels", "groups", "photos", "words"), "U") | {
        "version": "i", "embeddings": "f", "beliefs": "f",
    }  # fmt: skip
