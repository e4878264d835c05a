"""What is measured is what the tagger states: the same answers, in the order of the photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import build
from skuscribe import Tagger
from skuscribe.learn.evaluate.labelled import Labelled
from skuscribe.learn.evaluate.predict import BEST, Asked, Prediction, predictions
from skuscribe.taxonomy.agreement import Agreement
from skuscribe.taxonomy.words import word_of


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> list[Labelled]:
    """The sample photos, a drawn one, noise, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("photos")
    build.shape("triangle", seed=1).save(folder / "triangle.png")
    Image.fromarray(build.noise(200, 200)).save(folder / "noise.png")
    (folder / "broken.jpg").write_text("hello")
    paths = [*sorted(examples.iterdir()), *sorted(folder.iterdir())]
    return [Labelled(path, path.stem, truth_of(path.stem), "s") for path in paths]


def truth_of(label: str) -> tuple[str, ...]:
    word = word_of(label)
    return word.path if word else ()


@pytest.fixture(scope="module")
def made(photos: list[Labelled]) -> list[Prediction]:
    return list(predictions(photos, Asked()))


def test_every_photo_has_its_prediction_in_its_place(
    photos: list[Labelled], made: list[Prediction]
) -> None:
    assert [prediction.photo for prediction in made] == photos


def test_what_is_measured_is_what_the_tagger_states(
    made: list[Prediction], silent_tagger: Tagger
) -> None:
    for prediction in made:
        if not prediction.error:
            category = silent_tagger.tag(prediction.photo.path).category
            assert (prediction.stated or None) == category.label, prediction.photo.path.name
            if category.label:
                assert prediction.level == category.level
                assert prediction.origin == category.origin
                assert prediction.confidence == pytest.approx(category.confidence, abs=0.011)


def test_a_photo_that_cannot_be_read_has_a_code_and_nothing_else(made: list[Prediction]) -> None:
    (broken,) = [prediction for prediction in made if prediction.error]
    assert broken == Prediction(broken.photo, error="photo.unreadable")


def test_agreement_is_told_where_the_label_stands_on_the_tree(made: list[Prediction]) -> None:
    for prediction in made:
        if not prediction.error:
            assert (prediction.agreement is None) == (not prediction.photo.truth)
            silent = prediction.agreement is Agreement.SILENT
            assert not (silent and prediction.stated)
            assert len(prediction.best) == BEST


def test_what_is_not_sold_is_never_among_the_words(photos: list[Labelled]) -> None:
    sold = "Food, Beverages & Tobacco"
    for prediction in predictions(photos, Asked(sells=(sold,))):
        for said in prediction.best:
            word = word_of(said)
            assert word is not None
            paths = [node.path for node in (word.google, word.shopify) if node]
            assert any(path.startswith(sold) for path in paths), said


def test_no_photos_have_no_predictions() -> None:
    assert not list(predictions([], Asked()))
