"""Figures of predictions: intervals, calibration, risk, sources, words; each by hand."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.learn.evaluate.figures import (
    Figures,
    figures_of,
    vocabulary_of,
    wilson,
    worst,
)
from skuscribe.learn.evaluate.labelled import Labelled
from skuscribe.learn.evaluate.predict import Prediction
from skuscribe.taxonomy.agreement import Agreement, agreement
from skuscribe.taxonomy.words import parents, word_of

WORDS = ("mug", "cup", "banana", "hat", "t-shirt")


def truth_of(label: str) -> tuple[str, ...]:
    word = word_of(label)
    return word.path if word else ()


def labelled(label: str, source: str = "near", name: str = "a.jpg") -> Labelled:
    return Labelled(Path(name), label, truth_of(label), source)


def answered(
    label: str,
    stated: str = "",
    confidence: float = 0.9,
    source: str = "near",
    best: tuple[str, ...] = (),
    name: str = "a.jpg",
) -> Prediction:
    """What `predict` says of a photo of `label` that is called `stated`."""
    photo = labelled(label, source, name)
    answer = truth_of(stated) if stated else None
    return Prediction(
        photo=photo,
        stated=stated,
        level="leaf" if stated else "unknown",
        origin="trained" if stated else "",
        confidence=confidence,
        agreement=agreement(photo.truth, answer) if photo.truth else None,
        best=best or ((stated,) if stated else ()),
    )


def failed(label: str = "mug", source: str = "near") -> Prediction:
    return Prediction(labelled(label, source), error="photo.unreadable")


def figures(*predictions: Prediction) -> Figures:
    return figures_of(predictions, frozenset(WORDS))


@pytest.mark.parametrize(
    ("hits", "count", "interval"),
    [
        (8, 10, (0.8, 0.4902, 0.9433)),  # the textbook's example
        (50, 100, (0.5, 0.4038, 0.5962)),
        (0, 10, (0.0, 0.0, 0.2775)),  # z2 / (n + z2)
        (10, 10, (1.0, 0.7225, 1.0)),
        (0, 0, (0.0, 0.0, 1.0)),
    ],
)
def test_intervals_are_wilsons(hits: int, count: int, interval: tuple[float, float, float]) -> None:
    assert wilson(hits, count) == pytest.approx(interval, abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_lies_between_none_and_all(pair: tuple[int, int]) -> None:
    share, lower, upper = wilson(*pair)
    assert 0 <= lower <= share + 1e-12
    assert share - 1e-12 <= upper <= 1
    mirrored = wilson(pair[1] - pair[0], pair[1])
    assert (1 - upper, 1 - lower) == pytest.approx(mirrored[1:], abs=1e-9)


def test_more_photos_give_a_narrower_interval() -> None:
    widths = [upper - lower for _, lower, upper in (wilson(n // 2, n) for n in (10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


def test_confidence_that_means_what_it_says_has_no_calibration_error() -> None:
    told = figures(*(answered("mug", "mug" if n % 10 < 8 else "hat", 0.8) for n in range(100)))
    assert told.calibration_error == pytest.approx(0)
    assert [(b.answers, b.matched) for b in told.bins] == [(10, 0.8)] * 10


def test_overconfidence_is_as_large_as_the_gap() -> None:
    told = figures(*(answered("mug", "mug" if n % 2 else "hat", 0.99) for n in range(100)))
    assert told.calibration_error == pytest.approx(0.49)


def test_too_little_confidence_is_an_error_as_well() -> None:
    assert figures(*[answered("mug", "mug", 0.6)] * 20).calibration_error == pytest.approx(0.4)


def test_silence_is_no_stated_confidence() -> None:
    told = figures(answered("mug", "mug", 1.0), answered("mug", confidence=0.3))
    assert told.calibration_error == 0
    assert sum(b.answers for b in told.bins) == 1


def test_bins_hold_equal_numbers_of_answers_most_confident_first() -> None:
    told = figures(*(answered("mug", "mug", n / 100) for n in range(1, 38)))
    assert sum(b.answers for b in told.bins) == 37
    assert {b.answers for b in told.bins} <= {3, 4}
    confidences = [b.confidence for b in told.bins]
    assert confidences == sorted(confidences, reverse=True)


def test_risk_is_told_as_answers_are_let_in_from_the_surest_on() -> None:
    told = figures(
        answered("mug", "hat", 0.7),
        answered("mug", "mug", 0.9),
        answered("mug", "mug", 0.5),
        answered("mug"),
    )
    assert [coverage for coverage, _ in told.risk] == [0.25, 0.5, 0.75]
    assert [risk for _, risk in told.risk] == pytest.approx([0, 0.5, 1 / 3])


def test_a_long_curve_is_thinned() -> None:
    told = figures(*(answered("mug", "mug", 1 - n / 1000) for n in range(900)))
    assert 200 <= len(told.risk) <= 400
    assert told.risk[-1] == (1.0, 0.0)


def test_a_sources_share_is_of_its_own_photos_and_the_macro_mean_of_the_sources() -> None:
    """A shop with many photos outweighs the others in the whole, and not in the mean."""
    many = [answered("mug", "mug", source="good") for _ in range(9)]
    told = figures(*many, answered("mug", "hat", source="ill"))
    good, ill = told.sources
    assert (good.name, good.photos, good.useful[0]) == ("good", 9, 1)
    assert (ill.name, ill.photos, ill.shares["wrong"]) == ("ill", 1, 1)
    assert told.whole.useful[0] == pytest.approx(0.9)
    assert told.macro.useful[0] == pytest.approx(0.5)
    assert told.macro.photos == 10
    assert told.flat()["useful_good"] == 1
    assert told.flat()["useful_ill"] == 0


def test_the_macro_interval_is_of_the_spread_between_sources() -> None:
    shares = (0.5, 0.7, 0.9)
    photos = [
        answered("mug", "mug" if n < 10 * share else "hat", source=str(share))
        for share in shares
        for n in range(10)
    ]
    half = 1.959964 * 0.2 / math.sqrt(3)  # their standard deviation is 0.2
    assert figures(*photos).macro.useful == pytest.approx((0.7, 0.7 - half, 0.7 + half))


def test_a_single_source_is_not_told_twice_on_the_card() -> None:
    assert "useful_near" not in figures(answered("mug", "mug")).flat()


def test_each_kind_of_agreement_has_its_share() -> None:
    told = figures(
        answered("mug", "mug"),
        answered("mug", "cup"),  # the parent
        answered("mug", "hat"),
        answered("mug"),
    )
    kinds = {"match": 0.5, "wrong": 0.25, "silent": 0.25, "broad": 0.0, "near": 0.0}
    assert told.whole.shares == kinds
    assert told.whole.exact_leaf == 0.25


def test_a_parent_is_no_exact_word() -> None:
    parent = next(word for path, word in parents().items() if path == truth_of("mug")[:-1])
    photo = labelled("mug")
    told = figures(Prediction(photo, parent.word, "parent", "trained", 0.9, Agreement.MATCH))
    assert told.whole.useful[0] == 1
    assert told.whole.exact_leaf == 0
    assert all(word.stated == 0 for word in told.words)


def test_exact_figures_are_told_of_known_words_alone() -> None:
    unknown = "sofa"
    assert word_of(unknown) is not None
    told = figures(
        answered("mug", "mug", best=("mug", "cup")),
        answered("mug", "cup", best=("cup", "mug")),
        answered("mug", "hat", best=("hat", "cup")),
        answered(unknown, "hat", best=("hat",)),
    )
    assert told.known == 3
    assert told.top1 == pytest.approx(1 / 3)
    assert told.top5 == pytest.approx(2 / 3)
    assert told.whole.photos == 4


def test_a_known_word_that_is_filed_nowhere_counts_among_the_exact_figures() -> None:
    told = figures_of([answered("zorb", best=("zorb",))], {"zorb"})
    assert (told.known, told.top1, told.unplaced, told.whole.photos) == (1, 1, 1, 0)


def test_failed_and_unplaced_photos_are_counted_and_lower_nothing() -> None:
    told = figures(answered("mug", "mug"), answered("zorb", "hat"), failed(), failed("hat"))
    assert (told.failed, told.unplaced, told.whole.photos) == (2, 1, 1)
    assert told.whole.useful[0] == 1
    assert told.known == 1
    assert told.risk == ((1.0, 0.0),)


def test_nothing_at_all_has_figures_that_say_nothing() -> None:
    for told in (figures(), figures(failed())):
        assert not told.sources
        assert told.whole.useful == pytest.approx((0, 0, 1))
        assert told.calibration_error == 0
        assert [*told.risk, *told.bins] == []
        assert all(math.isfinite(value) for value in told.flat().values())


def test_each_word_has_its_precision_and_its_recall() -> None:
    told = figures(
        answered("mug", "mug"),
        answered("mug", "cup"),
        answered("mug"),
        answered("hat", "mug"),
        answered("hat", "hat"),
    )
    mug, hat, cup = told.words
    assert [w.word for w in told.words] == ["mug", "hat", "cup"]  # those with most photos first
    assert (mug.photos, mug.stated) == (3, 2)
    assert mug.precision == wilson(1, 2)
    assert mug.recall == wilson(1, 3)
    assert (hat.precision[0], hat.recall[0]) == (1, 0.5)
    assert (cup.photos, cup.stated, cup.recall) == (0, 1, (0, 0, 1))


def test_confusions_are_of_mistakes_commonest_first() -> None:
    told = figures(
        answered("mug", "hat"),
        answered("banana", "hat"),
        answered("mug", "hat"),
        answered("mug", "cup"),
        answered("mug"),
    )
    assert told.confusions == (("mug", "hat", 2), ("banana", "hat", 1))


def test_the_worst_mistakes_are_the_surest_wrong_answers() -> None:
    photos = [
        answered("mug", "hat", 0.6, name="b"),
        answered("mug", "hat", 0.9, name="c"),
        answered("mug", "hat", 0.6, name="a"),
        answered("mug", "mug", 1.0, name="d"),
        answered("mug", name="e"),
        failed(),
    ]
    assert [p.photo.path.name for p in worst(photos, 3)] == ["c", "a", "b"]
    assert [p.photo.path.name for p in worst(photos, 1)] == ["c"]


def test_a_networks_words_are_the_tables_and_its_own() -> None:
    own = vocabulary_of(["eggplant", "Zorb", "hat"], borrowed=False)
    assert own == {"aubergine", "Zorb", "hat"}
    assert own < vocabulary_of(["eggplant", "Zorb", "hat"], borrowed=True)
    assert "banana" in vocabulary_of(["hat"], borrowed=True)


some_photos = st.lists(
    st.builds(
        answered,
        st.sampled_from((*WORDS, "sofa", "zorb")),
        st.sampled_from(("", *WORDS)),
        st.floats(0, 1),
        st.sampled_from(("near", "far", "a")),
    )
    | st.builds(failed),
    max_size=40,
)


@given(some_photos)
def test_shares_sum_to_one_wherever_there_is_a_photo(photos: list[Prediction]) -> None:
    told = figures(*photos)
    for row in (*told.sources, told.macro, told.whole):
        assert sum(row.shares.values()) == pytest.approx(1 if row.photos else 0)
        assert row.useful[0] == pytest.approx(row.shares["match"])
        assert row.useful[1] <= row.useful[0] + 1e-9
        assert row.useful[2] >= row.useful[0] - 1e-9


@given(some_photos)
def test_every_photo_is_counted_once(photos: list[Prediction]) -> None:
    told = figures(*photos)
    assert told.failed + told.unplaced + told.whole.photos == len(photos)
    assert sum(source.photos for source in told.sources) == told.whole.photos
    assert sum(word.photos for word in told.words) == len(photos) - told.failed


@given(some_photos)
def test_coverage_grows_along_the_curve_and_ends_at_the_answered_share(
    photos: list[Prediction],
) -> None:
    told = figures(*photos)
    coverages = [coverage for coverage, _ in told.risk]
    assert all(a < b for a, b in pairwise(coverages))
    assert all(0 <= risk <= 1 for _, risk in told.risk)
    spoken = 1 - told.whole.shares["silent"] if told.whole.photos else 0
    assert (coverages[-1] if coverages else 0) == pytest.approx(spoken)


@given(some_photos)
def test_figures_are_finite_shares(photos: list[Prediction]) -> None:
    flat = figures(*photos).flat()
    assert all(0 <= v <= 1 + 1e-9 for n, v in flat.items() if n not in {"photos", "known"})


@given(some_photos)
def test_the_order_of_the_photos_changes_no_share(photos: list[Prediction]) -> None:
    one, other = figures(*photos), figures(*reversed(photos))
    assert one.sources == other.sources
    assert one.words == other.words
    assert one.confusions == other.confusions
