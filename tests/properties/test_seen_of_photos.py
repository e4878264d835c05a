"""Whatever is on a photo: a subject within it, measures that are JSON, attributes that hold."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import build
from made import case
from skuscribe.attributes.scene import Scene
from skuscribe.attributes.table import BY_NAME, measure_all, settle_all
from skuscribe.photo.read import read_photo
from skuscribe.record.stations import Look
from skuscribe.subject.find import find_subject
from skuscribe.taxonomy.words import words

pytestmark = pytest.mark.slow


COLOUR = st.tuples(*[st.integers(0, 255)] * 3)
SIDE = st.integers(16, 150)
METHODS = {"alpha", "plain_background", "grabcut", "whole_frame"}


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    """A few ellipses and boxes on a ground of one colour or of noise, opaque or not."""
    size = width, height = draw(SIDE), draw(SIDE)
    image = Image.new("RGB", size, draw(COLOUR))
    if draw(st.integers(0, 3)) == 0:
        image = Image.fromarray(build.noise(width, height, draw(st.integers(0, 99))))
    pen = ImageDraw.Draw(image)
    for _ in range(draw(st.integers(0, 3))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        box = (x, y, x + draw(st.integers(1, width)), y + draw(st.integers(1, height)))
        paint = pen.ellipse if draw(st.booleans()) else pen.rectangle
        paint(box, fill=draw(COLOUR))
    if draw(st.integers(0, 3)) == 0:
        image.putalpha(Image.fromarray(build.noise(width, height, draw(st.integers(0, 9)))[..., 0]))
    return image


def scene_of(image: Image.Image, seed: int = 0) -> Scene:
    photo = read_photo(image)
    attention = np.random.default_rng(seed).random((6, 8)).astype(np.float32)
    look = Look((), attention, np.ones(1, np.float32))
    return Scene(photo, look, find_subject(photo, look))


@given(pictures(), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_subject_lies_within_its_photo_and_says_how_it_was_found(
    image: Image.Image, seed: int
) -> None:
    found = scene_of(image, seed).subject
    assert found.mask.shape == image.size[::-1]
    assert found.mask.any()
    assert found.method in METHODS
    assert 0 <= found.confidence <= 1
    assert (found.confidence == 0) == (found.method == "whole_frame") == (found.outline == ())
    x, y, width, height = found.box
    rows, columns = np.nonzero(found.mask)
    edges = (
        x * image.width,
        (x + width) * image.width,
        y * image.height,
        (y + height) * image.height,
    )
    assert edges == pytest.approx(
        (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1), abs=1e-6
    )
    for polygon in (found.outline, *found.parts, *found.holes):
        assert all(0 <= value <= 1 for point in polygon for value in point)


@given(pictures(), st.sampled_from([None, *words()]))
@settings(max_examples=60, deadline=None)
def test_what_is_measured_is_json_and_settles_to_attributes_that_hold(
    image: Image.Image, label: str | None
) -> None:
    scene = scene_of(image)
    measures = measure_all(scene)
    assert json.loads(json.dumps(measures, allow_nan=False)) == measures

    found = settle_all(measures, case(label, scene.subject))
    assert settle_all(json.loads(json.dumps(measures)), case(label, scene.subject)) == found
    assert {each.name for each in found} <= set(BY_NAME)
    assert any(each.name == "colour" for each in found)
    told = [(each.name, each.value) for each in found]
    assert len(set(told)) == len(told)
    for each in found:
        assert bool(each.value) == (each.state == "shown")
        assert (each.standard is not None) == (each.state == "shown")
        json.dumps(each.model_dump(mode="json"), allow_nan=False)


@given(pictures())
@settings(max_examples=30, deadline=None)
def test_looking_again_at_the_same_photo_finds_the_same(image: Image.Image) -> None:
    one, two = scene_of(image), scene_of(image.copy())
    assert (one.subject.mask == two.subject.mask).all()
    assert one.subject.confidence == two.subject.confidence
    assert measure_all(one) == measure_all(two)
