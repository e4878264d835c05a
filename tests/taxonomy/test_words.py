"""Every word's shelf is real, agrees with the hand-checked words, and is never guessed."""

from __future__ import annotations

import csv
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from skuscribe.describe.languages.en.words import nouns
from skuscribe.taxonomy.words import (
    NOT_A_PRODUCT,
    SEPARATOR,
    by_class,
    names_of,
    parents,
    path_of,
    word_of,
    words,
)

WORDS = tuple({word.word: word for word in words().values()}.values())
ANSWERED = [word for word in WORDS if word.origin]
TREES = {"shopify": "shopify_categories.csv", "google": "google_taxonomy_en-US.csv"}


def table(root: Path, name: str, key: str) -> dict[str, dict[str, str]]:
    with (root / "taxonomy" / name).open(encoding="utf-8", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


def rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("skuscribe.taxonomy") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("tree", sorted(TREES))
def test_every_id_and_path_exists_and_they_belong_together(data_root: Path, tree: str) -> None:
    truth = table(data_root, TREES[tree], "id")
    nodes = [getattr(word, tree) for word in (*WORDS, *parents().values())]
    wrong = [node for node in nodes if node and truth.get(node.id, {}).get("path") != node.path]
    assert wrong == []


def test_common_words_stand_where_people_put_them(data_root: Path) -> None:
    truth = table(data_root, "common_words.csv", "word")
    checked = 0
    for word in WORDS:
        row = truth.get(word.word)
        if row and word.shopify and word.google:
            checked += 1
            assert (word.shopify.id, word.google.id) == (row["shopify_id"], row["google_id"])
    assert checked > 600


def test_no_row_has_an_id_without_a_path_or_one_tree_alone() -> None:
    for row in (*rows("words.csv"), *rows("parents.csv")):
        cells = [bool(row[f"{tree}_{part}"]) for tree in TREES for part in ("id", "path")]
        assert len(set(cells)) == 1, row


def test_what_has_no_true_place_is_filed_nowhere() -> None:
    assert [word.word for word in WORDS if word.google is None] == ["barrel", "packet"]


def test_at_least_400_different_products_can_be_said() -> None:
    assert len(ANSWERED) >= 400


def test_a_row_is_a_word_or_a_synonym_of_one_and_no_chain_of_them() -> None:
    found = rows("words.csv")
    own = {row["word"] for row in found if not row["same_as"]}
    for row in found:
        if row["same_as"]:
            assert row["same_as"] in own
            assert not any(v for k, v in row.items() if k not in ("word", "same_as"))
    assert len(own) == len(WORDS)


def test_synonyms_lead_to_one_word_in_any_case() -> None:
    assert names_of("trash can") == ("trash can", "ashcan", "bin", "rubbish bin")
    assert {word_of(said) for said in ("Trash Can", "BIN", "ashcan")} == {word_of("trash can")}
    assert word_of("gizmo") is None
    assert names_of("gizmo") == ()


def test_every_name_of_a_word_leads_back_to_it() -> None:
    for word in WORDS:
        assert word.word.casefold() in names_of(word.word)
        assert all(word_of(name) == word for name in names_of(word.word))


def test_the_english_nouns_are_those_of_all_answers_exactly() -> None:
    said = {word.word.casefold() for word in (*ANSWERED, *parents().values())}
    assert set(nouns()) == said


def test_every_class_of_imagenet_stands_once_and_is_one() -> None:
    path = resources.files("skuscribe.learn") / "network" / "imagenet.txt"
    known = path.read_text(encoding="utf-8").splitlines()
    used = [name for word in WORDS for name in word.classes]
    assert [name for name, count in Counter(used).items() if count > 1] == []
    assert [name for name in used if name not in known] == []
    assert {name: by_class()[name] for name in used} == by_class()


def test_a_word_has_classes_where_it_is_borrowed_and_nowhere_else() -> None:
    for word in WORDS:
        assert word.origin in ("", "trained", "borrowed", "both")
        assert bool(word.classes) == (word.origin in ("borrowed", "both"))


def test_what_is_no_product_is_no_word_and_no_class() -> None:
    assert word_of(NOT_A_PRODUCT) is None
    assert NOT_A_PRODUCT not in by_class()
    assert "tench" not in by_class()


@pytest.mark.parametrize("path", sorted(parents()), ids=SEPARATOR.join)
def test_a_parent_lies_above_at_least_two_words(path: tuple[str, ...]) -> None:
    parent = parents()[path]
    assert parent.google is not None
    assert path_of(parent.google) == path
    assert parent.shopify is not None
    assert sum(word.path[: len(path)] == path for word in ANSWERED) >= 2


def test_a_path_is_the_names_from_the_top_level_down() -> None:
    cup = word_of("cup")
    assert cup is not None
    assert cup.path == ("Home & Garden", "Kitchen & Dining", "Tableware", "Drinkware")
    assert path_of(None) == ()
