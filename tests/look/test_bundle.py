"""A bundle is checked before it is used; what is wrong with it is named, and no code of it runs."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.look.bundle import (
    CARD_FILE,
    NETWORK_FILE,
    read_bundle,
    read_card,
    shipped_bundle,
    write_bundle,
)
from skuscribe.look.looker import Looker
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo
from skuscribe.record.seen import seen_belief
from skuscribe.taxonomy.words import NOT_A_PRODUCT, by_class, word_of, words

Card = dict[str, object]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    shutil.copytree(shipped_bundle(), folder)
    return folder


def change_card(folder: Path, change: Callable[[Card], object]) -> None:
    path = folder / CARD_FILE
    card = json.loads(path.read_text())
    change(card)
    path.write_text(json.dumps(card))


def vocabulary(card: Card) -> dict[str, list[str]]:
    first: dict[str, list[str]] = card["vocabularies"][0]  # type: ignore[index]
    return first


def change_network(folder: Path, content: bytes) -> None:
    """Replace the network and its digest, so that the later checks are reached."""
    (folder / NETWORK_FILE).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    change_card(folder, lambda card: card.update(network_sha256=digest))


def code_of(folder: Path) -> str:
    with pytest.raises(SkuscribeError) as caught:
        Looker(read_bundle(folder))
    assert caught.value.hint
    return str(caught.value.code)


def test_the_shipped_bundle_is_small_and_whole() -> None:
    bundle = read_bundle()
    assert len(bundle.network) < 30_000_000
    assert Looker(bundle).card.labels == bundle.card.labels


def test_every_label_of_the_network_is_in_the_taxonomy_and_no_two_are_one_word() -> None:
    known = [word_of(label) for label in read_card().labels if label != NOT_A_PRODUCT]
    assert all(known)
    assert len({word.word for word in known if word}) == len(known)


def test_every_word_that_is_said_to_be_trained_is_a_label_of_the_network() -> None:
    trained = {each.word for each in words().values() if each.origin in ("trained", "both")}
    known = (word_of(label) for label in read_card().labels)
    assert {word.word for word in known if word} == trained


def test_the_borrowed_vocabulary_is_the_thousand_classes_and_the_taxonomy_names_no_other() -> None:
    _, borrowed = read_card().vocabularies
    assert (borrowed.name, len(borrowed.labels)) == ("borrowed", 1000)
    assert set(by_class()) <= set(borrowed.labels)


def test_the_card_names_a_licence_for_every_source_of_photos() -> None:
    card = read_bundle().card
    assert sum(source.photos for source in card.trained_on) > 12_000
    assert all(source.licence for source in card.trained_on)


@pytest.mark.parametrize("name", [CARD_FILE, NETWORK_FILE])
def test_a_missing_file(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    assert code_of(bundle) == "model.missing"


def test_a_changed_byte_is_found_before_the_network_is_opened(bundle: Path) -> None:
    content = bytearray((bundle / NETWORK_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (bundle / NETWORK_FILE).write_bytes(content)
    assert code_of(bundle) == "model.digest_mismatch"


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 1000, b"\x80\x04K\x01."], ids=["empty", "zeros", "pickle"]
)
def test_what_is_no_network(bundle: Path, content: bytes) -> None:
    change_network(bundle, content)
    assert code_of(bundle) == "model.invalid"


def test_a_cut_network(bundle: Path) -> None:
    content = (bundle / NETWORK_FILE).read_bytes()
    change_network(bundle, content[: len(content) // 2])
    assert code_of(bundle) == "model.invalid"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda card: card.pop("input"), "input"),
        (lambda card: card.update(colour="red"), "colour"),
        (lambda card: card["input"].update(scale=0), "scale"),
        (lambda card: card["vocabularies"][0].update(labels=["hat", "hat"]), "repeat"),
    ],
    ids=["missing key", "unknown key", "scale 0", "labels repeat"],
)
def test_a_wrong_card_is_named_by_its_field(
    bundle: Path, change: Callable[[Card], object], named: str
) -> None:
    change_card(bundle, change)
    with pytest.raises(SkuscribeError, match=named) as caught:
        read_bundle(bundle)
    assert caught.value.code == "model.invalid"


def test_a_card_with_one_label_too_few_does_not_fit_the_network(bundle: Path) -> None:
    change_card(bundle, lambda card: vocabulary(card)["labels"].pop())
    assert code_of(bundle) == "model.invalid"


def test_another_input_size_does_not_fit_the_network(bundle: Path) -> None:
    change_card(bundle, lambda card: card["input"].update(size=224))  # type: ignore[attr-defined]
    assert code_of(bundle) == "model.invalid"


def test_an_output_that_is_no_number_is_refused() -> None:
    session = Session(read_bundle().network)
    with pytest.raises(SkuscribeError) as caught:
        session.run(np.full((1, 3, 260, 260), np.nan, np.float32))
    assert caught.value.code == "model.output_invalid"


@pytest.mark.parametrize("name", ["banana.jpg", "football.png", "mug.jpg", "wristwatch.jpg"])
def test_what_the_sample_photos_show(name: str, examples: Path) -> None:
    look = Looker(read_bundle()).look(read_photo(examples / name))

    expected = {"banana.jpg": "banana", "football.png": "football", "mug.jpg": "mug"}
    belief, borrowed = look.beliefs
    assert (belief.vocabulary, borrowed.vocabulary) == ("trained", "borrowed")
    assert belief.words[belief.probabilities.argmax()] == expected.get(name, "wristwatch")
    assert seen_belief(belief).words[0] == expected.get(name, "wristwatch")
    for each in look.beliefs:
        assert each.probabilities.sum() == pytest.approx(1, abs=1e-5)
        assert 0 <= each.weight <= 1
    assert belief.weight + borrowed.weight == pytest.approx(1)
    assert np.linalg.norm(look.embedding) == pytest.approx(1, abs=1e-4)


def test_attention_covers_the_photo_without_its_margins(examples: Path) -> None:
    looker = Looker(read_bundle())
    wide = looker.look(read_photo(np.asarray(read_photo(examples / "mug.jpg").pixels[200:600])))
    assert wide.attention.shape[1] > 2 * wide.attention.shape[0]
    assert wide.attention.min() >= 0
    assert wide.attention.max() == pytest.approx(1)


@pytest.mark.parametrize(
    ("format", "code"), [(1, "too_old"), (2, "too_old"), (4, "too_new"), (None, "too_old")]
)
def test_another_format_says_what_to_do(bundle: Path, format: int | None, code: str) -> None:
    def change(card: Card) -> None:
        del card["format"]
        if format is not None:
            card["format"] = format

    change_card(bundle, change)
    with pytest.raises(SkuscribeError, match="format 3 is read") as caught:
        read_bundle(bundle)
    assert caught.value.code == f"model.{code}"
    assert caught.value.hint


def test_an_output_that_the_card_names_and_the_network_has_not(bundle: Path) -> None:
    change_card(bundle, lambda card: card["outputs"].update(attention="heat"))  # type: ignore[attr-defined]
    with pytest.raises(SkuscribeError, match="no output 'heat'"):
        Looker(read_bundle(bundle))


def test_the_borrowed_vocabulary_is_an_addition(bundle: Path, examples: Path) -> None:
    """Without it the trained one says the same, and is trusted alone."""
    photo = read_photo(examples / "mug.jpg")
    both = Looker(read_bundle(bundle)).look(photo).beliefs
    change_card(bundle, lambda card: card["vocabularies"].pop())  # type: ignore[attr-defined]
    (alone,) = Looker(read_bundle(bundle)).look(photo).beliefs
    assert [belief.vocabulary for belief in both] == ["trained", "borrowed"]
    assert (alone.vocabulary, alone.weight) == ("trained", 1.0)
    assert (alone.probabilities == both[0].probabilities).all()


def test_a_bundle_of_the_last_format_is_told_so_before_its_fields_are_found_fault_with(
    bundle: Path,
) -> None:
    def before(card: Card) -> None:
        answering = {"confidence": 0.5, "precision": 0.9, "coverage": 0.8}
        vocabulary(card).update(answering=answering)  # type: ignore[call-overload]
        del card["gate"], card["answering"]
        card["format"] = 2

    change_card(bundle, before)
    assert code_of(bundle) == "model.too_old"


def test_a_bundle_is_written_in_one_move_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "bundle"
    write_bundle(folder, read_bundle())
    write_bundle(folder, read_bundle())
    assert read_bundle(folder) == read_bundle()
    assert [path.name for path in folder.parent.iterdir()] == ["bundle"]
