"""Outline measures are bounded whatever the mask, and words follow from measures alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from made import category, subject_info
from skuscribe.attributes.scene import Case, Scene
from skuscribe.attributes.shape.attribute import (
    LEAST_SUBJECT,
    ShapeMeasures,
    meaningful_labels,
    measure,
    settle,
)
from skuscribe.attributes.shape.outline import OutlineMeasures, in_one_piece, measure_outline
from skuscribe.attributes.shape.words import RULES, word_of
from skuscribe.record.stations import Look, Photo, Subject

Mask = NDArray[np.bool_]
CIRCLE = OutlineMeasures(
    aspect=1.0,
    extent=0.785,
    solidity=1.0,
    circularity=1.0,
    ellipse=1.0,
    corners=8,
    symmetry=1.0,
)
BOX = CIRCLE.model_copy(update={"extent": 1.0, "ellipse": 0.85, "corners": 4, "aspect": 2.0})


def blocks(*sides: tuple[int, int], size: int = 200) -> Mask:
    """Rectangles of (width, height), one in each quarter."""
    mask = np.zeros((size, size), np.bool_)
    for number, (width, height) in enumerate(sides):
        left, top = 5 + size // 2 * (number % 2), 5 + size // 2 * (number // 2)
        mask[top : top + height, left : left + width] = True
    return mask


def measured(mask: Mask) -> OutlineMeasures:
    found = measure_outline(mask)
    assert found is not None
    return found


def word(**changes: float) -> str | None:
    found = word_of(CIRCLE.model_copy(update=changes))
    return found.word if found else None


@given(st.integers(0, 2**32 - 1), st.integers(2, 8), st.floats(0.2, 0.8))
@settings(max_examples=60, deadline=None)
def test_measures_of_any_mask_lie_within_their_bounds(seed: int, blur: int, share: float) -> None:
    field = np.random.default_rng(seed).random((80, 110)).astype(np.float32)
    soft = cv2.GaussianBlur(field, (0, 0), blur)
    found = measure_outline(np.asarray(soft >= np.quantile(soft, share), np.bool_))
    if found is None:
        return
    assert found.aspect >= 1
    assert found.corners >= 3
    for name, value in found.as_measure().items():
        assert name in ("aspect", "corners", "holes") or 0 <= value <= 1
    word_of(found)


@pytest.mark.parametrize(("width", "height"), [(80, 80), (80, 40), (90, 30), (60, 20)])
def test_a_rectangle_is_measured_as_one(width: int, height: int) -> None:
    found = measured(blocks((width, height)))
    assert found.aspect == pytest.approx((width - 1) / (height - 1), rel=0.02)
    assert found.extent == pytest.approx(1, abs=0.01)
    assert found.solidity == pytest.approx(1, abs=0.01)
    assert found.corners == 4
    assert found.symmetry == pytest.approx(1, abs=0.02)


def test_turning_and_mirroring_a_mask_changes_its_measures_little() -> None:
    mask = blocks((80, 40)) | blocks((30, 90))
    first = measured(mask)
    for other in (np.rot90(mask), mask[:, ::-1], mask[::-1]):
        found = measured(np.ascontiguousarray(other))
        assert found.aspect == pytest.approx(first.aspect, rel=0.03)
        assert found.extent == pytest.approx(first.extent, rel=0.03)
        assert found.solidity == pytest.approx(first.solidity, rel=0.03)


def test_holes_are_counted_and_change_nothing_else() -> None:
    full = blocks((80, 80))
    pierced = full.copy()
    pierced[20:35, 20:35] = pierced[55:70, 55:70] = False
    pierced[40, 40] = False  # a speck
    assert measured(pierced) == measured(full).model_copy(update={"holes": 2})


def test_the_largest_piece_is_the_one_that_is_measured() -> None:
    assert measured(blocks((30, 10), (80, 80))).aspect == pytest.approx(1, abs=0.02)


def test_measures_are_told_in_full_for_the_evidence() -> None:
    told = measured(blocks((80, 40))).as_measure()
    assert set(told) == set(OutlineMeasures.model_fields)
    assert all(isinstance(value, float) for value in told.values())


@pytest.mark.parametrize(
    ("second", "one"), [((20, 20), True), ((27, 27), False), ((80, 80), False)]
)
def test_nine_tenths_in_one_part_are_one_piece(second: tuple[int, int], one: bool) -> None:
    assert in_one_piece(blocks((80, 80), second)) == one


@pytest.mark.parametrize("size", [200, 800, 1600])
def test_pieces_are_counted_alike_at_any_size(size: int) -> None:
    side = size * 2 // 5
    assert in_one_piece(blocks((side, side), (side // 5, side // 5), size=size))
    assert not in_one_piece(blocks((side, side), (side, side // 2), size=size))


def test_nothing_is_in_one_piece() -> None:
    assert in_one_piece(np.zeros((20, 20), np.bool_))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "round"),
        ({"aspect": 1.13}, "round"),
        ({"aspect": 1.2}, None),
        ({"aspect": 1.3}, "oval"),
        ({"aspect": 4.0}, "oval"),
        ({"ellipse": 0.94}, None),
        ({"solidity": 0.95}, None),
    ],
)
def test_round_and_oval_part_at_their_aspect_and_are_only_said_of_ellipses(
    changes: dict[str, float], expected: str | None
) -> None:
    assert word(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "rectangular"),
        ({"aspect": 1.05}, "square"),
        ({"aspect": 1.15}, None),
        ({"corners": 5}, "rectangular"),
        ({"corners": 6}, None),
        ({"extent": 0.91}, None),
        ({"solidity": 0.95}, None),
    ],
)
def test_square_and_rectangular_part_at_their_aspect_and_need_corners(
    changes: dict[str, float], expected: str | None
) -> None:
    found = word_of(BOX.model_copy(update=changes))
    assert (found.word if found else None) == expected


@pytest.mark.parametrize(("corners", "extent", "said"), [(3, 0.5, True), (4, 0.5, False)])
def test_a_triangle_has_three_corners_and_half_its_rectangle(
    corners: int, extent: float, said: bool
) -> None:
    assert (word(ellipse=0.8, corners=corners, extent=extent) == "triangular") == said
    assert word(ellipse=0.8, corners=3, extent=0.6) is None


@given(
    st.builds(
        OutlineMeasures,
        aspect=st.floats(1, 9),
        corners=st.integers(3, 20),
        **{
            name: st.floats(0, 1)
            for name in ("extent", "solidity", "circularity", "ellipse", "symmetry")
        },
    )
)
def test_a_word_is_one_of_the_table_and_clear(measures: OutlineMeasures) -> None:
    found = word_of(measures)
    if found is not None:
        assert (found.word, found.shopify) in {(name, theirs) for name, theirs, _ in RULES}
        assert 0.5 <= found.clearness <= 1


def scene(mask: Mask, confidence: float = 0.9) -> Scene:
    blank = np.zeros((*mask.shape, 3), np.uint8)
    photo = Photo("a", "", 9, 9, blank, blank, None, ())
    look = Look((), np.ones((1, 1), np.float32), np.ones(1, np.float32))
    return Scene(photo, look, Subject(mask, (), (), (), (0, 0, 1, 1), confidence, "alpha"))


@pytest.mark.parametrize("confidence", [0.0, 0.3, 1.0])
def test_the_outline_is_measured_however_unsure_the_subject_is(confidence: float) -> None:
    found = measure(scene(blocks((80, 40)), confidence))
    assert found.outline == measured(blocks((80, 40)))


def test_several_pieces_and_specks_have_no_measures() -> None:
    for mask in (blocks((80, 80), (80, 80)), blocks((5, 5)), np.zeros((9, 9), np.bool_)):
        assert measure(scene(mask)).outline is None


@pytest.mark.parametrize("label", sorted(meaningful_labels())[::8])
def test_every_label_that_an_outline_means_something_for_gets_a_word(label: str) -> None:
    (found,) = settle(ShapeMeasures(outline=CIRCLE), Case(category(label), subject_info()))
    assert found.value == "round"


@pytest.mark.parametrize("label", [None, "dress", "sock", "no such label"])
def test_other_labels_get_none_however_clear_the_outline(label: str | None) -> None:
    assert settle(ShapeMeasures(outline=CIRCLE), Case(category(label), subject_info())) == ()


@pytest.mark.parametrize(("confidence", "said"), [(LEAST_SUBJECT, True), (0.49, False)])
def test_the_least_confidence_of_the_subject_is_exact(confidence: float, said: bool) -> None:
    subject = subject_info(confidence)
    found = settle(ShapeMeasures(outline=CIRCLE), Case(category("television"), subject))
    assert bool(found) == said


def test_a_shape_is_never_surer_than_the_subject_and_less_sure_when_less_clear() -> None:
    sure = [
        settle(
            ShapeMeasures(outline=CIRCLE.model_copy(update={"ellipse": ellipse})),
            Case(category("television"), subject_info(0.8)),
        )[0].confidence
        for ellipse in (1.0, 0.96, 0.951)
    ]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] == 0.8
    assert sure[-1] < 0.7
