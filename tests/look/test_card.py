"""The card: every field checked, the first vocabulary leads, and the options of looking."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from skuscribe.core.errors import SkuscribeError
from skuscribe.look import bundle as bundles
from skuscribe.look.bundle import (
    CARD_FILE,
    NETWORK_FILE,
    Bundle,
    Card,
    LookOptions,
    read_bundle,
    read_card,
    shipped_bundle,
    write_bundle,
)

Fields = dict[str, Any]


def fields() -> Fields:
    found: Fields = json.loads((shipped_bundle() / CARD_FILE).read_text())
    return found


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda card: card.update(network_sha256="abc"), "network_sha256"),
        (lambda card: card.update(network_sha256="A" * 64), "network_sha256"),
        (lambda card: card["input"].update(size=16), "input.size"),
        (lambda card: card["input"].update(size=2048), "input.size"),
        (lambda card: card["input"].update(scale=-1), "input.scale"),
        (lambda card: card.update(vocabularies=[]), "vocabularies"),
        (lambda card: card["vocabularies"][0].update(labels=["hat"]), "vocabularies.0.labels"),
        (lambda card: card["vocabularies"][0].update(name="guessed"), "vocabularies.0.name"),
        (lambda card: card["vocabularies"][0]["answering"].update(confidence=1.5), "confidence"),
        (lambda card: card["outputs"].pop("embedding"), "outputs.embedding"),
        (lambda card: card["trained_on"][0].pop("licence"), "trained_on.0.licence"),
        (lambda card: card["figures"].update(val_top1=float("nan")), "figures.val_top1"),
        (lambda card: card["figures"].update(val_top1="good"), "figures.val_top1"),
        (lambda card: card.pop("licence"), "licence"),
    ],
)
def test_a_wrong_field_is_named_by_its_place(
    change: Callable[[Fields], object], named: str, tmp_path: Path
) -> None:
    card = fields()
    change(card)
    (tmp_path / CARD_FILE).write_text(json.dumps(card))
    with pytest.raises(SkuscribeError, match=named) as caught:
        read_card(tmp_path)
    assert caught.value.code == "model.invalid"
    assert caught.value.where == tmp_path.name


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'"card"', b"\xff\xfe", b'{"format": "2"}']
)
def test_what_is_no_card_is_invalid_and_never_an_error_of_the_reader(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / CARD_FILE).write_bytes(content)
    with pytest.raises(SkuscribeError) as caught:
        read_card(tmp_path)
    assert caught.value.code == "model.invalid"


def test_a_later_format_is_told_before_its_fields_are_found_fault_with(tmp_path: Path) -> None:
    (tmp_path / CARD_FILE).write_text('{"format": 7, "everything": "else"}')
    with pytest.raises(SkuscribeError, match="format 7") as caught:
        read_card(tmp_path)
    assert caught.value.code == "model.too_new"


def test_the_card_is_read_without_the_network(tmp_path: Path) -> None:
    (tmp_path / CARD_FILE).write_text(json.dumps(fields()))
    assert read_card(tmp_path) == read_card()
    with pytest.raises(SkuscribeError, match=NETWORK_FILE) as caught:
        read_bundle(tmp_path)
    assert caught.value.code == "model.missing"


@pytest.mark.parametrize("name", [CARD_FILE, NETWORK_FILE])
def test_a_file_beyond_all_measure_is_refused_and_not_read_whole(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bundle(tmp_path, read_bundle())
    most = 100_000
    monkeypatch.setattr(bundles, "MAX_BYTES", most)
    with (tmp_path / name).open("ab") as stream:
        stream.truncate(most + 1)
    with pytest.raises(SkuscribeError, match=f"{name} is larger than") as caught:
        read_bundle(tmp_path)
    assert caught.value.code == "model.invalid"


def test_a_folder_in_the_place_of_a_file_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / CARD_FILE).mkdir()
    with pytest.raises(SkuscribeError) as caught:
        read_card(tmp_path)
    assert caught.value.code == "model.missing"


def test_the_first_vocabulary_leads() -> None:
    given = fields()
    other = json.loads(json.dumps(given["vocabularies"][0]))
    other |= {"name": "borrowed", "labels": ["boat", "kite"]}
    given["vocabularies"].insert(0, other)
    card = Card.model_validate(given)
    assert card.labels == ("boat", "kite")
    assert card.answering == card.vocabularies[0].answering


def test_the_identity_names_the_network_and_its_bytes() -> None:
    card = read_card()
    name, version, digest = Bundle(card, b"").identity.split()
    assert (name, version) == (card.name, card.version)
    assert card.network_sha256.startswith(digest)
    assert len(digest) == 12


def test_a_card_that_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    write_bundle(tmp_path / "copy", Bundle(read_card(), b"bytes"))
    assert read_card(tmp_path / "copy") == read_card()
    assert (tmp_path / "copy" / CARD_FILE).read_text().endswith("}\n")


def test_the_shipped_figures_and_thresholds_are_shares() -> None:
    card = read_card()
    shares = [value for name, value in card.figures.items() if "top" in name or "recall" in name]
    assert shares
    assert all(0 < value <= 1 for value in shares)
    for known in card.vocabularies:
        assert 0 < known.answering.confidence < 1
        assert known.answering.precision > known.answering.coverage > 0.5


def test_looking_has_one_option_and_the_shipped_network_is_the_default() -> None:
    assert LookOptions().model is None
    assert LookOptions.model_validate({"model": "a/b"}).model == Path("a/b")
    with pytest.raises(ValidationError, match="models"):
        LookOptions.model_validate({"models": "a"})
