"""The parts of colour: regions, clusters, names, spaces, and what is chosen for a product."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from made import BLUE, RED, WHITE, category, subject_info
from skuscribe.attributes.colour import words as words_module
from skuscribe.attributes.colour.attribute import (
    LEAST_SUBJECT,
    SCREENS,
    Colour,
    ColourMeasures,
    Region,
    measure,
    settle,
)
from skuscribe.attributes.colour.cluster import CLUSTERS, Cluster, clusters_of
from skuscribe.attributes.colour.features import NAMES
from skuscribe.attributes.colour.light import OF_REGION, Light
from skuscribe.attributes.colour.names import finer_name, table
from skuscribe.attributes.colour.region import regions_of
from skuscribe.attributes.colour.space import Lab, delta_e, hex_of, lab_of, lab_of_hex
from skuscribe.attributes.colour.words import MOST, words_of
from skuscribe.attributes.scene import Case, Scene
from skuscribe.record.model import Attribute, Node
from skuscribe.record.stations import Look, Photo, Subject
from skuscribe.taxonomy.words import parents, words

Mask = NDArray[np.bool_]
SCREEN, FRAME, GROUND = (30, 140, 220), (18, 18, 20), (255, 255, 255)
GREEN: Lab = (45.0, -40.0, 25.0)
GREY: Lab = (55.0, 0.0, 0.0)


def screen(border: int = 12) -> tuple[NDArray[np.uint8], Mask]:
    """A dark frame around a blue picture on white, and the mask of both."""
    pixels = np.full((300, 400, 3), GROUND, np.uint8)
    mask = np.zeros((300, 400), np.bool_)
    mask[50:250, 50:350] = True
    pixels[mask] = FRAME
    pixels[50 + border : 250 - border, 50 + border : 350 - border] = SCREEN
    return pixels, mask


def scene(pixels: NDArray[np.uint8], mask: Mask) -> Scene:
    photo = Photo("a", "", 9, 9, pixels, pixels, None, ())
    look = Look((), np.ones((1, 1), np.float32), np.ones(1, np.float32))
    return Scene(photo, look, Subject(mask, (), (), (), (0, 0, 1, 1), 0.9, "alpha"))


def painted(*colours: tuple[Lab, float]) -> tuple[Colour, ...]:
    return tuple(Colour(lab=lab, share=share) for lab, share in colours)


def lit(
    region: tuple[float, float, float, float, float],
    ground: Lab = (100.0, 0.0, 0.0),
    brightest: float = 100.0,
) -> Light:
    return Light(region=region, ground=ground, ground_bright=ground[0], brightest=brightest)


def settled(
    colours: Sequence[Colour],
    label: str | None = "cup",
    confidence: float = 0.9,
    frame: Sequence[Colour] = (),
    light: Light | None = None,
) -> tuple[Attribute, ...]:
    levels = [colour.lab[0] for colour in colours for _ in range(round(100 * colour.share))]
    dark, darker, middle, lighter, bright = np.percentile(levels, OF_REGION).tolist()
    seen = light or lit((dark, darker, middle, lighter, bright))
    measures = ColourMeasures(
        subject=Region(colours=tuple(colours), light=seen),
        frame=Region(colours=tuple(frame or colours), light=seen),
    )
    return settle(measures, Case(category(label), subject_info(confidence)))


def spoken(found: Sequence[Attribute]) -> list[str]:
    return [each.standard.value for each in found if each.standard]


def spread(lab: Lab, count: int, scatter: float = 1.0, seed: int = 1) -> NDArray[np.float32]:
    noise = np.random.default_rng(seed).normal(0, scatter, (count, 3))
    return np.asarray(np.array(lab) + noise, np.float32)


def merged(*labs: Lab) -> list[Cluster]:
    """The clusters of as many pixels of each colour, a few more of the first."""
    counts = [500 + 10 * (len(labs) - n) for n in range(len(labs))]
    return clusters_of(
        np.concatenate([spread(lab, n) for lab, n in zip(labs, counts, strict=True)])
    )


# Regions


def test_both_regions_are_measured_and_hold_no_ground() -> None:
    regions = regions_of(*screen())
    for pixels in (regions.subject, regions.frame):
        assert pixels.dtype == np.uint8
        assert pixels.min(axis=1).max() < 200


def test_the_frame_holds_the_housing_and_not_the_picture() -> None:
    regions = regions_of(*screen())
    frame, subject = (
        float((abs(pixels.astype(int) - FRAME).max(axis=1) < 8).mean())
        for pixels in (regions.frame, regions.subject)
    )
    assert frame > 0.95
    assert subject < 0.4


def test_pixels_at_the_edge_are_left_out_because_they_mix() -> None:
    pixels = np.full((200, 200, 3), 255, np.uint8)
    mask = np.zeros((200, 200), np.bool_)
    mask[50:150, 50:150] = True
    pixels[mask] = (200, 20, 30)
    pixels[50:150, 50] = pixels[50:150, 149] = (228, 137, 142)
    assert (regions_of(pixels, mask).subject == (200, 20, 30)).all()


@pytest.mark.parametrize("width", [1, 2, 3, 6])
def test_a_thin_thing_has_pixels_in_both_regions(width: int) -> None:
    pixels = np.full((200, 300, 3), 255, np.uint8)
    mask = np.zeros((200, 300), np.bool_)
    mask[20:180, 100 : 100 + width] = True
    pixels[mask] = (200, 20, 30)
    found = regions_of(pixels, mask)
    for region in (found.subject, found.frame):
        assert (region == (200, 20, 30)).all()
        assert len(region) > 0


def test_a_speck_and_no_thing_at_all_have_pixels_as_well() -> None:
    pixels = np.full((400, 400, 3), 90, np.uint8)
    speck = np.zeros((400, 400), np.bool_)
    speck[1, 1] = True
    for mask in (speck, np.zeros_like(speck)):
        found = regions_of(pixels, mask)
        assert (found.subject == 90).all()
        assert len(found.frame) >= 1


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_no_region_is_ever_empty(width: int, height: int, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < 0.4
    found = regions_of(np.zeros((height, width, 3), np.uint8), mask)
    for region in (found.subject, found.frame):
        assert region.shape[0] >= 1
        assert region.shape[1] == 3


# Clusters


@given(st.integers(0, 2**32 - 1), st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_shares_sum_to_one_and_the_largest_comes_first(seed: int, count: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (count, 3), dtype=np.uint8)
    found = clusters_of(lab_of(pixels))
    shares = [cluster.share for cluster in found]
    assert 1 <= len(found) <= CLUSTERS
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)


def test_one_colour_is_one_cluster_and_tells_that_colour() -> None:
    (only,) = clusters_of(np.tile(np.array(RED, np.float32), (900, 1)))
    assert only == Cluster(RED, 1.0)


def test_grain_on_one_colour_makes_no_further_words() -> None:
    found = clusters_of(spread(BLUE, 3000, scatter=2.5))
    assert all(delta_e(each.lab, BLUE) < 6 for each in found)
    (only,) = words_of(found, lit((30, 32, 34, 36, 38)))
    assert only.word == "Blue"
    assert delta_e(only.colour.lab, BLUE) < 2


def test_shares_are_those_of_the_pixels() -> None:
    lab = np.concatenate([spread(RED, 6000), spread(BLUE, 3000), spread(GREEN, 1000)])
    shares = [cluster.share for cluster in clusters_of(lab)]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.01)


def test_colours_that_look_alike_are_one_at_their_mean() -> None:
    near = (RED[0] + 3, RED[1], RED[2])
    (only,) = merged(RED, near)
    assert only.share == pytest.approx(1)
    assert RED[0] < only.lab[0] < near[0]


def test_colours_that_differ_stay_apart() -> None:
    assert len(merged(RED, BLUE, GREEN)) == 3


def test_the_order_of_pixels_matters_little() -> None:
    lab = np.concatenate([spread(RED, 2000), spread(BLUE, 1000)])
    mixed = np.random.default_rng(4).permutation(lab)
    for one, other in zip(clusters_of(lab), clusters_of(mixed), strict=True):
        assert delta_e(one.lab, other.lab) < 2
        assert one.share == pytest.approx(other.share, abs=0.02)


# Measuring and settling


def test_measures_hold_both_regions_whatever_the_product_is() -> None:
    found = measure(scene(*screen()))
    assert delta_e(found.frame.colours[0].lab, lab_of_hex("#121214")) < 3
    assert delta_e(found.subject.colours[0].lab, lab_of_hex("#1e8cdc")) < 3


@pytest.mark.parametrize("label", [None, "book", *sorted(SCREENS)])
def test_the_frame_speaks_for_screens_and_the_whole_for_all_others(label: str | None) -> None:
    (found,) = settled(painted((RED, 1.0)), label, frame=painted((BLUE, 1.0)))
    assert found.standard is not None
    assert found.standard.value == ("Blue" if label in SCREENS else "Red")


def test_screens_are_labels_of_the_taxonomy() -> None:
    sayable = {word.word for word in (*words().values(), *parents().values())}
    assert sayable >= SCREENS


@pytest.mark.parametrize(("confidence", "state"), [(LEAST_SUBJECT, "shown"), (0.34, "unsure")])
def test_under_the_least_subject_nothing_is_named(confidence: float, state: str) -> None:
    found = settled(painted((RED, 0.6), (BLUE, 0.4)), confidence=confidence)
    assert {each.state for each in found} == {state}
    if state == "unsure":
        (only,) = found
        assert (only.value, only.standard) == ("", None)
        assert only.confidence == pytest.approx(0.17)
        assert only.evidence.swatch is not None
        assert only.evidence.swatch.lab == RED


def test_at_most_three_colours_are_told_the_largest_first() -> None:
    found = settled(painted((RED, 0.4), (BLUE, 0.3), (GREEN, 0.2), (GREY, 0.1)))
    assert len(found) == MOST
    assert spoken(found) == ["Red", "Blue", "Green"]


def test_a_colour_on_little_of_the_product_is_a_detail() -> None:
    assert spoken(settled(painted((RED, 0.97), (BLUE, 0.03)))) == ["Red"]
    assert spoken(settled(painted((RED, 0.7), (BLUE, 0.3)))) == ["Red", "Blue"]


def test_clusters_of_one_word_are_one_colour_at_their_mean() -> None:
    dark = (RED[0] - 8, RED[1] - 4, RED[2] - 4)
    (only,) = settled(painted((RED, 0.6), (dark, 0.4)))
    swatch = only.evidence.swatch
    assert swatch is not None
    assert swatch.share == 1.0
    assert dark[0] < swatch.lab[0] < RED[0]


def test_the_swatch_is_the_measured_colour_and_not_the_tables() -> None:
    (only,) = settled(painted((RED, 1.0)))
    swatch = only.evidence.swatch
    assert swatch is not None
    assert (swatch.lab, swatch.hex) == (RED, hex_of(RED))


def test_a_surer_subject_and_a_clearer_colour_make_a_surer_word() -> None:
    sure = [settled(painted((RED, 1.0)), confidence=c)[0].confidence for c in (0.4, 0.7, 1.0)]
    assert sure == sorted(sure)
    clear, unclear = lab_of_hex("#1f4fb0"), lab_of_hex("#2b3d66")
    first, second = (settled(painted((lab, 1.0)))[0].confidence for lab in (clear, unclear))
    assert first > second


def test_what_is_gray_in_bright_light_is_white_in_dim_light() -> None:
    tone = painted(((67.0, 0.0, 1.0), 0.3), ((71.0, 0.0, 1.0), 0.4), ((75.0, 0.0, 1.0), 0.3))
    percentiles = (63.0, 67.0, 71.0, 75.0, 78.0)
    bright = lit(percentiles, ground=(98.0, 0.0, 0.0))
    dim = lit(percentiles, ground=(42.0, 3.0, 8.0), brightest=82.0)
    assert spoken(settled(tone, light=bright))[0] != "White"
    assert spoken(settled(tone, light=dim))[0] == "White"


BRASS = painted(
    *(((64.0, -1.0, 37.0), 0.22), ((71.0, -2.0, 29.0), 0.15), ((97.0, 0.0, 6.0), 0.14)),
    *(((47.0, 0.0, 27.0), 0.14), ((78.0, -1.0, 20.0), 0.13), ((94.0, -2.0, 14.0), 0.12)),
    *(((58.0, 0.0, 13.0), 0.1),),
)
STEEL = painted(((77.0, 0.0, 1.0), 0.5), ((60.0, 0.0, 0.0), 0.25), ((92.0, 0.0, 0.0), 0.25))


@pytest.mark.parametrize(
    ("colours", "path", "word", "can_be"),
    [
        (BRASS, "Apparel & Accessories > Jewelry > Rings", "Gold", True),
        (BRASS, "Furniture > Sofas", "Gold", False),
        (BRASS, "", "Gold", False),
        (STEEL, "Hardware > Tools > Wrenches", "Silver", True),
        (STEEL, "Apparel & Accessories > Clothing > Shirts & Tops", "Silver", False),
    ],
)
def test_only_what_may_be_of_metal_has_a_metals_word(
    colours: tuple[Colour, ...], path: str, word: str, can_be: bool
) -> None:
    levels = [colour.lab[0] for colour in colours]
    dark, darker, middle, lighter, bright = np.percentile(levels, OF_REGION).tolist()
    region = Region(colours=colours, light=lit((dark, darker, middle, lighter, bright)))
    google = Node(id="1", path=path) if path else None
    what = category("thing").model_copy(update={"google": google})
    case = Case(what, subject_info())
    found = settle(ColourMeasures(subject=region, frame=region), case)
    assert (word in spoken(found)) == can_be


# The rules


def test_the_table_has_a_row_for_each_feature_and_decision() -> None:
    text = (resources.files(words_module.__package__) / words_module.FILE).read_text(
        encoding="utf-8"
    )
    rows = [line.split(",")[0] for line in text.splitlines()]
    assert rows == ["feature", *NAMES, "bias", *words_module.DECISIONS]


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(-100, 100), st.floats(-100, 100)),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_colours_have_words_each_once_with_a_chance(labs: list[Lab]) -> None:
    clusters = [Cluster(lab, 1 / len(labs)) for lab in labs]
    found = words_of(clusters, lit((5, 15, 50, 85, 95)))
    assert 1 <= len(found) <= MOST
    assert len({each.word for each in found}) == len(found)
    for each in found:
        assert 0 <= each.probability <= 1
        assert 0 < each.colour.share <= 1 + 1e-9


# Names and spaces


def test_names_are_told_once_a_shade() -> None:
    entries = [entry for each in table().values() for entry in each]
    assert len({lab for _, lab in entries}) == len(entries)
    assert all(name == name.strip().lower() for name, _ in entries)


def test_one_name_has_one_word_of_shopifys() -> None:
    told = [name for each in table().values() for name in {name for name, _ in each}]
    assert len(set(told)) == len(told)


@given(st.tuples(st.floats(0, 100), st.floats(-128, 127), st.floats(-128, 127)))
@settings(max_examples=60, deadline=None)
def test_every_colour_has_a_name_and_a_code_even_outside_srgb(lab: Lab) -> None:
    assert all(finer_name(word, lab) for word in table())
    code = hex_of(lab)
    assert code[0] == "#"
    assert len(bytes.fromhex(code[1:])) == 3


@pytest.mark.parametrize(
    ("code", "lab"),
    [("#000000", (0, 0, 0)), ("#ffffff", (100, 0, 0)), ("#ff0000", (53.24, 80.09, 67.20))],
)
def test_known_colours_have_their_published_lab(code: str, lab: Lab) -> None:
    assert lab_of_hex(code) == pytest.approx(lab, abs=0.05)


@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
@settings(max_examples=40, deadline=None)
def test_distance_is_symmetric_and_nothing_only_to_itself(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    first, second = (lab_of_hex("#" + bytes(rgb).hex()) for rgb in (one, other))
    assert delta_e(first, second) == pytest.approx(delta_e(second, first), abs=1e-9)
    assert delta_e(first, first) == 0
    assert (delta_e(first, second) == 0) == (one == other)


def test_white_is_far_from_every_colour_that_is_used_here() -> None:
    assert min(delta_e(WHITE, lab) for lab in (RED, BLUE, GREEN, GREY)) > 20
