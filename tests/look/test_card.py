"""The card: every field checked, the trained vocabulary leads, and the options of looking."""

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
        (lambda card: card["vocabularies"][0].update(answering={}), "vocabularies.0.answering"),
        (lambda card: card["vocabularies"][1].update(labels=["cat", "cat"]), "vocabularies.1"),
        (lambda card: card.pop("gate"), "gate: Field required"),
        (lambda card: card["gate"].pop("intercept"), "gate.intercept"),
        (lambda card: card["gate"].update(temperature=1.0), "gate.temperature"),
        (lambda card: card["gate"].update(weights=[]), "gate.weights"),
        (lambda card: card["gate"]["weights"].pop(), "gate.weights"),
        (lambda card: card["gate"]["weights"].append(0.0), "gate.weights"),
        (lambda card: card["gate"]["weights"].__setitem__(2, float("nan")), "gate.weights.2"),
        (lambda card: card["gate"]["weights"].__setitem__(4, float("inf")), "gate.weights.4"),
        (lambda card: card["gate"].update(intercept=float("-inf")), "gate.intercept"),
        (lambda card: card["gate"].update(lowest=-0.1), "gate.lowest"),
        (lambda card: card["gate"].update(lowest=float("nan")), "gate.lowest"),
        (lambda card: card["gate"].update(highest=1.1), "gate.highest"),
        (lambda card: card.pop("answering"), "answering: Field required"),
        (lambda card: card["answering"].pop("rule"), "answering.rule"),
        (lambda card: card["answering"].update(confidence=0.5), "answering.confidence"),
        (lambda card: card["answering"].update(precision=float("nan")), "answering.precision"),
        (
            lambda card: card["answering"]["rule"]["from_level"].__setitem__(1, 1.5),
            "answering.rule.from_level.1",
        ),
        (
            lambda card: card["answering"]["rule"].update(scale=[0.0, float("inf"), 0.0]),
            "answering.rule.scale.1",
        ),
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
    "content", [b"", b"{", b"[]", b"null", b'"card"', b"\xff\xfe", b'{"format": "3"}']
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


def named(name: str, *labels: str) -> Fields:
    return {"name": name, "output": name, "labels": labels}


TRAINED, BORROWED = named("trained", "boat", "kite"), named("borrowed", "tench", "shark")


@pytest.mark.parametrize("known", [[TRAINED], [TRAINED, BORROWED]], ids=["one", "two"])
def test_the_trained_vocabulary_leads(known: list[Fields]) -> None:
    card = Card.model_validate(fields() | {"vocabularies": known})
    assert card.labels == ("boat", "kite")
    assert [each.name for each in card.vocabularies] == [each["name"] for each in known]


@pytest.mark.parametrize(
    "known",
    [
        [BORROWED],
        [BORROWED, TRAINED],
        [TRAINED, TRAINED],
        [BORROWED, BORROWED],
        [TRAINED, named("trained", "hat", "pen")],
        [TRAINED, BORROWED, BORROWED],
    ],
    ids=["borrowed", "borrowed leads", "trained twice", "borrowed twice", "other labels", "three"],
)
def test_vocabularies_that_repeat_or_that_the_borrowed_one_leads_are_refused(
    known: list[Fields], tmp_path: Path
) -> None:
    (tmp_path / CARD_FILE).write_text(json.dumps(fields() | {"vocabularies": known}))
    with pytest.raises(SkuscribeError, match="vocabularies") as caught:
        read_card(tmp_path)
    assert caught.value.code == "model.invalid"


def test_two_vocabularies_may_share_a_label() -> None:
    known = [TRAINED, named("borrowed", "boat", "shark")]
    assert Card.model_validate(fields() | {"vocabularies": known}).labels == ("boat", "kite")


def test_the_identity_names_all_that_answers_depend_on_and_nothing_else() -> None:
    card = read_card()
    name, version, digest = Bundle(card, b"").identity.split()
    assert (name, version) == (card.name, card.version)
    assert len(digest) == 12
    for change in (
        {"network_sha256": "0" * 64},
        {"gate": card.gate.model_copy(update={"lowest": 0.1})},
    ):
        other = Bundle(card.model_copy(update=change), b"").identity
        assert other != f"{name} {version} {digest}"
    quoted = card.model_copy(update={"description": "another", "figures": {}})
    assert Bundle(quoted, b"").identity == f"{name} {version} {digest}"


def test_a_card_that_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    write_bundle(tmp_path / "copy", Bundle(read_card(), b"bytes"))
    assert read_card(tmp_path / "copy") == read_card()
    assert (tmp_path / "copy" / CARD_FILE).read_text().endswith("}\n")


def test_the_shipped_figures_are_shares() -> None:
    card = read_card()
    shares = [value for name, value in card.figures.items() if "top" in name or "recall" in name]
    assert shares
    assert all(0 < value <= 1 for value in shares)


def test_the_shipped_thresholds_are_shares_and_the_gate_can_tell_known_from_unknown() -> None:
    card = read_card()
    rule = card.answering.rule
    assert all(0 < least < 1 for least in (*rule.from_level, rule.nothing_from))
    assert 0 <= card.gate.lowest < card.gate.highest <= 1
    assert any(card.gate.weights)


def test_the_shipped_network_answers_most_photos_and_nearly_always_to_use() -> None:
    answering = read_card().answering
    assert 1 >= answering.precision > answering.coverage > 0.5


def test_looking_has_one_option_and_the_shipped_network_is_the_default() -> None:
    assert LookOptions().model is None
    assert LookOptions.model_validate({"model": "a/b"}).model == Path("a/b")
    with pytest.raises(ValidationError, match="models"):
        LookOptions.model_validate({"models": "a"})
