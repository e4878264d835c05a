"""The looker: file and card must fit, beliefs are weighed, attention lies on the photo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import build
from skuscribe.core.errors import SkuscribeError
from skuscribe.look import looker
from skuscribe.look.bundle import Bundle, Card, read_card
from skuscribe.look.gate import SCORES
from skuscribe.look.looker import ATTENTION_SIDE, Looker
from skuscribe.photo.read import read_photo
from skuscribe.record.stations import Look, Photo

SIZE, GRID = 64, 8
LABELS = ("cup", "hat", "pen")
Outputs = dict[str, NDArray[np.float32]]


def outputs(**changes: NDArray[np.float32]) -> Outputs:
    usual: Outputs = {
        "logits": np.array([[2.0, 1.0, 0.0]], np.float32),
        "attention": np.ones((1, GRID, GRID), np.float32),
        "embedding": np.full((1, 4), 0.5, np.float32),
    }
    return usual | changes


class FakeSession:
    """A network that answers the same to everything, and keeps what it was asked."""

    def __init__(self, answers: Outputs, shape: tuple[Any, ...] = ("n", 3, SIZE, SIZE)) -> None:
        self.answers, self.input_shape = answers, shape
        self.outputs = tuple(answers)
        self.asked: list[NDArray[np.float32]] = []

    def run(self, batch: NDArray[np.float32]) -> Mapping[str, NDArray[np.float32]]:
        self.asked.append(batch)
        return self.answers


def card(**changes: object) -> Card:
    given = read_card().model_dump() | {
        "input": {"size": SIZE, "mean": 127.0, "scale": 128.0},
        "vocabularies": [
            {
                "name": "trained",
                "output": "logits",
                "labels": LABELS,
            }
        ],
        "outputs": {"attention": "attention", "embedding": "embedding"},
        "gate": {"weights": [0.0] * len(SCORES), "intercept": 0.0, "lowest": 0.5, "highest": 0.9},
    }
    return Card.model_validate(given | changes)


CLASSES = ("tench", "goldfish", "great white shark", "hen")


def two(**changes: object) -> Card:
    """A card that names a borrowed vocabulary too."""
    trained = {"name": "trained", "output": "logits", "labels": LABELS}
    borrowed = {"name": "borrowed", "output": "borrowed", "labels": CLASSES}
    return card(vocabularies=[trained, borrowed], **changes)


def answers_of_two(**changes: NDArray[np.float32]) -> Outputs:
    return outputs(borrowed=np.array([[0.5, -1.0, 3.0, 0.0]], np.float32)) | changes


Opens = Callable[..., Looker]


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> Opens:
    """Return a looker on a network made by hand."""

    def open_with(session: FakeSession, card: Card) -> Looker:
        monkeypatch.setattr(looker, "Session", lambda content: session)
        return Looker(Bundle(card, b""))

    return open_with


def look(opens: Opens, width: int = 80, height: int = 40, **changes: Any) -> Look:  # noqa: ANN401
    photo = read_photo(build.noise(width, height))
    return opens(FakeSession(outputs(**changes)), card()).look(photo)


@pytest.mark.parametrize("missing", ["logits", "attention", "embedding"])
def test_every_output_that_the_card_names_must_be_there(opens: Opens, missing: str) -> None:
    answers = outputs()
    del answers[missing]
    with pytest.raises(SkuscribeError, match=f"no output '{missing}'") as caught:
        opens(FakeSession(answers), card())
    assert caught.value.code == "model.invalid"


def test_outputs_that_the_card_does_not_name_are_nobodys_business(opens: Opens) -> None:
    extra = outputs(spare=np.zeros((1, 9), np.float32))
    assert opens(FakeSession(extra), card()).card.labels == LABELS


@pytest.mark.parametrize(
    "shape", [("n", 3, 32, 32), ("n", 1, SIZE, SIZE), ("n", SIZE, SIZE, 3), ("n", 3, "h", "w")]
)
def test_an_input_of_another_shape_is_named(opens: Opens, shape: tuple[object, ...]) -> None:
    with pytest.raises(SkuscribeError, match="its input is") as caught:
        opens(FakeSession(outputs(), shape), card())
    assert caught.value.code == "model.invalid"


@pytest.mark.parametrize("change", [{"mean": 0.0}, {"scale": 255.0}], ids=["mean", "scale"])
def test_another_normalisation_is_refused(opens: Opens, change: dict[str, float]) -> None:
    given = {"size": SIZE, "mean": 127.0, "scale": 128.0} | change
    with pytest.raises(SkuscribeError, match="normalisation"):
        opens(FakeSession(outputs()), card(input=given))


@pytest.mark.parametrize("count", [2, 4])
def test_a_network_of_more_or_fewer_labels_is_refused(opens: Opens, count: int) -> None:
    answers = outputs(logits=np.zeros((1, count), np.float32))
    with pytest.raises(SkuscribeError, match=f"knows {count} labels, its card names 3"):
        opens(FakeSession(answers), card())


def test_beliefs_are_the_softmax_of_the_logits(opens: Opens) -> None:
    (belief,) = look(opens).beliefs
    assert (belief.vocabulary, belief.words) == ("trained", LABELS)
    powers = np.exp([2.0, 1.0, 0.0])
    assert belief.probabilities == pytest.approx(powers / powers.sum(), abs=1e-6)
    assert belief.probabilities.dtype == np.float32


@pytest.mark.parametrize("logits", [[1e4, 0.0, -1e4], [-1e4] * 3, [1e30, 1e30, 0.0]])
def test_logits_of_any_size_become_probabilities(opens: Opens, logits: list[float]) -> None:
    (belief,) = look(opens, logits=np.array([logits], np.float32)).beliefs
    assert belief.probabilities.sum() == pytest.approx(1, abs=1e-6)
    assert belief.probabilities.min() >= 0


def test_a_vocabulary_that_is_alone_is_trusted_whatever_the_gate_says(opens: Opens) -> None:
    shut = {"weights": [0.0] * len(SCORES), "intercept": -99.0, "lowest": 0.0, "highest": 0.1}
    opened = opens(FakeSession(outputs()), card(gate=shut))
    (belief,) = opened.look(read_photo(build.noise())).beliefs
    assert belief.weight == 1.0


def test_the_gate_weighs_the_trained_vocabulary_and_the_borrowed_one_has_the_rest(
    opens: Opens,
) -> None:
    opened = opens(FakeSession(answers_of_two()), two())
    trained, borrowed = opened.look(read_photo(build.noise())).beliefs
    assert (trained.vocabulary, trained.words) == ("trained", LABELS)
    assert (borrowed.vocabulary, borrowed.words) == ("borrowed", CLASSES)
    assert (trained.weight, borrowed.weight) == pytest.approx((0.7, 0.3))


def test_the_gate_reads_the_logits_of_the_trained_vocabulary_and_no_others(opens: Opens) -> None:
    reads = {"weights": [0.0] * 4 + [1.0], "intercept": 0.0, "lowest": 0.0, "highest": 1.0}
    opened = opens(FakeSession(answers_of_two()), two(gate=reads))
    trained, _ = opened.look(read_photo(build.noise())).beliefs
    assert trained.weight == pytest.approx(1 / (1 + np.exp(-2.0)))  # 2 is their largest


logits = st.floats(-(2.0**100), 2.0**100, width=32)


@given(
    st.lists(logits, min_size=len(LABELS), max_size=len(LABELS)),
    st.lists(logits, min_size=len(CLASSES), max_size=len(CLASSES)),
)
@settings(max_examples=60, deadline=None)
def test_weights_sum_to_one_and_so_does_each_vocabulary(
    own: list[float], theirs: list[float]
) -> None:
    answers = answers_of_two(
        logits=np.array([own], np.float32), borrowed=np.array([theirs], np.float32)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looker, "Session", lambda content: FakeSession(answers))
        opened = Looker(Bundle(two(gate=read_card().gate), b""))
        beliefs = opened.look(read_photo(build.noise())).beliefs
    assert sum(belief.weight for belief in beliefs) == pytest.approx(1)
    for belief in beliefs:
        assert 0 <= belief.weight <= 1
        assert belief.probabilities.sum() == pytest.approx(1, abs=1e-6)
        assert belief.probabilities.min() >= 0


def test_a_network_without_the_borrowed_output_does_not_fit_a_card_that_names_it(
    opens: Opens,
) -> None:
    with pytest.raises(SkuscribeError, match="no output 'borrowed'") as caught:
        opens(FakeSession(outputs()), two())
    assert caught.value.code == "model.invalid"


@pytest.mark.parametrize("count", [3, 5])
def test_more_or_fewer_borrowed_labels_are_refused(opens: Opens, count: int) -> None:
    answers = answers_of_two(borrowed=np.zeros((1, count), np.float32))
    with pytest.raises(SkuscribeError, match=f"knows {count} labels, its card names 4"):
        opens(FakeSession(answers), two())


def test_the_network_is_asked_once_a_photo_with_one_prepared_square(opens: Opens) -> None:
    session = FakeSession(outputs())
    opened = opens(session, card())
    session.asked.clear()
    opened.look(read_photo(np.full((40, 80, 3), 255, np.uint8)))
    (asked,) = session.asked
    assert asked.shape == (1, 3, SIZE, SIZE)
    assert asked.dtype == np.float32
    assert (asked == 1).all()


@pytest.mark.parametrize(
    ("size", "cells"),
    [((80, 40), (32, 64)), ((40, 80), (64, 32)), ((70, 70), (64, 64)), ((800, 16), (1, 64))],
)
def test_attention_has_the_proportions_of_the_photo(
    opens: Opens, size: tuple[int, int], cells: tuple[int, int]
) -> None:
    assert look(opens, *size).attention.shape == cells


@pytest.mark.parametrize(("row", "column"), [(2, 1), (2, 6), (5, 1), (5, 6)])
def test_attention_stays_where_the_network_looked(opens: Opens, row: int, column: int) -> None:
    """The photo is twice as wide as high: it fills rows 2 to 5 of the network's 8."""
    grid = np.zeros((1, GRID, GRID), np.float32)
    grid[0, row, column] = 1
    found = look(opens, 80, 40, attention=grid).attention
    at, down = found.argmax() % 64, found.argmax() // 64
    assert at == pytest.approx(64 * (column + 0.5) / GRID, abs=4)
    assert down == pytest.approx(64 * (row - 2 + 0.5) / GRID, abs=4)


def test_attention_on_the_white_margins_is_cut_off(opens: Opens) -> None:
    grid = np.zeros((1, GRID, GRID), np.float32)
    grid[0, 0] = 100
    grid[0, 3, 4] = 1
    found = look(opens, 80, 40, attention=grid).attention
    assert found.max() == pytest.approx(1)
    assert found.argmax() // 64 == pytest.approx(12, abs=4)


@given(st.integers(0, 2**32 - 1), st.integers(16, 200), st.integers(16, 200))
@settings(max_examples=40, deadline=None)
def test_attention_lies_between_nothing_and_one(seed: int, width: int, height: int) -> None:
    attention = np.random.default_rng(seed).normal(0, 5, (GRID, GRID)).astype(np.float32)
    pixels = np.zeros((height, width, 3), np.uint8)
    photo = Photo("a", "", width, height, pixels, pixels, None, ())
    found = looker._over_photo(attention, photo, SIZE)
    assert max(found.shape) == ATTENTION_SIDE
    assert 0 <= found.min() <= found.max() <= 1 + 1e-6


def test_a_network_that_looked_nowhere_gives_no_attention_and_no_division_by_zero(
    opens: Opens,
) -> None:
    found = look(opens, attention=np.zeros((1, GRID, GRID), np.float32)).attention
    assert (found == 0).all()


MASKED = {"attention": "attention", "embedding": "embedding", "mask": "mask"}


def test_a_network_without_a_mask_says_nothing_of_where_the_product_is(opens: Opens) -> None:
    photo = read_photo(build.disc())
    assert opens(FakeSession(outputs()), card()).look(photo).mask is None


@pytest.mark.parametrize(("size", "shape"), [((40, 20), (16, 32, 2)), ((20, 40), (32, 16, 2))])
def test_the_mask_covers_the_photo_without_the_squares_margins(
    opens: Opens, size: tuple[int, int], shape: tuple[int, ...]
) -> None:
    square = np.zeros((1, 2, 32, 32), np.float32)
    square[0, 0, 16, 16] = 1.0
    fake = FakeSession(outputs(mask=square))
    wide = read_photo(build.disc().resize(size))
    mask = opens(fake, card(outputs=MASKED)).look(wide).mask
    assert mask is not None
    assert mask.shape == shape
    assert mask[shape[0] // 2, shape[1] // 2].tolist() == [1.0, 0.0]


def test_a_mask_of_another_rank_is_refused(opens: Opens) -> None:
    fake = FakeSession(outputs(mask=np.zeros((1, 32, 32), np.float32)))
    with pytest.raises(SkuscribeError, match="'mask' has the shape"):
        opens(fake, card(outputs=MASKED))
