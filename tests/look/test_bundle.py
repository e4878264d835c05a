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
    shipped_bundle,
    write_bundle,
)
from skuscribe.look.looker import Looker
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo
from skuscribe.record.seen import seen_belief
from skuscribe.taxonomy.table import labels

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


def test_every_label_of_the_network_is_in_the_taxonomy_and_no_other() -> None:
    assert set(read_bundle().card.labels) == set(labels())


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

    expected = {"banana.jpg": "banana", "football.png": "football", "mug.jpg": "cup"}
    (belief,) = look.beliefs
    assert belief.vocabulary == "trained"
    assert belief.words[belief.probabilities.argmax()] == expected.get(name, "wristwatch")
    assert belief.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert seen_belief(belief).answer == expected.get(name, "wristwatch")
    assert np.linalg.norm(look.embedding) == pytest.approx(1, abs=1e-4)


def test_attention_covers_the_photo_without_its_margins(examples: Path) -> None:
    looker = Looker(read_bundle())
    wide = looker.look(read_photo(np.asarray(read_photo(examples / "mug.jpg").pixels[200:600])))
    assert wide.attention.shape[1] > 2 * wide.attention.shape[0]
    assert wide.attention.min() >= 0
    assert wide.attention.max() == pytest.approx(1)


@pytest.mark.parametrize(("format", "code"), [(1, "too_old"), (3, "too_new"), (None, "too_old")])
def test_another_format_says_what_to_do(bundle: Path, format: int | None, code: str) -> None:
    def change(card: Card) -> None:
        del card["format"]
        if format is not None:
            card["format"] = format

    change_card(bundle, change)
    with pytest.raises(SkuscribeError, match="format 2 is read") as caught:
        read_bundle(bundle)
    assert caught.value.code == f"model.{code}"
    assert caught.value.hint


def test_an_output_that_the_card_names_and_the_network_has_not(bundle: Path) -> None:
    change_card(bundle, lambda card: card["outputs"].update(attention="heat"))  # type: ignore[attr-defined]
    with pytest.raises(SkuscribeError, match="no output 'heat'"):
        Looker(read_bundle(bundle))


def test_a_second_vocabulary_is_an_addition(bundle: Path, examples: Path) -> None:
    """Here it reads the same output; a network with another head names that one."""

    def add(card: Card) -> None:
        other = json.loads(json.dumps(vocabulary(card))) | {"name": "borrowed"}
        card["vocabularies"].append(other)  # type: ignore[attr-defined]

    change_card(bundle, add)
    look = Looker(read_bundle(bundle)).look(read_photo(examples / "mug.jpg"))
    assert [belief.vocabulary for belief in look.beliefs] == ["trained", "borrowed"]


def test_a_bundle_is_written_in_one_move_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "bundle"
    write_bundle(folder, read_bundle())
    write_bundle(folder, read_bundle())
    assert read_bundle(folder) == read_bundle()
    assert [path.name for path in folder.parent.iterdir()] == ["bundle"]
