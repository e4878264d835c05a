"""What teaching is worth is told before it is kept; labels that contradict themselves, too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skuscribe.shop.examples import Examples, joined
from skuscribe.shop.profile import NO_SHOP
from skuscribe.taxonomy.taught import features_of, learn
from skuscribe.teach.check import ENOUGH, Check, LabelCheck, LeftOut, check
from skuscribe.teach.page import page
from teach.clusters import taught, vector

TEN = taught(dict.fromkeys((f"label {n}" for n in range(10)), 5))
HOSTILE = "<script>alert(1)</script>"


def judged(examples: Examples) -> Check:
    return check(examples, NO_SHOP)


def labelled(examples: Examples, *labels: str) -> Examples:
    return replace(examples, labels=labels)


def shuffled(examples: Examples, seed: int) -> Examples:
    order = np.random.default_rng(seed).permutation(len(examples))
    return labelled(examples, *(examples.labels[n] for n in order))


def mistaken() -> Examples:
    """Ten labels of six photos, and one boot among the lamps."""
    some = taught({"boot": 6, "lamp": 6, "Gizmo": 6})
    return labelled(some, "lamp", *some.labels[1:])


def test_labels_that_are_told_apart_are_right_after_teaching() -> None:
    found = judged(TEN)
    assert found.after == found.alone == pytest.approx(1, abs=0.05)
    assert (found.before, found.judged, found.lost) == (0, 50, 0)
    assert found.gained == round(50 * found.after)
    assert not found.contradicts_itself
    assert not found.harms
    assert [each.label for each in found.labels] == list(dict.fromkeys(TEN.labels))
    assert {(each.photos, each.products) for each in found.labels} == {(5, 5)}


def test_shuffled_labels_contradict_themselves() -> None:
    refused = sum(judged(shuffled(TEN, seed)).contradicts_itself for seed in range(20))
    assert refused >= 19


def test_chance_is_the_same_every_time() -> None:
    assert judged(TEN) == judged(TEN)


def test_a_label_of_one_product_is_not_judged() -> None:
    some = taught({"boot": 4, "lamp": 4})
    found = judged(replace(some, groups=("1",) * 4 + ("2",) * 4))
    assert found.judged == 0
    assert {(each.before, each.after, each.products) for each in found.labels} == {(None, None, 1)}
    assert not found.contradicts_itself
    assert not found.harms
    assert (found.confused, found.suspicious) == ((), ())


def test_few_photos_are_never_refused() -> None:
    some = taught({"boot": 3, "lamp": 3})
    assert not any(judged(shuffled(some, seed)).contradicts_itself for seed in range(10))


def test_one_photo_alone_and_one_label_alone_can_be_checked() -> None:
    one = judged(taught({"boot": 1}))
    assert (one.judged, one.labels[0].after) == (0, None)
    label = judged(taught({"boot": 12}))
    assert label.after == 1
    assert not label.contradicts_itself


def test_where_the_network_knows_the_photos_better_teaching_harms() -> None:
    """Every cup looks like a hat, and yet the network tells them apart."""
    some = taught({"cup": 8, "hat": 8})
    sure = np.array([[0.01, 0]] * 8 + [[0, 0.01]] * 8, np.float16)
    alike = [vector(f"pair {n}", kind, spread=0.3) for kind in range(2) for n in range(8)]
    found = judged(replace(some, beliefs=sure, embeddings=np.stack(alike).astype(np.float16)))
    assert (found.before, found.after, found.lost, found.gained) == (1, 0, 16, 0)
    assert found.harms
    assert not replace(found, lost=4).harms
    assert replace(found, lost=5).harms
    assert not replace(found, lost=5, gained=1).harms
    assert not replace(found, judged=9).harms


def test_what_the_network_knows_is_before() -> None:
    some = taught({"cup": 6, "hat": 6}, beliefs={"cup": 0.9})
    assert judged(some).before == 0.5


def test_a_synonym_and_its_word_are_one_label() -> None:
    found = judged(taught({"bin": 3, "trash can": 3, "Gizmo": 3}))
    assert [(each.label, each.photos) for each in found.labels] == [("trash can", 6), ("Gizmo", 3)]


def test_near_copies_count_once_and_do_not_judge_each_other() -> None:
    some = taught({"boot": 3, "lamp": 3})
    copies = replace(some, photos=tuple(f"{n:064x}" for n in range(6)), groups=tuple("abcdef"))
    assert judged(joined(some, copies)) == judged(some)


def test_a_wrong_label_among_good_ones_is_suspicious() -> None:
    some = mistaken()
    found = judged(some)
    assert found.suspicious == (0,)
    assert found.taken_for(0) == "boot"
    assert [(c.label, c.taken_for, c.places) for c in found.confused] == [("lamp", "boot", (0,))]
    assert judged(taught({"boot": 6, "lamp": 6})).suspicious == ()


def test_places_are_those_of_all_examples_where_copies_are_left_out() -> None:
    some = mistaken()
    copy = replace(some.only([5]), photos=("f" * 64,), groups=("copy",))
    assert judged(joined(copy, some)).suspicious == (1,)


@pytest.mark.parametrize(
    ("photos", "after", "advice"),
    [
        (3, None, "7 photos more would likely help"),
        (3, 0.5, "7 photos more would likely help"),
        (ENOUGH - 1, 0.5, "1 photo more would likely help"),
        (ENOUGH, 0.5, ""),
        (ENOUGH + 3, None, ""),
        (3, 0.9, ""),
    ],
)
def test_how_many_photos_more_would_help(photos: int, after: float | None, advice: str) -> None:
    assert LabelCheck("boot", photos, 2, after, after).advice == advice


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=2, max_size=12))
def test_leaving_a_product_out_is_as_if_it_had_not_been_taught(
    each: list[tuple[int, int]],
) -> None:
    some = taught({"photo": len(each)}, beliefs={"cup": 0.4})
    some = replace(some, groups=tuple(str(group) for _, group in each))
    truth = np.array([label for label, _ in each])
    found = LeftOut(some).scores(truth, 3)
    features = features_of(
        some.embeddings.astype(np.float32), some.beliefs.astype(np.float32)
    ).astype(np.float64)
    for place, group in enumerate(some.groups):
        rest = [n for n, other in enumerate(some.groups) if other != group]
        kernel = features[rest] @ features[rest].T + 0.3 * np.eye(len(rest))
        weights = np.linalg.solve(kernel, np.eye(3)[truth[rest]])
        assert found[place] == pytest.approx(features[place] @ features[rest].T @ weights, abs=1e-9)


def test_what_is_checked_is_what_is_taught() -> None:
    some = taught({"boot": 4, "lamp": 4, "Gizmo": 4}, beliefs={"cup": 0.4})
    some = replace(some, groups=tuple("aabbccddeeff"))
    found = LeftOut(some).scores(np.repeat([0, 1, 2], 4), 3)
    for place, group in enumerate(some.groups):
        lessons = learn(some.only([n for n in range(12) if some.groups[n] != group]), NO_SHOP)
        of = features_of(*(a[[place]].astype(np.float32) for a in (some.embeddings, some.beliefs)))
        assert found[place] == pytest.approx((of @ lessons.weights)[0], abs=1e-4)
        assert [word.word for word in lessons.words] == ["boot", "lamp", "Gizmo"]


def test_the_page_shows_labels_and_what_is_odd() -> None:
    found = mistaken()
    text = page(judged(found), found, {})
    for said in ("boot", "lamp", "Gizmo", "Are these labels right?", "boot/0", "taken for boot"):
        assert said in text


def test_the_page_takes_labels_and_names_as_text_and_runs_nothing() -> None:
    some = mistaken()
    labels = tuple(HOSTILE if label == "lamp" else label for label in some.labels)
    hostile = replace(some, labels=labels, groups=(f"{HOSTILE}.png", *some.groups[1:]))
    text = page(judged(hostile), hostile, {})
    assert "<script" not in text.lower()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.png" in text
    assert "default-src 'none'" in text
    assert "http://" not in text
    assert "https://" not in text


def test_the_page_of_what_cannot_be_judged_says_so() -> None:
    some = taught({"boot": 1, "lamp": 1})
    assert "two products" in page(judged(some), some, {})
